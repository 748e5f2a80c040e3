"""Weights that a mix-up would show, and that what a network sees does not vanish in."""

from typing import Any, cast

import keras
import numpy as np

from tests.conformance.alike import parts
from tests.conformance.backend import numpied

NORMS = (keras.layers.BatchNormalization, keras.layers.LayerNormalization)


def draw(model: keras.Model, rng: np.random.Generator) -> None:
    """Gives every weight of a network a value.

    Kernels are those of LeCun and others 1998, or of He and others 2015 where no norm keeps the variance.
    """
    layers = [part for layer in model.layers for part in parts(layer)]
    gain = 1 if any(isinstance(layer, NORMS) for layer in layers) else 2
    for layer in layers:
        for weight in layer.weights:
            per_channel = isinstance(layer, keras.layers.DepthwiseConv2D)
            fan_in = np.prod(weight.shape[: 2 if per_channel else -1])
            shift, spread = {"kernel": (0, (gain / fan_in) ** 0.5), "gamma": (1, 0.1)}.get(weight.name, (0, 0.1))
            weight.assign(rng.normal(shift, spread, weight.shape))


def calibrate(model: keras.Model, images: Any, rng: np.random.Generator) -> None:
    """Gives the batch norms of a network the statistics of images, give or take a tenth."""
    norms = batch_norms(model)
    for layer in norms:
        layer.momentum = 0
    model(images, training=True)
    for layer in norms:
        mean, variance = cast("Any", layer.moving_mean), cast("Any", layer.moving_variance)
        mean.assign_add(rng.normal(0, 0.1, mean.shape) * np.sqrt(numpied(variance)))
        variance.assign(0.01 + numpied(variance) * rng.uniform(0.9, 1.1, variance.shape))


def batch_norms(model: keras.Model) -> list[Any]:
    """The batch norms of a network, in order."""
    layers = [part for layer in model.layers for part in parts(layer)]
    return [layer for layer in layers if isinstance(layer, keras.layers.BatchNormalization)]
