"""Continuously differentiable exponential linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign
from archspec.layers.fields import Positive


@final
class Celu(FunctionLayer):
    """Bends what is below zero without a kink: `x` if `x > 0`, else `alpha * (exp(x / alpha) - 1)`.

    The shape does not change. Source: Barron. Continuously differentiable exponential linear units. 2017.
    arXiv:1704.07483, equation 2.

    Attributes:
        alpha: What very negative values tend to, with the sign turned.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - celu
        ```
    """

    principal: ClassVar[str | None] = "alpha"
    sign: ClassVar[Sign] = "kept"
    results: ClassVar[int] = 3

    alpha: Positive = 1.0
