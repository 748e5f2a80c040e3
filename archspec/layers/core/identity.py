"""Nothing."""

from typing import ClassVar, Literal, final

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Sign


@final
class Identity(ElementwiseLayer):
    """Returns its input; useful to name a tensor, and where a param chooses the kind.

    The shape stays. Source: `keras.layers.Identity`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - identity: {name: stem}
        ```
    """

    integers: ClassVar[Literal["refused", "kept", "cast"]] = "kept"
    keras_name: ClassVar[str] = "Identity"
    sign: ClassVar[Sign] = "kept"
