"""Soft shrinkage."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign
from archspec.layers.fields import NotNegative


@final
class SoftShrink(FunctionLayer):
    """Moves every value towards zero by a threshold: `sign(x) * max(|x| - threshold, 0)`.

    The shape does not change. Source: Donoho. De-noising by soft-thresholding. IEEE Transactions on Information Theory
    41, 1995.

    Attributes:
        threshold: How far every value is moved.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - soft_shrink
        ```
    """

    principal: ClassVar[str | None] = "threshold"
    sign: ClassVar[Sign] = "kept"

    threshold: NotNegative = 0.5
