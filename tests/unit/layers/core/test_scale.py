import pytest

from archspec.layers.base import Weight
from archspec.layers.core.scale import Scale
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


def test_there_is_one_factor_per_channel():
    x = Shape((7, 5, 3))
    assert Scale().output(x) == x
    assert Scale(initial=1e-6).weights(x) == (Weight("scale", (3,)),)
    assert Scale().macs(x, x) == 0


def test_the_number_of_channels_is_known():
    x = Shape((4, Dim.symbol("C")))
    for rule in (Scale().output, Scale().weights):
        with pytest.raises(ShapeError) as fault:
            rule(x)
        assert (fault.value.kind, fault.value.notes) == (OpenSize, ("it has a factor per channel",))
