"""Dropout."""

from typing import ClassVar, final

from archspec.layers.regularization.base import DroppingLayer


@final
class Dropout(DroppingLayer):
    """Sets a random part of the values to 0 in training, and divides the others by `1 - rate`.

    The shape does not change. Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov. Dropout: A Simple Way
    to Prevent Neural Networks from Overfitting. JMLR 15. 2014.

    Attributes:
        rate: The part of the values that is dropped.
        seed: Where the random numbers start; elsewhere each time by default.

    Example:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - dense: {units: 128, activation: relu}
          - dropout: 0.5
          - dense: 10
        ```
    """

    keras_name: ClassVar[str] = "Dropout"
