"""Convolution."""

from math import prod
from typing import ClassVar, final

from archspec.layers.base import Weight
from archspec.layers.convolution.base import ConvolutionLayer, check_dilated_stride
from archspec.layers.faults import UnevenGroups
from archspec.layers.fields import Count, Padding, PerAxis, per_axis
from archspec.layers.memory import Workspace, unfolded
from archspec.layers.window import Window, window_of
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class Conv(ConvolutionLayer):
    """Slides learned windows over space: every output channel is a weighted sum of a window of all input channels.

    On each spatial axis the output has `floor((n + before + after - window) / stride) + 1` positions, where
    `window = dilation * (size - 1) + 1`; with `padding: same` it has `ceil(n / stride)`. Source: Dumoulin, Visin. A
    guide to convolution arithmetic for deep learning. 2016. arXiv:1603.07285, relationship 6.

    Attributes:
        filters: The number of output channels.
        size: The window's size.
        stride: The step from one window to the next.
        padding: What surrounds the input: `same`, `valid`, `causal` (1-D), or a number of zeros.
        dilation: The distance between neighbouring window positions.
        groups: The number of groups that the channels are split into, each convolved apart.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, stride: 2, padding: 1, activation: relu}
        ```
    """

    principal: ClassVar[str | None] = "filters"
    width: ClassVar[str | None] = "filters"
    keras_name: ClassVar[str] = "Conv{rank}D"
    native_paddings: ClassVar[tuple[str, ...]] = ("same", "valid", "causal")
    keras_fields: ClassVar = {"norm": None, "in_channels": None}

    filters: Count
    size: PerAxis
    stride: PerAxis = 1
    padding: Padding = "same"
    dilation: PerAxis = 1
    groups: Count = 1

    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes."""
        return check_dilated_stride(window_of(rank, self.size, self.stride, self.dilation, self.padding))

    def output(self, x: Shape) -> Shape:
        """Returns the shape after sliding the window."""
        self._check_groups(self.check_input(x))
        return Shape((*self.window(x.rank).output(x.spatial), self.filters))

    def _check_groups(self, channels: int) -> None:
        for count, noun in ((channels, "input channel"), (self.filters, "filter")):
            if count % self.groups:
                numbers = (channels, self.filters)
                raise ShapeError(UnevenGroups(count, noun, self.groups, numbers), field="groups")

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the kernel, `(*size, channels / groups, filters)`, and the bias."""
        channels = self.check_input(x)
        kernel = Weight("kernel", (*per_axis(self.size, x.rank, "size"), channels // self.groups, self.filters))
        return (kernel, Weight("bias", (self.filters,))) if self.has_bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per kernel weight and output position."""
        kernel, *_ = self.weights(x)
        return product((*y.spatial, *kernel.shape))

    def tensorflow_workspace(self, x: Shape, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns what unfolding the windows takes."""
        return unfolded(x, y, prod(self.window(x.rank).size), self.groups, batch, half=half)
