"""A layer as a function of numpy arrays."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import keras
import numpy as np

import archspec.convert.keras_layers  # noqa: F401  # registers the layers that Keras lacks
from archspec.layers import registry
from archspec.tensors.shape import Shape
from tests.conformance.backend import numpied
from tests.conformance.cases import argument

Array = np.ndarray[Any, Any]
RNG = np.random.default_rng(0)


def normal(*shape: int) -> Array:
    """Values to compute with."""
    return RNG.normal(size=shape).astype("float32")


def compute(kind: str, *values: Array, weights: Sequence[Array] = (), training: bool = False, **fields: Any) -> Array:
    """What a layer makes of batches of values, in Keras."""
    layer = registry.get(kind)(**fields)
    x = argument(layer, [Shape(value.shape[1:]) for value in values])
    layers = layer.to_keras(keras, x, name=kind, dtype="float32", trainable=True)
    inputs = [keras.Input(value.shape[1:], dtype=value.dtype.name) for value in values]
    model = keras.Model(inputs, layer.call_keras(layers, inputs))
    if weights:
        model.set_weights(list(weights))
    return numpied(model(list(values), training=training))


def windows(x: Array, size: Sequence[int], stride: Sequence[int], dilation: Sequence[int]) -> Array:
    """The windows of one sample, `(*places, *size, channels)`, one by one."""
    reach = [d * (s - 1) + 1 for s, d in zip(size, dilation, strict=True)]
    places = [(n - r) // t + 1 for n, r, t in zip(x.shape, reach, stride, strict=False)]
    out = np.empty((*places, *size, x.shape[-1]), x.dtype)
    for place in product(*map(range, places)):
        steps = zip(place, stride, reach, dilation, strict=True)
        out[place] = x[tuple(slice(p * t, p * t + r, d) for p, t, r, d in steps)]
    return out


def surrounded(x: Array, padding: Sequence[tuple[int, int]], value: float) -> Array:
    """A batch, padded with a value."""
    return np.pad(x, ((0, 0), *padding, (0, 0)), constant_values=value)


def convolved(x: Array, kernel: Array, padding: Any, stride: Any, dilation: Any) -> Array:
    """A batch, convolved by its definition: a sum over each window and all channels."""
    size = kernel.shape[:-2]
    axes = tuple(range(len(size) + 1))
    each = [windows(one, size, stride, dilation) for one in surrounded(x, padding, 0.0)]
    return np.stack([np.tensordot(one, kernel, (tuple(axis + len(size) for axis in axes), axes)) for one in each])
