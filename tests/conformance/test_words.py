"""A norm or an activation means the same wherever it is asked for: as an item, or by a word in another layer."""

import importlib
from typing import Any

import keras
import numpy as np
import pytest

import archspec
from archspec.layers import registry
from archspec.layers.words import ACTIVATIONS, NORMS, is_function

importlib.import_module("archspec.convert.keras_layers")
X = np.random.default_rng(7).normal(0, 3, (5, 4)).astype("float32")

NEEDED = {"threshold": "{threshold: 0.5, default_value: -1}"}
"""The fields of what has no defaults for them."""
OTHER = {
    "leaky_relu": "{negative_slope: 0.05}", "relu": "{negative_slope: 0.5}", "elu": "{alpha: 0.3}",
    "celu": "{alpha: 2}", "gelu": "{approximate: true}", "hard_shrink": "{threshold: 1}",
    "soft_shrink": "{threshold: 1}", "squareplus": "{b: 1}",
    "prelu": "{alpha_initializer: ones}", "threshold": "{threshold: 2, default_value: 3}",
}  # fmt: skip
"""Fields with another value than the default."""


def outputs(word: str, fields: str = "", defaults: str = "") -> list[Any]:
    """What a word computes as an item and wherever a word may stand."""
    value = f"{{{word}: {fields}}}" if fields else word
    given = fields[1:-1] + ", " if fields else ""
    spec = (
        "archspec: 1\n"
        "inputs: {x: [4]}\n"
        f"{defaults}"
        "layers:\n"
        f"  - {ACTIVATIONS.kinds[word]}: {{{given}from: x, name: item}}\n"
        f"  - activation: {{function: {value}, from: x, name: by_function}}\n"
        f"  - activation: {{{word}: {fields or 'null'}, from: x, name: by_word}}\n"
        "  - dense: {units: 4, bias: false, kernel_initializer: identity, from: x, name: dense,\n"
        f"            activation: {value}}}\n"
        "  - rescale: {scale: 0.5, from: x}\n"
        f"  - residual: {{layers: [identity], activation: {value}, name: residual}}\n"
        "outputs: [item, by_function, by_word, dense, residual]\n"
    )
    return [np.asarray(one) for one in archspec.build(spec)(X)]


def of_keras(word: str) -> Any:
    """What Keras's layer of that name computes, or its function where there is no such layer."""
    kind = ACTIVATIONS.kind(word)
    layer = getattr(keras.layers, kind.keras_name, None)
    return np.asarray((layer() if layer else getattr(keras.activations, kind.kind))(X))


@pytest.mark.parametrize("word", ACTIVATIONS.kinds)
def test_an_activation_is_the_same_everywhere(word: str) -> None:
    item, *others = outputs(word, NEEDED.get(word, ""))
    for other in others:
        np.testing.assert_array_equal(other, item)
    if word not in {"threshold", "sparsemax"}:  # the one has no defaults, and Keras's own other one is wrong
        np.testing.assert_allclose(item, of_keras(word), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("word", [*filter(is_function, ACTIVATIONS.kinds)])
def test_what_stays_an_argument_is_kerass_function_and_kerass_layer(word: str) -> None:
    function = getattr(keras.activations, word)
    np.testing.assert_allclose(np.asarray(function(X)), of_keras(word), rtol=1e-6, atol=1e-6)


def test_the_slope_of_kerass_function_is_another_than_that_of_its_layer() -> None:
    x = np.full(1, -1, "float32")
    np.testing.assert_allclose(np.asarray(keras.activations.leaky_relu(x)), [-0.2], rtol=1e-6)
    np.testing.assert_allclose(np.asarray(keras.layers.LeakyReLU()(x)), [-0.3], rtol=1e-6)


@pytest.mark.parametrize(("word", "fields"), OTHER.items())
def test_fields_and_defaults_hold_everywhere(word: str, fields: str) -> None:
    written = outputs(word, fields)
    by_default = outputs(word, defaults=f"defaults: {{{word}: {fields}}}\n")
    for one in (*written[1:], *by_default):
        np.testing.assert_array_equal(one, written[0])
    if word not in NEEDED:
        assert not np.array_equal(written[0], outputs(word)[0])


def test_every_activation_with_a_number_is_tried_with_another() -> None:
    kinds = {kind for kind in ACTIVATIONS.kinds.values() if registry.get(kind).own_fields()}
    assert kinds == OTHER.keys()


@pytest.mark.parametrize("word", NORMS.kinds)
def test_a_norm_is_the_same_everywhere(word: str) -> None:
    fields = "epsilon: 0.5" + (", groups: 2" if word == "group" else "")
    spec = (
        "archspec: 1\n"
        "inputs: {x: [4, 4]}\n"
        "%s"
        "layers:\n"
        "  - %s: {from: x, name: item%s}\n"
        "  - dense: {units: 4, kernel_initializer: identity, norm: %s, from: x, name: dense}\n"
        "outputs: [item, dense]\n"
    )
    x = np.random.default_rng(3).normal(0, 3, (5, 4, 4)).astype("float32")
    with_fields = spec % ("", f"{word}_norm", f", {fields}", f"{{{word}: {{{fields}}}}}")
    by_default = spec % (f"defaults: {{{word}_norm: {{{fields}}}}}\n", f"{word}_norm", "", word)
    item, dense = archspec.build(with_fields)(x)
    for other in (dense, *archspec.build(by_default)(x)):
        np.testing.assert_array_equal(np.asarray(other), np.asarray(item))
