"""Base classes of activations, which keep the shape, have no weights and count no MACs."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from archspec.layers.base import Free, Integers, Sign, Trait, UnaryLayer
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.shape import Shape

GradientNeeds = Literal["input", "output", "nothing"]


class ElementwiseLayer(Free, UnaryLayer):
    """A kind whose output has the shape of its input, without weights."""

    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place",))
    channels_first: ClassVar[ChannelsFirst] = "any"
    gradient_needs: ClassVar[GradientNeeds] = "input"
    """What its gradient is computed from; a kind that says nothing else is taken to need its input."""
    results: ClassVar[int] = 1
    """How many results TensorFlow saves of it: several where it computes in steps, for want of one kernel."""

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        return x

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, the output or nothing."""
        del x, y, learns
        return Saved(input=self.gradient_needs == "input", output=self.gradient_needs == "output")

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what must be saved; in place of the input, the results of each step, where there are several."""
        del half
        saved = self.saved_for_backward(x, y, learns=learns)
        return Saved(inner=self.results * y.values()) if saved.input and self.results > 1 else saved


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
