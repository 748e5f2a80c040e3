"""What the convolutions have in common."""

from typing import Any, ClassVar

from archspec.layers.faults import OpenChannels, UnexpectedChannels
from archspec.layers.fields import Count, Padding, PerAxis, per_axis
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved, without_gaps
from archspec.layers.weighted import WeightedLayer
from archspec.layers.window import Window, WindowLayer, window_of
from archspec.tensors.faults import DilatedStride, ShapeError
from archspec.tensors.shape import Shape


class ConvolutionLayer(WeightedLayer, WindowLayer):
    """A learned window over space, with an optional norm and activation after it.

    Attributes:
        bias: Whether a bias is added. By default yes, but no where a `norm` follows, which would take it out again.
        norm: The norm between the convolution and its activation.
        activation: The function applied last.
        in_channels: The number of channels that must arrive; checked, and otherwise without effect.
        kernel_initializer: The initializer of the window's weights.
        bias_initializer: The initializer of the bias.
        kernel_regularizer: The penalty on the window's weights.
        bias_regularizer: The penalty on the bias.
        kernel_constraint: The constraint on the window's weights.
        bias_constraint: The constraint on the bias.
    """

    channels_first: ClassVar[ChannelsFirst] = "data_format"
    part: ClassVar[str] = "conv"

    in_channels: Count | None = None

    def check_input(self, x: Shape) -> int:
        """Returns the number of channels of an input that this layer works on.

        Raises:
            ShapeError: If its rank is wrong, its channels are open, or `in_channels` says otherwise.
        """
        self.check_rank(x)
        if not isinstance(x.channels, int):
            raise ShapeError(OpenChannels(x, why="the weights of a convolution have one slice per input channel"))
        if self.in_channels is not None and self.in_channels != x.channels:
            fault = UnexpectedChannels(self.in_channels, x.channels)
            raise ShapeError(fault, field="in_channels", branches=(0,))
        return x.channels

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, padded if the layer pads it, where weights are trained; and what the activation saves."""
        return self._with_input(self.saved_by_activation(y), x, learns=learns)

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what must be saved, with the input laid out anew where the window has gaps."""
        saved = self._with_input(self.saved_by_activation(y, by_tensorflow=True, half=half), x, learns=learns)
        window = self.window(x.rank)
        if not saved.input or max(window.dilation) == 1:
            return saved
        return saved._replace(input=False, inner=saved.inner + without_gaps(x, window.size, window.dilation))

    def _with_input(self, saved: Saved, x: Shape, *, learns: bool) -> Saved:
        padded = self.padded_values(x) if learns else 0
        return saved._replace(inner=saved.inner + padded) if padded else saved._replace(input=learns)

    def keras_class_in(self, keras: Any, x: Shape, data_format: str | None, cut: int = 0) -> Any:
        """Returns the Keras class; where channels come first and the output may be as wide, one with a bias of its own.

        Args:
            keras: The keras module.
            x: The input's shape.
            data_format: The layout.
            cut: By how much the output is less wide than what the layer puts out.
        """
        own = self.keras_class(keras, x)
        if data_format != "channels_first" or not self.has_bias:
            return own
        *_, width, channels = self.output(x)
        if isinstance(width, int) and width + cut != channels:
            return own
        return keras.saving.get_registered_object(f"archspec>{own.__name__}")


def check_dilated_stride(window: Window, *, transposed: bool = False) -> Window:
    """Returns a window that steps or is dilated, but not both.

    Args:
        window: The window.
        transposed: Whether it spreads positions rather than slide over them.

    Raises:
        ShapeError: If it does both, on whatever axes.
    """
    stride = max(window.stride)
    if stride > 1 and max(window.dilation) > 1:
        fault = DilatedStride(stride, max(window.dilation), transposed=transposed)
        raise ShapeError(fault, field="dilation")
    return window


class DepthwiseLayer(ConvolutionLayer):
    """A convolution that begins with a window of its own for each channel.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next.
        padding: What surrounds the input: `same`, `valid`, `causal` (1-D), or a number of zeros.
        dilation: The distance between neighbouring window positions.
        multiplier: The number of windows for each channel.
    """

    ranks: ClassVar[tuple[int, ...]] = (1, 2)

    size: PerAxis
    stride: PerAxis = 1
    padding: Padding = "same"
    dilation: PerAxis = 1
    multiplier: Count = 1

    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes."""
        return window_of(rank, self.size, self.stride, self.dilation, self.padding)

    def depthwise_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the windows' weights, `(*size, channels, multiplier)`."""
        return (*per_axis(self.size, x.rank, "size"), self.check_input(x), self.multiplier)
