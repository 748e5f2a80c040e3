from types import SimpleNamespace
from typing import get_args

import pytest
from pydantic import ValidationError

from archspec.layers import registry
from archspec.layers.activation.elu import Elu
from archspec.layers.activation.gelu import Gelu
from archspec.layers.activation.leaky_relu import LeakyRelu
from archspec.layers.activation.relu import Relu
from archspec.layers.activation.squareplus import Squareplus
from archspec.layers.activation.threshold import Threshold
from archspec.layers.fields import SYNONYMS, ActivationName
from archspec.tensors.shape import Shape

NAMES = [name for name in get_args(get_args(ActivationName)[0]) if name not in SYNONYMS]


@pytest.mark.parametrize("name", NAMES)
def test_every_named_activation_is_a_kind_that_needs_no_field_and_leaves_the_shape_alone(name: str):
    layer = registry.get(name)()
    shape = Shape((5, 7, 3))
    assert layer.kind == name
    assert layer.output(shape) == (5, 7, 3)
    assert layer.weights(shape) == ()
    assert layer.macs(shape, shape) == 0


def test_every_activation_kind_that_needs_no_field_can_be_named():
    family = set(registry.shipped("activation"))
    assert set(NAMES) < family
    assert family - set(NAMES) == {"activation", "glu", "leaky_relu", "prelu", "sparsemax", "threshold"}


def test_a_function_with_its_defaults_is_kerass_activation():
    keras = SimpleNamespace(layers=SimpleNamespace(Activation="Activation"))
    layer = Gelu()
    assert layer.keras_class(keras, None) == "Activation"
    assert layer.keras_arguments(keras, None) == {"activation": "gelu"}


def test_a_function_with_arguments_is_a_layer_that_carries_them():
    keras = SimpleNamespace(saving=SimpleNamespace(get_registered_object=lambda name: name))
    layer = Gelu(approximate=True)
    assert layer.keras_class(keras, None) == "archspec>ActivationFunction"
    assert layer.keras_arguments(keras, None) == {"activation": "gelu", "arguments": {"approximate": True}}


def test_arguments_come_back_from_a_config():
    assert Gelu.from_keras({"activation": "gelu", "arguments": {"approximate": True}}) == Gelu(approximate=True)
    assert Gelu.from_keras({"activation": "gelu"}) == Gelu()
    assert Relu.from_keras({"max_value": 6.0, "negative_slope": 0.0, "threshold": 0.0}).max_value == 6.0


def test_threshold_takes_no_default():
    with pytest.raises(ValidationError, match="threshold"):
        Threshold(default_value=0)  # pyright: ignore[reportCallIssue]  # that is the point
    layer = Threshold(threshold=0.5, default_value=0)
    assert layer.keras_arguments(None, None)["arguments"] == {"threshold": 0.5, "default_value": 0.0}


def test_defaults_are_those_of_kerass_layers():
    assert LeakyRelu().negative_slope == 0.3
    assert Elu().alpha == 1.0
    assert Squareplus().b == 4.0
    assert (Relu().max_value, Relu().negative_slope, Relu().threshold) == (None, 0.0, 0.0)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("relu", {"negative_slope": -1}),
        ("leaky_relu", {"negative_slope": -0.1}),
        ("celu", {"alpha": 0}),
        ("soft_shrink", {"threshold": -1}),
    ],
)
def test_values_that_keras_refuses_or_that_mean_nothing_are_refused(kind: str, fields: dict[str, float]):
    with pytest.raises(ValidationError):
        registry.get(kind).model_validate(fields)
