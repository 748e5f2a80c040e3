"""Mish."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Mish(FunctionLayer):
    """Weights a value by the tanh of its softplus: `x * tanh(log(1 + exp(x)))`.

    The shape stays. Source: Misra. Mish: a self regularized non-monotonic activation function. BMVC 2020.
    arXiv:1908.08681, equation 1.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - mish
        ```
    """

    sign: ClassVar[Sign] = "kept"
