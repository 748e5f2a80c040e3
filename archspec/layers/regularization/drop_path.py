"""Drop path: stochastic depth."""

from typing import Any, ClassVar, final

from archspec.layers.memory import Saved
from archspec.layers.regularization.base import DroppingLayer
from archspec.tensors.shape import Shape


@final
class DropPath(DroppingLayer):
    """Sets whole samples to 0 at random in training, and divides the others by `1 - rate`.

    Before the sum of a residual it leaves the block out for those samples: stochastic depth. The shape does not change.
    Source: Huang, Sun, Liu, Sedra, Weinberger. Deep Networks with Stochastic Depth. ECCV 2016. arXiv:1603.09382,
    equation 2; there the others are not divided in training, but all multiplied by `1 - rate` afterwards, which has the
    same mean.

    Attributes:
        rate: The part of the samples that is dropped: 1 less the paper's survival probability.
        seed: Where the random numbers start; elsewhere each time by default.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        layers:
          - residual:
              - conv: {filters: 16, size: 3, activation: relu}
              - conv: {filters: 16, size: 3}
              - drop_path: 0.2
        ```
    """

    keras_name: ClassVar[str] = "Dropout"

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of Keras's dropout, with one random number for all of a sample."""
        return {**super().keras_arguments(keras, x), "noise_shape": (None, *(1,) * len(x))}

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing: a flag for each sample is not counted."""
        del x, y, learns
        return Saved()
