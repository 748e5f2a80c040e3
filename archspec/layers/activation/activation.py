"""Activation by name."""

from collections.abc import Sequence
from typing import Any, ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Layer, Part, Trait
from archspec.layers.memory import Saved
from archspec.layers.words import ACTIVATIONS, ActivationWord, from_keras_function, function_layer, is_function
from archspec.tensors.shape import Shape


@final
class Activation(ElementwiseLayer):
    """Applies an activation that is given by its name, alone or with its fields.

    Each of them is a kind of its own, too: `activation: {leaky_relu: 0.1}` is `leaky_relu: 0.1`. Source:
    `keras.activations`.

    Attributes:
        function: The name of the activation, or a mapping of it to its fields.

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
    words: ClassVar = {"function": ACTIVATIONS}

    function: ActivationWord

    @classmethod
    def field_from_keras(cls, field: str, value: Any) -> Any:
        """Returns a field's value from what Keras's config holds for it."""
        del field
        return from_keras_function(value)

    def expand(self) -> tuple[Part, ...]:
        """Returns the layer that does what Keras's function of that name does not; it is in place of this one."""
        return () if is_function(self.function) else (ACTIVATIONS.part("function", self.function, name=""),)

    @property
    def last_function(self) -> Layer:
        """The layer that does what the function does."""
        if isinstance(self.function, str):
            return function_layer(self.function)
        part = ACTIVATIONS.part("function", self.function)
        return part.kind.model_validate(part.fields)

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out of the function."""
        return self.last_function.never_negative(inputs)

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the function."""
        return self.last_function.has(trait)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns what the function saves."""
        return self.last_function.saved_for_backward(x, y, learns=learns)

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what TensorFlow saves of the function."""
        return self.last_function.saved_by_tensorflow(x, y, learns=learns, half=half)
