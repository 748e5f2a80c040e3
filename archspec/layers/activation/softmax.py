"""Softmax."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer, check_function
from archspec.tensors.shape import Shape


@final
class Softmax(ElementwiseLayer):
    """Turns the channels of each position into shares that sum to 1: `exp(x_c) / sum over channels of exp(x)`.

    The shape stays; it has four axes at most. Source: Bridle. Probabilistic interpretation of feedforward
    classification network outputs. Neurocomputing, 1990.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - softmax
        ```
    """

    keras_name: ClassVar[str] = "Softmax"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        check_function(self.kind, x)
        return x
