"""Maximum."""

from collections.abc import Sequence
from typing import ClassVar, final

from archspec.layers.merge.base import ElementwiseMergeLayer


@final
class Maximum(ElementwiseMergeLayer):
    """Takes the largest of the branches, elementwise: `max(a, b, ...)`.

    The output has the shape that all branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Maximum`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - maximum: [., [conv: {filters: 16, size: 3}]]
        ```
    """

    keras_name: ClassVar[str] = "Maximum"
    gradient_needs_inputs: ClassVar[bool] = True

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether one of the branches is never negative."""
        return any(inputs)
