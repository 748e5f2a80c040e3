"""Normalization by given statistics."""

from typing import Any, ClassVar, final

from archspec.layers.core.base import (
    NotNegativePerChannel,
    PerChannel,
    PerChannelLayer,
    check_per_channel,
    known_channels,
    number_or_list,
)
from archspec.layers.fields import Flag
from archspec.layers.layout import ChannelsFirst
from archspec.tensors.shape import Shape


@final
class Normalize(PerChannelLayer):
    """Takes a given mean away and divides by a given standard deviation: `(x - mean) / max(sqrt(variance), 1e-7)`.

    The shape does not change; integers become floats. Nothing is learned: the statistics are those of the data, and
    part of the architecture. Source: `keras.layers.Normalization`.

    Attributes:
        mean: The mean, or one per channel.
        variance: The variance, or one per channel.
        invert: Whether to undo the normalization instead: `mean + x * max(sqrt(variance), 1e-7)`.

    Example:
        ```yaml
        archspec: 1
        input: [224, 224, 3]
        layers:
          - normalize: {mean: [0.485, 0.456, 0.406], variance: [0.0524, 0.0502, 0.0506]}
          - conv: {filters: 16, size: 3}
        ```
    """

    keras_name: ClassVar[str] = "Normalization"
    channels_first: ClassVar[ChannelsFirst] = "axis"

    mean: PerChannel
    variance: NotNegativePerChannel
    invert: Flag = False

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        known_channels(x, "a mean and a variance")
        check_per_channel(self.mean, x, "mean")
        check_per_channel(self.variance, x, "variance")
        return x

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class, which wants both statistics per channel or neither."""
        mean, variance = number_or_list(self.mean), number_or_list(self.variance)
        if isinstance(mean, list) or isinstance(variance, list):
            channels = known_channels(x, "a mean and a variance")
            mean, variance = (value if isinstance(value, list) else [value] * channels for value in (mean, variance))
        return {**super().keras_arguments(keras, x), "mean": mean, "variance": variance, "axis": -1}
