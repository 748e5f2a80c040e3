import pytest

from archspec.layers.regularization.spatial_dropout import SpatialDropout
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(5, 8), (32, 32, 8), (4, 4, 4, 8)])
def test_everything_stays(given):
    x = Shape(given)
    layer = SpatialDropout(rate=0.2)
    assert layer.output(x) == x
    assert layer.weights(x) == ()
    assert layer.macs(x, x) == 0


@pytest.mark.parametrize("given", [(8,), (2, 2, 2, 2, 8)])
def test_another_rank(given):
    with pytest.raises(ShapeError) as error:
        SpatialDropout(rate=0.2).output(Shape(given))
    assert error.value.kind is RankMismatch


def test_from_keras():
    assert SpatialDropout.from_keras({"rate": 0.2, "seed": 7}) == SpatialDropout(rate=0.2, seed=7)
