"""Gaussian error linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign
from archspec.layers.fields import Flag


@final
class Gelu(FunctionLayer):
    """Weights a value by the share of a normal distribution below it: `x * Phi(x)`.

    `Phi(x) = (1 + erf(x / sqrt(2))) / 2`. The shape does not change. Source: Hendrycks, Gimpel. Gaussian error linear
    units.
    2016. arXiv:1606.08415, section 2.

    Attributes:
        approximate: Whether to compute `0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))` instead.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - gelu: {approximate: true}
        ```
    """

    sign: ClassVar[Sign] = "kept"
    results: ClassVar[int] = 3

    approximate: Flag = False
