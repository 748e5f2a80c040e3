import pytest

from archspec.layers import registry
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.tensors.faults import ChannelMismatch, RankMismatch, ShapeError, ShapeMismatch
from archspec.tensors.shape import Shape

KINDS = ["add", "subtract", "multiply", "average", "maximum", "minimum"]
A, B = Shape((5, 4, 3)), Shape((1, 1, 3))


def merge(kind: str, *, broadcast: bool = False) -> ElementwiseMergeLayer:
    layer = registry.get(kind).model_validate({"broadcast": broadcast})
    assert isinstance(layer, ElementwiseMergeLayer)
    return layer


@pytest.mark.parametrize("kind", KINDS)
def test_equal_shapes_stay(kind: str):
    layer = merge(kind)
    assert layer.output((A, A)) == A
    assert layer.weights((A, A)) == ()
    assert layer.macs((A, A), A) == 0
    assert layer.integers == "refused"


@pytest.mark.parametrize("kind", KINDS)
def test_an_axis_of_size_1_is_stretched_where_that_is_asked_for(kind: str):
    assert merge(kind, broadcast=True).output((A, B)) == A
    assert merge(kind, broadcast=True).output((Shape((5, 1, 3)), Shape((1, 4, 1)))) == A
    with pytest.raises(ShapeError) as fault:
        merge(kind).output((A, B))
    assert fault.value.kind is ShapeMismatch
    assert fault.value.branches == (0, 1)


def test_the_branches_that_clash_are_named():
    with pytest.raises(ShapeError) as fault:
        merge("add").output((A, A, Shape((5, 4, 2))))
    assert (fault.value.kind, fault.value.branches) == (ChannelMismatch, (0, 2))


def test_axes_are_never_added():
    with pytest.raises(ShapeError) as fault:
        merge("add", broadcast=True).output((A, Shape((3,))))
    assert fault.value.kind is RankMismatch


def test_keras_knows_neither_branches_nor_broadcast():
    assert merge("add", broadcast=True).keras_arguments(None, (A, B)) == {}
