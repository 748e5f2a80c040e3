"""Mixed precision: what is computed in half precision, what is not, and what is left alone."""

import keras
import pytest

import archspec
from archspec.convert.backend import layer_name
from archspec.language.document import Precision

pytestmark = pytest.mark.every_backend

SPEC = """
archspec: 1
input: [8, 8, 3]
layers:
  - conv: {filters: 4, size: 3, norm: batch, activation: relu, name: stem}
  - conv: {filters: 4, size: 1, activation: softmax, name: attention}
  - conv: {filters: 4, size: 1, dtype: float32, name: exact}
  - conv: {filters: 4, size: 3, name: body}
  - global_pool
  - dense: {units: 2, name: logits}
"""


HALVES: list[Precision] = ["mixed_bfloat16", "mixed_float16"]


@pytest.mark.parametrize("precision", HALVES)
def test_layers_compute_in_half_and_keep_their_weights_whole(precision: Precision) -> None:
    model = archspec.build(SPEC, precision=precision)
    body = model.get_layer("body")
    assert body.compute_dtype == precision.removeprefix("mixed_")
    assert body.variable_dtype == "float32"
    assert model.get_layer(layer_name("stem.norm")).compute_dtype == precision.removeprefix("mixed_")


@pytest.mark.parametrize("precision", HALVES)
def test_outputs_softmax_and_exceptions_stay_float32(precision: Precision) -> None:
    model = archspec.build(SPEC, precision=precision)
    assert model.output.dtype == "float32"
    assert model.get_layer("attention").compute_dtype == "float32"
    assert model.get_layer("exact").compute_dtype == "float32"


def test_the_spec_says_the_precision_unless_the_caller_does() -> None:
    spec = SPEC + "build: {precision: mixed_bfloat16}\n"
    assert archspec.build(spec).get_layer("body").compute_dtype == "bfloat16"
    assert archspec.build(spec, precision="float32").get_layer("body").compute_dtype == "float32"


def test_the_global_policy_is_not_touched() -> None:
    before = keras.config.dtype_policy()
    archspec.build(SPEC, precision="mixed_bfloat16")
    assert keras.config.dtype_policy() is before
    keras.config.set_dtype_policy("mixed_float16")
    try:
        assert archspec.build(SPEC).get_layer("body").compute_dtype == "float32"
    finally:
        keras.config.set_dtype_policy(before)


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="mixed_bfloat16"):
        archspec.build(SPEC, precision="half")  # pyright: ignore[reportArgumentType]  # that is the point


def test_the_loss_is_scaled_where_half_precision_needs_it() -> None:
    model = archspec.build(SPEC, precision="mixed_float16")
    model.compile("sgd", "mse")
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
