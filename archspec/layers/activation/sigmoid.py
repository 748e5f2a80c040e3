"""Sigmoid."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Sigmoid(FunctionLayer):
    """Maps every value to between 0 and 1: `1 / (1 + exp(-x))`.

    The shape stays. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 1, size: 3}
          - sigmoid
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
