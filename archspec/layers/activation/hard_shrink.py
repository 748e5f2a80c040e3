"""Hard shrinkage."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign
from archspec.layers.fields import NotNegative


@final
class HardShrink(FunctionLayer):
    """Sets what is near zero to zero: `x` if `|x| > threshold`, else 0.

    The shape does not change. Source: Donoho, Johnstone. Ideal spatial adaptation by wavelet shrinkage. Biometrika 81,
    1994.

    Attributes:
        threshold: How near zero counts as zero.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - hard_shrink
        ```
    """

    principal: ClassVar[str | None] = "threshold"
    sign: ClassVar[Sign] = "kept"

    threshold: NotNegative = 0.5
