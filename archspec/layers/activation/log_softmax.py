"""Logarithm of the softmax."""

from typing import Any, ClassVar, final

from archspec.layers.activation.base import FunctionLayer, GradientNeeds
from archspec.layers.base import Trait
from archspec.layers.layout import ChannelsFirst


@final
class LogSoftmax(FunctionLayer):
    """Takes the logarithm of the softmax over the channels: `x_c - log(sum over channels of exp(x))`.

    The shape does not change. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.3.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - log_softmax
        ```
    """

    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "shares"))
    channels_first: ClassVar[ChannelsFirst] = "axis"
    gradient_needs: ClassVar[GradientNeeds] = "output"

    def to_keras(self, keras: Any, x: Any, **common: Any) -> list[Any]:
        """Returns Keras's `Activation`, or the layer that carries the axis of the channels where that is given."""
        if "axis" not in common:
            return super().to_keras(keras, x, **common)
        layer = keras.saving.get_registered_object(self.keras_name)
        return [layer(self.kind, {"axis": common.pop("axis")}, **common)]
