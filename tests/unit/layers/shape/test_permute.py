import pytest
from pydantic import ValidationError

from archspec.layers.rank_faults import WrongOrder
from archspec.layers.shape.permute import Permute
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 4, 3))


def test_sizes_move_with_their_axes():
    assert Permute(order=(2, 0, 1)).output(X) == (3, 5, 4)
    assert Permute(order=(0,)).output(Shape((7,))) == (7,)
    assert Permute(order=(0,)).integers == "kept"


def test_all_axes_are_ordered():
    with pytest.raises(ShapeError) as fault:
        Permute(order=(1, 0)).output(X)
    assert fault.value.data == WrongOrder((1, 0), X)
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "order")
    assert tuple(one.text for one in fault.value.helps) == ("name every axis once, the channels last: `[1, 0, 2]`",)
    with pytest.raises(ShapeError) as fault:
        Permute(order=(2, 1, 0)).output(Shape((5, 4)))
    assert tuple(one.text for one in fault.value.helps) == ("name every axis once, the channels last: `[1, 0]`",)


@pytest.mark.parametrize("order", [(), (0, 0), (1, 2), (0, -1)])
def test_every_axis_is_there_once(order: tuple[int, ...]):
    with pytest.raises(ValidationError, match=r"every axis from 0 on must be there once|greater than or equal to 0"):
        Permute(order=order)


def test_keras_counts_the_batch_as_axis_0():
    assert Permute(order=(2, 0, 1)).keras_arguments(None, X) == {"dims": (3, 1, 2)}
    assert Permute.from_keras({"dims": (3, 1, 2)}) == Permute(order=(2, 0, 1))
