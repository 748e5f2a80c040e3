"""Hard sigmoid."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class HardSigmoid(FunctionLayer):
    """Approximates the sigmoid by straight lines: `min(max(x / 6 + 0.5, 0), 1)`.

    The shape stays. Source: Howard and others. Searching for MobileNetV3. ICCV 2019. arXiv:1905.02244, section 5.2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - hard_sigmoid
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
