import pytest
from pydantic import ValidationError

from archspec.layers.activation.activation import Activation
from archspec.layers.activation.leaky_relu import LeakyRelu
from archspec.layers.activation.prelu import Prelu
from archspec.layers.base import Part
from archspec.tensors.shape import Shape


def test_the_shape_stays():
    layer = Activation(function="softmax")
    assert layer.output(Shape((10,))) == (10,)
    assert layer.weights(Shape((10,))) == ()
    assert layer.macs(Shape((10,)), Shape((10,))) == 0


def test_keras_calls_the_function_activation():
    assert Activation(function="gelu").keras_arguments(None, Shape((10,))) == {"activation": "gelu"}
    assert Activation.from_keras({"activation": "gelu"}) == Activation(function="gelu")


def test_a_word_that_is_no_function_of_kerass_stands_for_a_layer_in_its_place():
    assert Activation(function="gelu").expand() == ()
    assert Activation(function="prelu").expand() == (Part("", Prelu, {}, "function"),)
    slope = Activation.model_validate({"function": {"leaky_relu": 0.1}})
    assert slope.expand() == (Part("", LeakyRelu, {"negative_slope": 0.1}, "function"),)


def test_a_word_must_be_known():
    with pytest.raises(ValidationError, match="no activation is called `swoosh`"):
        Activation(function="swoosh")
