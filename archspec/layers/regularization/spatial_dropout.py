"""Spatial dropout."""

from typing import Any, ClassVar, final

from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.regularization.base import DroppingLayer
from archspec.layers.window import SpatialLayer
from archspec.tensors.shape import Shape


@final
class SpatialDropout(DroppingLayer, SpatialLayer):
    """Sets a random part of each sample's channels to 0 in training, and divides the others by `1 - rate`.

    A channel is dropped all over space: neighbouring values say much the same, and would give away a single one. The
    shape stays. Source: Tompson, Goroshin, Jain, LeCun, Bregler. Efficient Object Localization Using Convolutional
    Networks. CVPR 2015. arXiv:1411.4280, section 3.2.

    Attributes:
        rate: The part of the channels that is dropped.
        seed: Where the random numbers start; elsewhere each time by default.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 64, size: 3, activation: relu}
          - spatial_dropout: 0.2
          - conv: {filters: 64, size: 3}
        ```
    """

    keras_name: ClassVar[str] = "SpatialDropout{rank}D"
    channels_first: ClassVar[ChannelsFirst] = "data_format_on_planes"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        self.check_rank(x)
        return x

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's layer, which has nothing to train and so no argument `trainable`."""
        common.pop("trainable", None)
        return super().to_keras(keras, x, **common)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing: a flag for each channel is not counted."""
        del x, y, learns
        return Saved()
