"""Softplus."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Softplus(FunctionLayer):
    """Rounds off the rectified linear unit: `log(1 + exp(x))`.

    The shape stays. Source: Dugas, Bengio, Bélisle, Nadeau, Garcia. Incorporating second-order functional knowledge
    for better option pricing. NeurIPS 2000.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - softplus
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
