import pytest

from archspec.layers.faults import PaddingTooLarge
from archspec.layers.pooling.avg_pool import AvgPool
from archspec.tensors.faults import RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({}, (32, 32, 3), (16, 16, 3)),
        ({"size": 5, "stride": 3}, (14, 14, 512), (4, 4, 512)),  # GoogLeNet's auxiliary classifier
        ({"size": 3, "stride": 1, "padding": 1}, (35, 35, 192), (35, 35, 192)),  # Inception's
        ({"size": 3, "stride": 1, "padding": 1, "count_padding": True}, (35, 35, 192), (35, 35, 192)),
        ({"size": 3, "padding": "same"}, (10, 4), (4, 4)),
        ({"size": [1, 2, 2]}, (3, 9, 8, 1), (3, 4, 4, 1)),
    ],
)
def test_shape(fields, given, wanted):
    assert AvgPool(**fields).output(Shape(given)) == wanted


@pytest.mark.parametrize(
    ("fields", "given", "kind"),
    [
        ({"size": 9}, (8, 8, 1), WindowTooLarge),
        ({"padding": 2}, (8, 8, 1), PaddingTooLarge),
        ({"padding": 3, "count_padding": True}, (8, 8, 1), PaddingTooLarge),
        ({}, (8,), RankMismatch),
        ({"size": [2]}, (8, 8, 1), RankMismatch),
    ],
)
def test_what_does_not_fit(fields, given, kind):
    with pytest.raises(ShapeError) as error:
        AvgPool(**fields).output(Shape(given))
    assert error.value.kind is kind


def test_it_learns_nothing_and_multiplies_nothing():
    x = Shape((8, 8, 1))
    layer = AvgPool()
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_from_keras():
    config = {"pool_size": [3, 3], "strides": [2, 2], "padding": [[1, 1], [1, 1]], "count_padding": True}
    wanted = AvgPool(size=3, stride=2, padding=1, count_padding=True)
    assert AvgPool.from_keras(config) == wanted
