"""Exponential."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Exponential(FunctionLayer):
    """Takes the exponential of every value: `exp(x)`.

    The shape stays. Source: `keras.activations.exponential`; Goodfellow, Bengio, Courville. Deep Learning. 2016,
    section 6.2.2.4.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 1, size: 3}
          - exponential
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
