"""Rectified linear unit up to 6."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Relu6(FunctionLayer):
    """Cuts off what is below 0 and above 6: `min(max(x, 0), 6)`.

    The shape stays. Source: Howard and others. MobileNets. 2017. arXiv:1704.04861; Krizhevsky. Convolutional deep
    belief networks on CIFAR-10. 2010.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - relu6
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
