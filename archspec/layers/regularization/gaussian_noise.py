"""Gaussian noise."""

from typing import ClassVar, final

from archspec.layers.fields import Momentum
from archspec.layers.memory import Saved
from archspec.layers.regularization.base import RegularizationLayer
from archspec.tensors.shape import Shape


@final
class GaussianNoise(RegularizationLayer):
    """Adds normally distributed noise of mean 0 in training.

    The shape does not change. Source: Bishop. Training with Noise is Equivalent to Tikhonov Regularization. Neural
    Computation 7. 1995.

    Attributes:
        rate: The noise's standard deviation, from 0 to 1, which Keras calls `stddev`.
        seed: Where the random numbers start; elsewhere each time by default.

    Example:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - gaussian_noise: 0.1
          - dense: 10
        ```
    """

    keras_name: ClassVar[str] = "GaussianNoise"
    keras_fields: ClassVar = {"rate": "stddev"}

    rate: Momentum

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing: noise is added."""
        del x, y, learns
        return Saved()
