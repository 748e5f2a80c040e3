import pytest

from archspec.layers.core.base import check_per_channel, known_channels
from archspec.tensors.faults import ChannelMismatch, ShapeError
from archspec.tensors.shape import Shape


def test_known_channels_are_the_last_axis():
    assert known_channels(Shape((7, 5, 3)), "a factor") == 3


def test_one_number_serves_any_number_of_channels_and_a_list_has_one_each():
    check_per_channel(2.0, Shape((5, 3)), "scale")
    check_per_channel((2.0,), Shape((5, 3)), "scale")
    check_per_channel((1.0, 2.0, 3.0), Shape((5, 3)), "scale")


def test_a_list_of_another_length_is_refused():
    with pytest.raises(ShapeError, match="has 2 values of `scale` for 3 channels") as fault:
        check_per_channel((1.0, 2.0), Shape((5, 3)), "scale")
    assert (fault.value.kind, fault.value.field) == (ChannelMismatch, "scale")
    with pytest.raises(ShapeError, match="has 2 values of `scale` for 1 channel"):
        check_per_channel((1.0, 2.0), Shape((5, 1)), "scale")
