"""Addition."""

from typing import ClassVar, final

from archspec.layers.merge.base import SumLayer


@final
class Add(SumLayer):
    """Adds the branches, elementwise: `a + b + ...`.

    The output has the shape that all branches have; with `broadcast: true` axes of size 1 are stretched. Source:
    `keras.layers.Add`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - add: [., [conv: {filters: 16, size: 3}]]
        ```
    """

    keras_name: ClassVar[str] = "Add"
