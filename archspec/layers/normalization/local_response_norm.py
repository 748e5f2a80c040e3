"""Local response normalization."""

from typing import ClassVar, final

from archspec.layers.base import Sign, Trait, UnaryLayer, Weightless
from archspec.layers.faults import OpenChannels
from archspec.layers.fields import Count, NotNegative, Positive
from archspec.layers.memory import Saved
from archspec.layers.normalization.base import Float32Norm
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class LocalResponseNorm(Weightless, Float32Norm, UnaryLayer):
    """Divides each value by what the channels beside it hold at the same position.

    `y[i] = x[i] / (k + alpha * sum(x[j] ** 2)) ** beta`, the sum over `size` channels: `size // 2` before channel `i`,
    itself, and `(size - 1) // 2` after it, as far as there are any. The shape does not change. Source: Krizhevsky,
    Sutskever, Hinton. ImageNet Classification with Deep Convolutional Neural Networks. NeurIPS 2012, section 3.3, where
    the defaults come from.

    `alpha` multiplies the sum, as in the paper and in TensorFlow, whose `depth_radius` is `size // 2`. PyTorch and
    Caffe divide `alpha` by `size`: their `alpha` of 1e-4 is 2e-5 here.

    Attributes:
        size: The number of channels summed over; an odd one lies evenly about its channel.
        alpha: The sum's factor.
        beta: The exponent.
        k: What is added to the sum.

    Example:
        ```yaml
        archspec: 1
        input: [227, 227, 3]
        layers:
          - conv: {filters: 96, size: 11, stride: 4, padding: valid, activation: relu}
          - local_response_norm
          - max_pool: {size: 3, stride: 2}
        ```
    """

    keras_name: ClassVar[str] = "archspec>LocalResponseNormalization"
    keras_fields: ClassVar = {"size": "size"}
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("float32", "normalizes"))
    results: ClassVar[int] = 2

    size: Count = 5
    alpha: NotNegative = 1e-4
    beta: NotNegative = 0.75
    k: Positive = 2.0

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape.

        Raises:
            ShapeError: If the number of channels is open.
        """
        if not isinstance(x.channels, int):
            raise ShapeError(OpenChannels(x))
        return x

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, the sum of squares, and its power."""
        return super().saved_for_backward(x, y, learns=learns)._replace(inner=self.working_values(x, y))

    def working_values(self, x: Shape, y: Shape) -> int:
        """Returns the sum of squares, and its power."""
        del x
        return self.results * y.values()
