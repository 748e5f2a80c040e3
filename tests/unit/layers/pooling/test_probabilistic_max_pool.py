import pytest

from archspec.layers.pooling.probabilistic_max_pool import ProbabilisticMaxPool
from archspec.tensors.dim import Dim
from archspec.tensors.faults import RankMismatch, ShapeError, SizeNotDivisible
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({}, (24, 24, 24), (12, 12, 24)),
        ({"size": 3}, (9, 4), (3, 4)),
        ({"size": [1, 2, 3]}, (5, 4, 6, 1), (5, 2, 2, 1)),
        ({"returns": "detection"}, (24, 24, 24), (24, 24, 24)),
    ],
)
def test_shape(fields, given, wanted):
    assert ProbabilisticMaxPool(**fields).output(Shape(given)) == wanted


@pytest.mark.parametrize("returns", ["pooling", "detection"])
def test_blocks_must_fill_space(returns):
    with pytest.raises(ShapeError) as error:
        ProbabilisticMaxPool(returns=returns).output(Shape((24, 25, 1)))
    assert error.value.kind is SizeNotDivisible


@pytest.mark.parametrize(("returns", "wanted"), [("pooling", 4), ("detection", 8)])
def test_blocks_fill_an_open_size_where_they_divide_it(returns, wanted):
    size, channels = ProbabilisticMaxPool(returns=returns).output(Shape((Dim.symbol("T"), 3)))
    assert isinstance(size, Dim)
    assert size.evaluate({"T": 8}) == wanted
    assert channels == 3
    with pytest.raises(ValueError, match="does not exist"):
        size.evaluate({"T": 9})


@pytest.mark.parametrize(("size", "given"), [(2, (8,)), ([2, 2], (8, 8)), (2, (2, 2, 2, 2, 2))])
def test_another_rank(size, given):
    with pytest.raises(ShapeError) as error:
        ProbabilisticMaxPool(size=size).output(Shape(given))
    assert error.value.kind is RankMismatch
    assert error.value.field == ("size" if isinstance(size, list) else None)


def test_it_learns_nothing_and_multiplies_nothing():
    x = Shape((8, 8, 1))
    layer = ProbabilisticMaxPool()
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_from_keras():
    config = {"pool_size": [2, 2], "returns": "detection"}
    assert ProbabilisticMaxPool.from_keras(config) == ProbabilisticMaxPool(size=2, returns="detection")
