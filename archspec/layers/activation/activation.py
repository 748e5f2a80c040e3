"""Activation by name."""

from collections.abc import Sequence
from typing import ClassVar, final

from archspec.layers import registry
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.fields import ActivationName


@final
class Activation(ElementwiseLayer):
    """Applies one of Keras's activation functions, with its default arguments.

    Each of them is a kind of its own, too, with its arguments as fields: `- gelu: {approximate: true}`. The shape
    stays. Source: `keras.activations`.

    Attributes:
        function: The name of the function.

    Example:
        ```yaml
        archspec: 1
        params: {function: gelu}
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - activation: $function
        ```
    """

    principal: ClassVar[str | None] = "function"
    keras_name: ClassVar[str] = "Activation"

    function: ActivationName

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out of the function."""
        return registry.get(self.function)().never_negative(inputs)
