"""Softsign."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Softsign(FunctionLayer):
    """Maps every value to between -1 and 1, slower than `tanh`: `x / (1 + |x|)`.

    The shape stays. Source: Glorot, Bengio. Understanding the difficulty of training deep feedforward neural
    networks. AISTATS 2010.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - softsign
        ```
    """

    sign: ClassVar[Sign] = "kept"
