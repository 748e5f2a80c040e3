"""Squareplus."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.fields import NotNegative


@final
class Squareplus(FunctionLayer):
    """Rounds off the rectified linear unit with a square root: `(x + sqrt(x**2 + b)) / 2`.

    The shape does not change. Source: Barron. Squareplus: a softplus-like algebraic rectifier. 2021. arXiv:2112.11687,
    equation 1.

    Attributes:
        b: How wide the bend at zero is.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - squareplus
        ```
    """

    principal: ClassVar[str | None] = "b"

    b: NotNegative = 4.0
