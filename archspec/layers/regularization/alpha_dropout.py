"""Alpha dropout."""

from typing import ClassVar, final

from archspec.layers.regularization.base import RegularizationLayer


@final
class AlphaDropout(RegularizationLayer):
    """Drops a random part of the values in training so that mean and variance stay, for networks of `selu`.

    What is dropped takes the value that `selu` has far below 0, and all values are then scaled and shifted. The shape
    stays. Source: Klambauer, Unterthiner, Mayr, Hochreiter. Self-Normalizing Neural Networks. NeurIPS 2017.
    arXiv:1706.02515.

    Attributes:
        rate: The part of the values that is dropped.
        seed: Where the random numbers start; elsewhere each time by default.

    Example:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - dense: {units: 128, activation: selu, kernel_initializer: lecun_normal}
          - alpha_dropout: 0.1
          - dense: 10
        ```
    """

    keras_name: ClassVar[str] = "AlphaDropout"
