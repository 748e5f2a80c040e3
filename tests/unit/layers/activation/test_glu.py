import pytest

from archspec.layers.activation.glu import Glu
from archspec.layers.faults import OddChannels, OpenHalves
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError, SizeNotDivisible
from archspec.tensors.shape import Shape


def test_it_halves_the_channels():
    assert Glu().output(Shape((7, 9, 6))) == (7, 9, 3)
    assert Glu().output(Shape((2,))) == (1,)
    assert isinstance(Glu().output(Shape((2,))).channels, int)
    assert Glu().weights(Shape((2,))) == ()
    assert Glu().macs(Shape((2,)), Shape((1,))) == 0


def test_it_refuses_an_odd_number_of_channels():
    with pytest.raises(ShapeError) as fault:
        Glu().output(Shape((4, 5)))
    assert fault.value.data == OddChannels(5, is_vector=False)
    assert fault.value.kind is SizeNotDivisible
    assert fault.value.notes == ("one half is weighted by the sigmoid of the other",)
    assert tuple(one.text for one in fault.value.helps) == (
        "make it even, in a layer before it: `conv: {filters: 6, size: 1}`",
    )
    with pytest.raises(ShapeError) as fault:
        Glu().output(Shape((5,)))
    assert tuple(one.text for one in fault.value.helps) == ("make it even, in a layer before it: `dense: 6`",)


def test_it_refuses_an_open_number_of_channels():
    with pytest.raises(ShapeError) as fault:
        Glu().output(Shape((4, Dim.symbol("C"))))
    assert fault.value.kind is OpenSize
    assert fault.value.data == OpenHalves(Shape((4, Dim.symbol("C"))))
    assert tuple(one.text for one in fault.value.helps) == ("give the last axis of the input as a number",)
