"""Hard sigmoid linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class HardSilu(FunctionLayer):
    """Approximates `silu` without an exponential: `x * min(max(x / 6 + 0.5, 0), 1)`, also called hard swish.

    The shape stays. Source: Howard and others. Searching for MobileNetV3. ICCV 2019. arXiv:1905.02244, section 5.2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - hard_silu
        ```
    """

    sign: ClassVar[Sign] = "kept"
