"""Average."""

from typing import ClassVar, final

from archspec.layers.merge.base import SumLayer


@final
class Average(SumLayer):
    """Takes the mean of the branches, elementwise: `(a + b + ...) / n`.

    The output has the shape that all branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Average`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - average: [., [conv: {filters: 16, size: 3}]]
        ```
    """

    keras_name: ClassVar[str] = "Average"
