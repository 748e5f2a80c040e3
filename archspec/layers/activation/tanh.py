"""Hyperbolic tangent."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Tanh(FunctionLayer):
    """Maps every value to between -1 and 1: `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`.

    The shape stays. Source: LeCun, Bottou, Orr, Müller. Efficient backprop. 1998, section 4.4.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - tanh
        ```
    """

    sign: ClassVar[Sign] = "kept"
