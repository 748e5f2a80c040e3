"""Initializers, regularizers, constraints and activations are Keras's: all of them, with Keras's arguments."""

import inspect
from typing import Any, get_args

import keras
import pytest

from archspec.layers import registry
from archspec.layers.core.dense import Dense
from archspec.layers.fields import SYNONYMS, ActivationName
from archspec.layers.objects import DEFAULTS, TABLES, ObjectTable, to_keras_value
from archspec.tensors.shape import Shape

TOOLS = {"get", "serialize", "deserialize"}
LEFT_OUT = {"initializer": {"stft"}}
"""`stft` is a fixed transform, and needs SciPy."""
AXES = {"input_axes", "output_axes"}
"""What tells `variance_scaling` and its kin how to read kernels of shapes that no kind has."""
KINDS_OF_THEIR_OWN = {"glu", "leaky_relu", "sparsemax", "threshold"}
"""`glu` halves the channels, `leaky_relu` has another slope than Keras's layer, `threshold` has no defaults, and
Keras's own `sparsemax` is wrong (see its kind)."""


def names(module: Any) -> set[str]:
    return {name for name in dir(module) if name[0].islower() and callable(getattr(module, name))} - TOOLS


def signature(table: ObjectTable, name: str) -> dict[str, Any]:
    parameters = inspect.signature(getattr(getattr(keras, f"{table.noun}s"), name)).parameters
    return {key: one.default for key, one in parameters.items() if key not in {"args", "kwargs", *AXES}}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.noun)
def test_all_of_keras_and_no_others(table: ObjectTable) -> None:
    assert set(table.arguments) == names(getattr(keras, f"{table.noun}s")) - LEFT_OUT.get(table.noun, set())


def test_all_of_keras_activations_and_no_others() -> None:
    assert set(get_args(get_args(ActivationName)[0])) == names(keras.activations) - KINDS_OF_THEIR_OWN
    assert set(registry.names()) >= KINDS_OF_THEIR_OWN
    for second, first in SYNONYMS.items():
        assert getattr(keras.activations, second) is getattr(keras.activations, first)
        assert Dense.model_validate({"units": 3, "activation": second}).activation == first


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.noun)
def test_arguments_and_their_defaults_are_those_of_keras(table: ObjectTable) -> None:
    for name, arguments in table.arguments.items():
        theirs = signature(table, name)
        assert set(arguments) == set(theirs), name
        ours = {key: value for key, value in theirs.items() if value is not None}
        assert DEFAULTS.get(name, {}) == ours, name


@pytest.mark.parametrize("name", TABLES["initializer"].arguments)
def test_every_initializer_makes_a_matrix(name: str) -> None:
    x = Shape((4,))
    (layer,) = Dense(units=3, kernel_initializer=name).to_keras(keras, x, name="d", dtype="float32", trainable=True)
    layer.build((None, 4))
    assert layer.kernel.shape == (4, 3)


@pytest.mark.parametrize("name", TABLES["initializer"].arguments)
def test_keras_makes_of_an_initializer_what_we_say_it_makes(name: str) -> None:
    """What is refused for a vector, or for a kernel with more than two axes, Keras refuses too."""
    for field, shape in (("bias_initializer", (3,)), ("kernel_initializer", (3, 3, 4, 2))):
        initializer = to_keras_value(keras, field, name)
        refused = name == "identity" or (name == "orthogonal" and field == "bias_initializer")
        if refused:
            with pytest.raises(ValueError, match=r"2D|two-dimensional"):
                initializer(shape)
        else:
            assert initializer(shape).shape == shape
