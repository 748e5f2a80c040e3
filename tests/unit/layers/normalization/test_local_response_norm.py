import pytest

from archspec.layers.faults import OpenChannels
from archspec.layers.normalization.local_response_norm import LocalResponseNorm
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(8,), (5, 8), (55, 55, 96), (4, 4, 4, 8)])
def test_shape_and_weights(given):
    x = Shape(given)
    assert LocalResponseNorm().output(x) == x
    assert LocalResponseNorm().weights(x) == ()
    assert LocalResponseNorm().macs(x, x) == 0


def test_the_defaults_are_those_of_alexnet():
    layer = LocalResponseNorm()
    assert (layer.size, layer.alpha, layer.beta, layer.k) == (5, 1e-4, 0.75, 2)


def test_from_keras():
    config = {"size": 3, "alpha": 0.5, "beta": 1.0, "k": 1.0, "axis": -1}
    assert LocalResponseNorm.from_keras(config) == LocalResponseNorm(size=3, alpha=0.5, beta=1, k=1)


def test_it_refuses_an_open_number_of_channels():
    with pytest.raises(ShapeError) as error:
        LocalResponseNorm().output(Shape((4, Dim.symbol("C"))))
    assert error.value.kind is OpenSize
    assert error.value.data == OpenChannels(Shape((4, Dim.symbol("C"))))
    assert tuple(one.text for one in error.value.helps) == ("give the last axis of the input as a number",)
