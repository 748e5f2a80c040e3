"""Logarithm of the softmax."""

from typing import Any, final

from archspec.layers.activation.base import FunctionLayer


@final
class LogSoftmax(FunctionLayer):
    """Takes the logarithm of the softmax over the channels: `x_c - log(sum over channels of exp(x))`.

    The shape stays. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.3.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - log_softmax
        ```
    """

    def to_keras(self, keras: Any, x: Any, **common: Any) -> list[Any]:
        """Returns Keras's `Activation`, or the layer that carries the axis of the channels where that is given."""
        if "axis" not in common:
            return super().to_keras(keras, x, **common)
        layer = keras.saving.get_registered_object(self.keras_name)
        return [layer(self.kind, {"axis": common.pop("axis")}, **common)]
