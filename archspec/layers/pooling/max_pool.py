"""Max pooling."""

from typing import Any, ClassVar, final

from archspec.layers.memory import Saved
from archspec.layers.pooling.base import PoolingLayer
from archspec.tensors.shape import Shape


@final
class MaxPool(PoolingLayer):
    """Keeps the largest value of each window, channel by channel.

    On each spatial axis the output has `floor((n + before + after - size) / stride) + 1` positions; with
    `padding: same` it has `ceil(n / stride)`. What pads counts as minus infinity: it is never the largest. Source:
    Dumoulin, Visin. A guide to convolution arithmetic for deep learning. 2016. arXiv:1603.07285, section 3.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next; the window's size by default, so that windows do not overlap.
        padding: What surrounds the input: `same`, `valid`, or a number of positions, fewer than the window has.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - max_pool: {size: 3, stride: 2, padding: 1}
        ```
    """

    keras_name: ClassVar[str] = "MaxPooling{rank}D"

    def pad_layer(self, keras: Any, padding: tuple[tuple[int, int], ...], common: dict[str, Any]) -> Any:
        """Returns the Keras layer that pads with minus infinity by (before, after) per axis."""
        layer = keras.saving.get_registered_object("archspec>MinusInfinityPadding")
        return layer(padding=padding, **common)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the output, and the input as it is padded: the gradient goes to where they are equal."""
        del y, learns
        padded = self.padded_values(x)
        return Saved(input=not padded, output=True, inner=padded)
