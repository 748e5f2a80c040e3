"""Nothing."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer, GradientNeeds
from archspec.layers.base import Integers, Sign, Trait


@final
class Identity(ElementwiseLayer):
    """Returns its input; useful to name a tensor, and where a param chooses the kind.

    The shape does not change. Source: `keras.layers.Identity`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - identity: {name: stem}
        ```
    """

    integers: ClassVar[Integers] = "kept"
    keras_name: ClassVar[str] = "Identity"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("identity", "view", "in_place", "linear", "keeps_constants"))
    gradient_needs: ClassVar[GradientNeeds] = "nothing"
