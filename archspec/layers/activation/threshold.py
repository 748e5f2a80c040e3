"""Threshold."""

from collections.abc import Sequence
from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.fields import Number


@final
class Threshold(FunctionLayer):
    """Replaces what is not above a threshold: `x` if `x > threshold`, else `default_value`.

    The shape does not change. Source: `keras.activations.threshold`.

    Attributes:
        threshold: What a value must be above to be kept.
        default_value: What the others become.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - threshold: {threshold: 0.1, default_value: 0}
        ```
    """

    principal: ClassVar[str | None] = "threshold"

    threshold: Number
    default_value: Number

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether neither what is kept nor what replaces the rest can be negative."""
        return self.default_value >= 0 and (self.threshold >= 0 or all(inputs))
