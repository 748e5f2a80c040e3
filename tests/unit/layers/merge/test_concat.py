import pytest
from pydantic import ValidationError

from archspec.layers.merge.concat import Concat
from archspec.layers.rank_faults import MissingAxis
from archspec.tensors.faults import RankMismatch, ShapeError, ShapeMismatch
from archspec.tensors.shape import Shape


def test_channels_add_up():
    shapes = (Shape((5, 4, 3)), Shape((5, 4, 6)), Shape((5, 4, 1)))
    assert Concat().output(shapes) == (5, 4, 10)
    assert Concat().weights(shapes) == ()
    assert Concat().macs(shapes, Shape((5, 4, 10))) == 0
    assert Concat().integers == "kept"


def test_spatial_axes_are_counted_from_0():
    assert Concat(axis=0).output((Shape((5, 4, 3)), Shape((7, 4, 3)))) == (12, 4, 3)
    assert Concat(axis=1).output((Shape((5, 4, 3)), Shape((5, 9, 3)))) == (5, 13, 3)


def test_the_other_axes_are_equal():
    with pytest.raises(ShapeError) as fault:
        Concat().output((Shape((5, 4, 3)), Shape((5, 1, 3))))
    assert (fault.value.kind, fault.value.branches) == (ShapeMismatch, (0, 1))


@pytest.mark.parametrize(
    ("axis", "shape", "others"),
    [(2, (5, 4, 3), ", or give 0 to 1"), (1, (4, 3), ""), (0, (3,), "")],
)
def test_channels_are_no_spatial_axis(axis: int, shape: tuple[int, ...], others: str):
    with pytest.raises(ShapeError) as fault:
        Concat(axis=axis).output((Shape(shape), Shape(shape)))
    assert fault.value.data == MissingAxis("joins along", axis, "its branches have", len(shape) - 1, "join channels")
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "axis")
    assert fault.value.notes == ("axes are counted from 0, and the batch axis is left out",)
    assert tuple(one.text for one in fault.value.helps) == (f"leave `axis` out to join channels{others}",)


def test_axes_are_not_counted_from_the_end():
    with pytest.raises(ValidationError):
        Concat(axis=-1)


def test_keras_counts_the_batch_as_axis_0():
    assert Concat().keras_arguments(None, ()) == {"axis": -1}
    assert Concat(axis=1).keras_arguments(None, ()) == {"axis": 2}
    assert Concat.from_keras({"axis": -1}) == Concat(axis="channels")
    assert Concat.from_keras({"axis": 2}) == Concat(axis=1)
