"""Minimum."""

from typing import ClassVar, final

from archspec.layers.merge.base import ElementwiseMergeLayer


@final
class Minimum(ElementwiseMergeLayer):
    """Takes the smallest of the branches, elementwise: `min(a, b, ...)`.

    The output has the shape that all branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Minimum`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - minimum: [., [conv: {filters: 16, size: 3}]]
        ```
    """

    keras_name: ClassVar[str] = "Minimum"
    gradient_needs_inputs: ClassVar[bool] = True
