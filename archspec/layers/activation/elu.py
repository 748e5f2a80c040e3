"""Exponential linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer, GradientNeeds
from archspec.layers.base import Sign
from archspec.layers.fields import Number


@final
class Elu(ElementwiseLayer):
    """Bends what is below zero towards `-alpha`: `x` if `x > 0`, else `alpha * (exp(x) - 1)`.

    The shape does not change. Source: Clevert, Unterthiner, Hochreiter. Fast and accurate deep network learning by
    exponential linear units. ICLR 2016. arXiv:1511.07289, equation 15.

    Attributes:
        alpha: What very negative values tend to, with the sign turned.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - elu
        ```
    """

    principal: ClassVar[str | None] = "alpha"
    keras_name: ClassVar[str] = "ELU"
    sign: ClassVar[Sign] = "kept"
    gradient_needs: ClassVar[GradientNeeds] = "output"

    alpha: Number = 1.0
