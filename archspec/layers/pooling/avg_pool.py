"""Average pooling."""

from typing import Any, ClassVar, final

from archspec.layers.base import Trait
from archspec.layers.fields import Flag
from archspec.layers.memory import Saved
from archspec.layers.pooling.base import PoolingLayer
from archspec.tensors.shape import Shape


@final
class AvgPool(PoolingLayer):
    """Takes the mean of each window, channel by channel.

    On each spatial axis the output has `floor((n + before + after - size) / stride) + 1` positions; with
    `padding: same` it has `ceil(n / stride)`. The mean is that of the window's positions inside the input; with
    `count_padding: true` what pads counts as zeros, as in PyTorch. Source: Dumoulin, Visin. A guide to convolution
    arithmetic for deep learning. 2016. arXiv:1603.07285, section 3.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next; the window's size by default, so that windows do not overlap.
        padding: What surrounds the input: `same`, `valid`, or a number of positions, fewer than the window has.
        count_padding: Whether what pads takes part in the mean, as zeros.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - avg_pool: {size: 3, stride: 2, padding: 1}
        ```
    """

    keras_name: ClassVar[str] = "AveragePooling{rank}D"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "keeps_constants"))

    count_padding: Flag = False

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's average pooling where its mean is the same, else one that knows how it is padded.

        With PyTorch, Keras's own repeats the edge where `same` pads one side by more than the other.
        """
        window = self.window(x.rank)
        native = window.native_padding()
        is_right = native == "same" and not self.count_padding and keras.config.backend() != "torch"
        if native == "valid" or is_right:
            return super().to_keras(keras, x, **common)
        layer = keras.saving.get_registered_object("archspec>PaddedAveragePooling")
        padding = "same" if self.padding == "same" else window.explicit_padding()
        fields = {"pool_size": window.size, "strides": window.stride, "padding": padding}
        return [layer(**fields, count_padding=self.count_padding, **common)]

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the arguments of Keras's own average pooling, which never counts the padding."""
        arguments = super().keras_arguments(keras, x)
        del arguments["count_padding"]
        return arguments

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer: zeros that are counted change a constant."""
        return super().has(trait) and not (trait == "keeps_constants" and self.count_padding)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing."""
        del x, y, learns
        return Saved()
