"""Sigmoid linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Silu(FunctionLayer):
    """Weights a value by its sigmoid: `x * sigmoid(x)`, also called swish.

    The shape stays. Source: Ramachandran, Zoph, Le. Searching for activation functions. 2017. arXiv:1710.05941,
    section 4.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - silu
        ```
    """

    sign: ClassVar[Sign] = "kept"
