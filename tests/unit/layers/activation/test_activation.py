import pytest
from pydantic import ValidationError

from archspec.layers.activation.activation import Activation
from archspec.tensors.shape import Shape


def test_the_shape_stays():
    layer = Activation(function="softmax")
    assert layer.output(Shape((10,))) == (10,)
    assert layer.weights(Shape((10,))) == ()
    assert layer.macs(Shape((10,)), Shape((10,))) == 0


def test_keras_calls_the_function_activation():
    assert Activation(function="gelu").keras_arguments(None, Shape((10,))) == {"activation": "gelu"}
    assert Activation.from_keras({"activation": "gelu"}) == Activation(function="gelu")


@pytest.mark.parametrize("function", ["glu", "threshold", "swoosh"])
def test_only_functions_that_need_no_argument_and_keep_the_shape_can_be_named(function: str):
    with pytest.raises(ValidationError):
        Activation(function=function)  # pyright: ignore[reportArgumentType]  # that is the point
