import pytest

from archspec.layers.faults import UnpoolToOtherSize
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.layers.rank_faults import UnpoolToOtherRank
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ChannelMismatch, RankMismatch, ShapeError, ShapeMismatch
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "values", "of"),
    [
        ({}, (4, 3, 8), (8, 6, 8)),
        ({}, (4, 3, 8), (9, 7, 8)),  # the last position is in no window
        ({"padding": "same"}, (5, 4, 8), (9, 7, 8)),
        ({"size": 3}, (3, 2), (10, 2)),
        ({"size": (1, 2, 3)}, (5, 2, 2, 1), (5, 4, 6, 1)),
        ({"padding": 1}, (5, 8), (8, 8)),  # windows of 1, 2, 2, 2 and 1 of the positions
        ({"padding": ((0, 1), (1, 0))}, (4, 4, 1), (7, 8, 1)),
    ],
)
def test_the_output_is_as_large_as_what_was_pooled(fields, values, of):
    assert MaxUnpool(of="fine", **fields).output((Shape(values), Shape(of))) == of


@pytest.mark.parametrize(
    ("values", "of", "kind"),
    [
        ((4, 3, 8), (8, 8, 8), ShapeMismatch),
        ((4, 3, 4), (8, 6, 8), ChannelMismatch),
        ((4, 8), (8, 6, 8), RankMismatch),
        ((8,), (8,), RankMismatch),
    ],
)
def test_the_input_has_a_position_for_each_window(values, of, kind):
    with pytest.raises(ShapeError) as fault:
        MaxUnpool(of="fine").output((Shape(values), Shape(of)))
    assert fault.value.kind is kind


def test_numbers_are_named():
    with pytest.raises(ShapeError) as fault:
        MaxUnpool(of="fine").output((Shape((4, 3, 8)), Shape((8, 8, 8))))
    assert fault.value.data == UnpoolToOtherSize(Shape((4, 3, 8)), Shape((8, 8, 8)), Shape((4, 4, 8)), axis=1)
    assert (fault.value.field, fault.value.branches) == ("of", (0, 1))
    with pytest.raises(ShapeError) as fault:
        MaxUnpool(of="fine").output((Shape((4, 8)), Shape((8, 6, 8))))
    assert fault.value.data == UnpoolToOtherRank(Shape((4, 8)), Shape((8, 6, 8)))
    assert (fault.value.field, fault.value.branches) == ("of", (0, 1))
    size = Dim.symbol("T")
    with pytest.raises(ShapeError) as fault:
        MaxUnpool(of="fine").output((Shape((size // 2 + 1, 8)), Shape((size, 8))))
    assert fault.value.notes == ("for T = 2, ⌊T/2⌋ + 1 is 2 and ⌊T/2⌋ is 1",)


def test_open_sizes_are_those_for_which_the_windows_agree():
    """What `⌈T/2⌉` positions are put into has `⌊T/2⌋` windows: as many where `T` is even."""
    size, channels = Dim.symbol("T"), 3
    rounded_up = (size + 1) // 2
    made, _ = MaxUnpool(of="fine").output((Shape((rounded_up, channels)), Shape((size, channels))))
    assert isinstance(made, Dim)
    assert made.evaluate({"T": 8}) == 8
    with pytest.raises(ValueError, match="does not exist"):
        made.evaluate({"T": 9})


def test_it_learns_nothing_and_multiplies_nothing():
    x = (Shape((4, 4, 1)), Shape((8, 8, 1)))
    layer = MaxUnpool(of="fine")
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_keras_is_told_the_windows():
    x = (Shape((4, 4, 1)), Shape((8, 8, 1)))
    assert MaxUnpool(of="fine").keras_arguments(None, x) == {"pool_size": (2, 2), "padding": ((0, 0), (0, 0))}
    same = MaxUnpool(of="fine", padding="same")
    assert same.keras_arguments(None, x) == {"pool_size": (2, 2), "padding": "same"}
