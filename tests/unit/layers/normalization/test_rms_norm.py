import pytest

from archspec.layers.base import Weight
from archspec.layers.faults import OpenWeights
from archspec.layers.normalization.rms_norm import RmsNorm
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(8,), (5, 8), (32, 32, 8)])
def test_shape_and_weights(given):
    x = Shape(given)
    assert RmsNorm().output(x) == x
    assert RmsNorm().weights(x) == (Weight("scale", (8,)),)
    assert RmsNorm().macs(x, x) == 0


def test_from_keras():
    assert RmsNorm.from_keras({"axis": [-1], "epsilon": 1e-5}) == RmsNorm(epsilon=1e-5)


def test_it_refuses_an_open_number_of_channels():
    with pytest.raises(ShapeError) as error:
        RmsNorm().output(Shape((4, Dim.symbol("C"))))
    assert error.value.kind is OpenSize
    assert error.value.data == OpenWeights(Shape((4, Dim.symbol("C"))))
