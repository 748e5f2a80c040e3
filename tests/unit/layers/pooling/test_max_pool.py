import pytest

from archspec.layers.faults import PaddingTooLarge
from archspec.layers.pooling.max_pool import MaxPool
from archspec.tensors.faults import RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({}, (32, 32, 3), (16, 16, 3)),
        ({}, (33, 31, 3), (16, 15, 3)),
        ({}, (9, 4), (4, 4)),
        ({}, (8, 6, 4, 1), (4, 3, 2, 1)),
        ({"size": 3, "stride": 2, "padding": 1}, (112, 112, 64), (56, 56, 64)),  # ResNet's
        ({"size": 3, "stride": 2}, (55, 55, 96), (27, 27, 96)),  # AlexNet's
        ({"size": 3, "stride": 2, "padding": "same"}, (7, 8, 1), (4, 4, 1)),
        ({"size": [3, 1], "stride": [1, 2]}, (7, 8, 1), (5, 4, 1)),
        ({"size": 3, "stride": 1, "padding": [[2, 0], [0, 1]]}, (7, 8, 1), (7, 7, 1)),
        ({"size": 2, "padding": "same"}, (7, 1), (4, 1)),
    ],
)
def test_shape(fields, given, wanted):
    assert MaxPool(**fields).output(Shape(given)) == wanted


def test_a_window_too_large():
    with pytest.raises(ShapeError) as error:
        MaxPool(size=5).output(Shape((4, 8, 1)))
    assert error.value.kind is WindowTooLarge


@pytest.mark.parametrize("padding", [2, [0, 2], [[0, 2], [0, 0]]])
def test_padding_as_large_as_the_window(padding):
    with pytest.raises(ShapeError) as error:
        MaxPool(size=2, padding=padding).output(Shape((8, 8, 1)))
    assert error.value.kind is PaddingTooLarge
    assert error.value.field == "padding"
    assert error.value.data == PaddingTooLarge(padding=2, window=2)


@pytest.mark.parametrize(
    ("fields", "given", "field"),
    [
        ({}, (8,), None),
        ({}, (8, 8, 8, 8, 1), None),
        ({"size": [2, 2]}, (8, 1), "size"),
        ({"stride": [2, 2]}, (8, 1), "stride"),
        ({"padding": [1, 1]}, (8, 1), "padding"),
    ],
)
def test_another_rank(fields, given, field):
    with pytest.raises(ShapeError) as error:
        MaxPool(**fields).output(Shape(given))
    assert error.value.kind is RankMismatch
    assert error.value.field == field


def test_it_learns_nothing_and_multiplies_nothing():
    x = Shape((8, 8, 1))
    layer = MaxPool()
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_from_keras():
    config = {"name": "n", "pool_size": (3, 3), "strides": (2, 2), "padding": "same", "data_format": "channels_last"}
    assert MaxPool.from_keras(config) == MaxPool(size=3, stride=2, padding="same")
    config = {"pool_size": (3, 2), "strides": (3, 2), "padding": "valid"}
    assert MaxPool.from_keras(config).explicit_fields() == {"size": (3, 2)}
