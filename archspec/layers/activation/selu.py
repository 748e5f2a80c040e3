"""Scaled exponential linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Selu(FunctionLayer):
    """Scales the exponential linear unit so that mean 0 and variance 1 are kept.

    `1.0507 * x` if `x > 0`, else `1.0507 * 1.6733 * (exp(x) - 1)`. The shape stays. Goes with `kernel_initializer:
    lecun_normal` and `alpha_dropout`. Source: Klambauer, Unterthiner, Mayr, Hochreiter. Self-normalizing neural
    networks. NeurIPS 2017. arXiv:1706.02515, equation 2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - selu
        ```
    """

    sign: ClassVar[Sign] = "kept"
