"""Rectified linear unit."""

from collections.abc import Sequence
from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer, GradientNeeds
from archspec.layers.base import Trait
from archspec.layers.fields import NotNegative


@final
class Relu(ElementwiseLayer):
    """Cuts off what is below zero: `max(x, 0)`.

    In full: `max_value` where `x >= max_value`, `x` where `threshold <= x < max_value`, and `negative_slope * (x -
    threshold)` below. The shape does not change. Source: Nair, Hinton. Rectified linear units improve restricted
    Boltzmann machines. ICML 2010.

    Attributes:
        max_value: The largest value that comes out; no limit by default.
        negative_slope: The slope below the threshold.
        threshold: Where the part that is passed on begins.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - relu
        ```
    """

    keras_name: ClassVar[str] = "ReLU"
    gradient_needs: ClassVar[GradientNeeds] = "output"

    max_value: NotNegative | None = None
    negative_slope: NotNegative = 0.0
    threshold: NotNegative = 0.0

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out: it can only from below the threshold, with a slope."""
        return self.negative_slope == 0 or (self.threshold == 0 and all(inputs))

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer: with a slope it cuts nothing off."""
        return self.negative_slope == 0 if trait == "cuts" else super().has(trait)
