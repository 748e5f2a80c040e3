import pytest

from archspec.layers.pooling.adaptive_pool import AdaptivePool
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("size", "given", "wanted"),
    [
        (7, (13, 17, 512), (7, 7, 512)),
        (7, (3, 7, 512), (7, 7, 512)),  # bins may overlap, so an output may be larger than its input
        ([2], (9, 4), (2, 4)),
        ([1, 2, 3], (9, 9, 9, 4), (1, 2, 3, 4)),
    ],
)
def test_shape(size, given, wanted):
    assert AdaptivePool(size=size).output(Shape(given)) == wanted


@pytest.mark.parametrize(("size", "given", "field"), [(7, (8,), None), ([7, 7], (9, 8), "size")])
def test_another_rank(size, given, field):
    with pytest.raises(ShapeError) as error:
        AdaptivePool(size=size).output(Shape(given))
    assert error.value.kind is RankMismatch
    assert error.value.field == field


def test_it_learns_nothing_and_multiplies_nothing():
    x = Shape((8, 8, 1))
    layer = AdaptivePool(size=2)
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_from_keras():
    assert AdaptivePool.from_keras({"output_size": [7, 7], "mode": "max"}) == AdaptivePool(size=7, mode="max")
