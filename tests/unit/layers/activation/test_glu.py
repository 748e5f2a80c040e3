import pytest

from archspec.layers.activation.glu import Glu
from archspec.tensors.faults import ShapeError, SizeNotDivisible
from archspec.tensors.shape import Shape


def test_it_halves_the_channels():
    assert Glu().output(Shape((7, 9, 6))) == (7, 9, 3)
    assert Glu().output(Shape((2,))) == (1,)
    assert Glu().weights(Shape((2,))) == ()
    assert Glu().macs(Shape((2,)), Shape((1,))) == 0


def test_it_refuses_an_odd_number_of_channels():
    with pytest.raises(ShapeError, match="halves the channels, and 5 is odd") as fault:
        Glu().output(Shape((4, 5)))
    assert fault.value.kind is SizeNotDivisible
