"""Models whose weights say something, and what they compute."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

Array = np.ndarray[Any, Any]


def vary(model: Any, seed: int = 0) -> Any:
    """Gives a model weights, and a norm statistics, of which none is like another, and returns it."""
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        name, shape = weight.path.split("/")[-1], weight.shape
        if name in ("gamma", "moving_variance", "scale"):
            weight.assign(rng.uniform(0.5, 1.5, shape))
        else:
            fan_in = max(1, np.prod(shape[:-1])) if len(shape) > 1 else 4
            weight.assign(rng.normal(size=shape) / fan_in**0.5)
    return model


def give(ours: Any, theirs: Any) -> None:
    """Gives every layer of a model the weights that the layer of its name has in another."""
    for layer in ours.layers:
        if layer.weights:
            layer.set_weights(theirs.get_layer(layer.name).get_weights())


def computed(model: Any, inputs: Sequence[Array]) -> list[Array]:
    """What a model makes of batches, as a list."""
    outputs = model(inputs[0] if len(inputs) == 1 else list(inputs), training=False)
    every = outputs if isinstance(outputs, list) else [outputs]
    return [np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(one, "float32"))) for one in every]


def assert_close(ours: Sequence[Array], theirs: Sequence[Array], tolerance: float = 1e-5) -> None:
    """Demands that outputs differ by no more than a part of the largest value."""
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() <= tolerance * max(1.0, float(np.abs(other).max()))
