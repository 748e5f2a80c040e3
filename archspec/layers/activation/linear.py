"""Linear."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class Linear(FunctionLayer):
    """Returns every value as it is: `x`. A name for no activation, as in Keras.

    The shape stays. Source: `keras.activations.linear`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - linear
        ```
    """

    sign: ClassVar[Sign] = "kept"
