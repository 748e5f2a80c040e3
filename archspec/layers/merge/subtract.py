"""Subtraction."""

from typing import ClassVar, final

from archspec.layers.base import Sign
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.tensors.faults import BranchCount, ShapeError
from archspec.tensors.shape import Shape


@final
class Subtract(ElementwiseMergeLayer):
    """Takes the second of two branches away from the first, elementwise: `a - b`.

    The output has the shape that both branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Subtract`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - subtract: [., [avg_pool: {size: 3, stride: 1, padding: same}]]
        ```
    """

    keras_name: ClassVar[str] = "Subtract"
    sign: ClassVar[Sign] = "any"
    gradient_needs_inputs: ClassVar[bool] = False

    def output(self, x: tuple[Shape, ...]) -> Shape:
        """Returns the shape that both branches have, or can be stretched to."""
        if len(x) != 2:
            raise ShapeError(BranchCount(len(x)), field="branches")
        return super().output(x)
