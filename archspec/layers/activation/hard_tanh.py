"""Hard hyperbolic tangent."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class HardTanh(FunctionLayer):
    """Cuts off what is below -1 and above 1: `min(max(x, -1), 1)`.

    The shape stays. Source: Collobert. Large scale machine learning. PhD thesis, 2004.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - hard_tanh
        ```
    """

    sign: ClassVar[Sign] = "kept"
