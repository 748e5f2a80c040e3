"""Depthwise convolution."""

from typing import ClassVar, final

from archspec.layers.base import Weight
from archspec.layers.convolution.base import DepthwiseLayer
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class DepthwiseConv(DepthwiseLayer):
    """Slides learned windows over space, each over one channel alone: channels are not mixed.

    On each spatial axis the output has `floor((n + before + after - window) / stride) + 1` positions, where
    `window = dilation * (size - 1) + 1`; with `padding: same` it has `ceil(n / stride)`. It has `channels * multiplier`
    channels. Keras has it for 1 and 2 spatial axes. Source: Chollet. Xception: Deep Learning with Depthwise Separable
    Convolutions. CVPR 2017. arXiv:1610.02357, section 1.2.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next, the same on every axis unless the window is dilated.
        padding: What surrounds the input: `same`, `valid`, `causal` (1-D), or a number of zeros.
        dilation: The distance between neighbouring window positions.
        multiplier: The number of windows, and so of output channels, for each channel.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 1, norm: batch, activation: relu6}
          - depthwise_conv: {size: 3, stride: 2, padding: 1, norm: batch, activation: relu6}
          - conv: {filters: 24, size: 1, norm: batch}
        ```
    """

    principal: ClassVar[str | None] = "size"
    mixes_channels: ClassVar[bool] = False
    keras_name: ClassVar[str] = "DepthwiseConv{rank}D"
    keras_fields: ClassVar = {
        "kernel_initializer": "depthwise_initializer",
        "kernel_regularizer": "depthwise_regularizer",
        "kernel_constraint": "depthwise_constraint",
        "norm": None,
        "in_channels": None,
    }

    def output(self, x: Shape) -> Shape:
        """Returns the shape after sliding the windows."""
        channels = self.check_input(x)
        return Shape((*self.window(x.rank).output(x.spatial), channels * self.multiplier))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the kernel, `(*size, channels, multiplier)`, and the bias."""
        shape = self.depthwise_shape(x)
        kernel = Weight("kernel", shape)
        return (kernel, Weight("bias", (shape[-2] * shape[-1],))) if self.has_bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per kernel weight and output position."""
        return product((*y.spatial, *self.depthwise_shape(x)))

    def along_outputs(self, kernel: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the last two axes: each channel has its windows."""
        return kernel[-2:]
