"""What the activations have in common: they leave the shape alone, have no weights and cost no multiplication."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from archspec.layers.base import UnaryLayer, Weight
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


class ElementwiseLayer(UnaryLayer):
    """A kind whose output has the shape of its input, without weights."""

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns none."""
        del x
        return ()

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns none: what is done to each value alone is not counted."""
        del x, y
        return 0


class FunctionLayer(ElementwiseLayer):
    """A function of `keras.activations` that Keras has no layer of its own for.

    As long as the fields keep Keras's defaults it becomes `keras.layers.Activation`. That one takes no arguments, so
    where a field says otherwise a layer of ours carries them.
    """

    keras_name: ClassVar[str] = "archspec>ActivationFunction"

    def keras_class(self, keras: Any, x: Any) -> Any:
        """Returns Keras's `Activation`, or the layer that carries arguments where there are any."""
        return super().keras_class(keras, x) if self._arguments() else keras.layers.Activation

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the function's name and, where there are any, its arguments."""
        del keras, x
        arguments = self._arguments()
        return {"activation": self.kind, **({"arguments": arguments} if arguments else {})}

    def _arguments(self) -> dict[str, Any]:
        fields = type(self).model_fields
        return {name: value for name in self.own_fields() if (value := getattr(self, name)) != fields[name].default}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the arguments that a config carries."""
        return cls(**config.get("arguments", {}))
