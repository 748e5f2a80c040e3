"""Multiplication."""

from typing import ClassVar, final

from archspec.layers.merge.base import ElementwiseMergeLayer


@final
class Multiply(ElementwiseMergeLayer):
    """Multiplies the branches, elementwise: `a * b * ...`.

    The output has the shape that all branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Multiply`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - multiply: [., [conv: {filters: 16, size: 1, activation: sigmoid}]]
        ```
    """

    keras_name: ClassVar[str] = "Multiply"
    gradient_needs_inputs: ClassVar[bool] = True
