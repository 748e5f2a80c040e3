"""Leaky rectified linear unit."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Sign
from archspec.layers.fields import NotNegative


@final
class LeakyRelu(ElementwiseLayer):
    """Passes what is below zero on with a small slope: `x` if `x > 0`, else `negative_slope * x`.

    The shape does not change. Source: Maas, Hannun, Ng. Rectifier nonlinearities improve neural network acoustic
    models. ICML 2013.

    The slope is that of Keras's layer, 0.3, wherever a leaky ReLU is asked for; Keras's function of that name has 0.2,
    and PyTorch's 0.01.

    Attributes:
        negative_slope: The slope below zero.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - leaky_relu: 0.1
        ```
    """

    principal: ClassVar[str | None] = "negative_slope"
    keras_name: ClassVar[str] = "LeakyReLU"
    sign: ClassVar[Sign] = "kept"

    negative_slope: NotNegative = 0.3
