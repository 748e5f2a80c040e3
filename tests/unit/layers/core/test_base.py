import pytest

from archspec.layers.core.base import check_per_channel, known_channels, number_or_list
from archspec.layers.faults import OpenChannels, ValuesPerChannel
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ChannelMismatch, OpenSize, ShapeError
from archspec.tensors.shape import Shape


def test_known_channels_are_the_last_axis():
    assert known_channels(Shape((7, 5, 3)), "a factor") == 3


def test_one_number_serves_any_number_of_channels_and_a_list_has_one_each():
    check_per_channel(2.0, Shape((5, 3)), "scale")
    check_per_channel((2.0,), Shape((5, 3)), "scale")
    check_per_channel((1.0, 2.0, 3.0), Shape((5, 3)), "scale")


def test_a_list_of_another_length_is_refused():
    with pytest.raises(ShapeError) as fault:
        check_per_channel((1.0, 2.0), Shape((5, 3)), "scale")
    assert fault.value.data == ValuesPerChannel("scale", count=2, channels=3)
    assert (fault.value.kind, fault.value.field) == (ChannelMismatch, "scale")
    assert tuple(one.text for one in fault.value.helps) == (
        "give one number for all channels, or a list with one per channel",
    )
    with pytest.raises(ShapeError) as fault:
        check_per_channel((), Shape((5, 3)), "scale")
    assert fault.value.data == ValuesPerChannel("scale", count=0, channels=3)


@pytest.mark.parametrize(
    ("spatial", "help_"),
    [
        ((5,), "give the last axis of the input as a number"),
        (
            (),
            "make a vector of any size with `global_pool: avg` rather than `flatten`, "
            "or give the input's sizes as numbers",
        ),
    ],
)
def test_an_open_number_of_channels_is_refused(spatial: tuple[int, ...], help_: str):
    with pytest.raises(ShapeError) as fault:
        known_channels(Shape((*spatial, Dim.symbol("C"))), "a factor")
    assert fault.value.kind is OpenSize
    assert isinstance(fault.value.data, OpenChannels)
    assert fault.value.data.shape == (*spatial, Dim.symbol("C"))
    assert fault.value.notes == ("it has a factor per channel",)
    assert tuple(one.text for one in fault.value.helps) == (help_,)


def test_a_list_for_an_open_number_of_channels_is_refused():
    check_per_channel((2.0,), Shape((5, Dim.symbol("C"))), "scale")
    with pytest.raises(ShapeError) as fault:
        check_per_channel((1.0, 2.0), Shape((5, Dim.symbol("C"))), "scale")
    assert fault.value.kind is OpenSize
    assert fault.value.notes == ("it has a value per channel",)


def test_a_list_of_one_is_that_number():
    assert number_or_list(2.0) == number_or_list((2.0,)) == 2.0
    assert number_or_list((1.0, 2.0)) == [1.0, 2.0]
