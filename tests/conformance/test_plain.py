"""What is built of Keras's own layers computes what the layers do that it is built without."""

import keras
import numpy as np
import pytest

import archspec
from archspec.convert import to_keras as conversion
from archspec.language.document import Precision
from archspec.layers import registry
from archspec.layers.layout import Layout
from tests.conformance.backend import numpied
from tests.conformance.harness import numbers, some
from tests.conformance.varied import computed, give, vary

RNG = np.random.default_rng(0)

NETWORKS = [
    "- relu\n- max_pool: {size: 3, stride: 2, padding: 1, name: a}\n- conv: {filters: 2, size: 1}",
    "- relu\n- max_pool: {size: 5, stride: 3, padding: [[0, 4], [3, 1]]}",  # an output
    "- conv: {filters: 4, size: 3, activation: sigmoid}\n- dropout: 0.5\n- pad: 1\n- max_pool: {size: 3, padding: 1}",
    "- max_pool: {size: 3, stride: 2, padding: [[1, 1], [0, 1]]}\n- conv: {filters: 2, size: 1}",  # is `same`
    "- avg_pool: {size: 3, stride: 2, padding: 1, count_padding: true}\n- conv: {filters: 2, size: 1}",
    "- avg_pool: {size: 4, stride: 3, padding: same, count_padding: true}",
    "- conv: {filters: 4, size: 6, padding: valid, name: n}\n- crop: {from: input, like: n}\n- concat: [., n]",
]


@pytest.mark.parametrize("layers", NETWORKS)
@pytest.mark.parametrize(
    ("layout", "precision"),
    [("channels_last", "float32"), ("channels_first", "float32"), ("channels_last", "mixed_bfloat16")],
)
@pytest.mark.every_backend
def test_the_passes_change_no_value(
    layers: str, layout: Layout, precision: Precision, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = archspec.check(f"archspec: 1\ninput: [9, 8, 4]\nlayers:\n{layers}\n").graph
    assert graph is not None
    plain = vary(conversion.to_keras(graph, precision, layout))
    for name in ("pad_pools_plainly", "crop_by_amounts"):
        monkeypatch.setattr(conversion, name, lambda same: same)
    with_ours = conversion.to_keras(graph, precision, layout)
    give(plain, with_ours)
    assert all(type(layer).__module__.startswith("keras.") for layer in plain.layers)
    batch = [RNG.normal(size=(2, *plain.input_shape[1:])).astype("float32")]
    for one, other in zip(computed(plain, batch), computed(with_ours, batch), strict=True):
        assert np.allclose(one, other, atol=1e-6, rtol=0 if precision == "float32" else 1e-2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", registry.names())
def test_what_is_never_negative(kind: str) -> None:
    """Whatever says that nothing negative comes out is asked for numbers of either sign, and for such as are not."""
    for negative in (True, False):
        told = [one for one in some(kind, 8) if one.case.layer.never_negative([not negative] * len(one.case.inputs))]
        for one in told:
            assert one.form is not None
            values = numbers(one.case)
            inputs = values if negative else [keras.ops.abs(value) for value in values]
            made = numpied(one.case.layer.call_keras(one.form.layers, inputs))
            assert made.min() >= 0, one
