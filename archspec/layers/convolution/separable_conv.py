"""Separable convolution."""

from typing import ClassVar, final

from archspec.layers.base import Weight
from archspec.layers.convolution.base import DepthwiseLayer
from archspec.layers.fields import Constraint, Count, Initializer, Regularizer
from archspec.layers.memory import Saved, Workspace, unfolded
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class SeparableConv(DepthwiseLayer):
    """Slides learned windows over space, each over one channel alone, then mixes the channels position by position.

    It is a depthwise convolution and a convolution of size 1, with nothing between them; the bias and the activation
    come last. On each spatial axis the output has `floor((n + before + after - window) / stride) + 1` positions, where
    `window = dilation * (size - 1) + 1`; with `padding: same` it has `ceil(n / stride)`. Keras has it for 1 and 2
    spatial axes. Source: Chollet. Xception: Deep Learning with Depthwise Separable Convolutions. CVPR 2017.
    arXiv:1610.02357, section 1.2.

    Attributes:
        filters: The number of output channels.
        size: The window's size.
        stride: The step from one window to the next, the same on every axis unless the window is dilated.
        padding: What surrounds the input: `same`, `valid`, `causal` (1-D), or a number of zeros.
        dilation: The distance between neighbouring window positions.
        multiplier: The number of windows for each channel.
        kernel_initializer: The initializer of the windows' weights.
        kernel_regularizer: The penalty on the windows' weights.
        kernel_constraint: The constraint on the windows' weights.
        pointwise_initializer: The initializer of the weights that mix the channels.
        pointwise_regularizer: The penalty on the weights that mix the channels.
        pointwise_constraint: The constraint on the weights that mix the channels.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 32, size: 3, norm: batch, activation: relu}
          - separable_conv: {filters: 64, size: 3, norm: batch, activation: relu}
        ```
    """

    principal: ClassVar[str | None] = "filters"
    width: ClassVar[str | None] = "filters"
    keras_name: ClassVar[str] = "SeparableConv{rank}D"
    last_kernel: ClassVar[str] = "pointwise_kernel"
    keras_fields: ClassVar = {
        "kernel_initializer": "depthwise_initializer",
        "kernel_regularizer": "depthwise_regularizer",
        "kernel_constraint": "depthwise_constraint",
        "norm": None,
        "in_channels": None,
    }

    filters: Count
    pointwise_initializer: Initializer = "glorot_uniform"
    pointwise_regularizer: Regularizer | None = None
    pointwise_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the shape after sliding the windows."""
        self.check_input(x)
        return Shape((*self.window(x.rank).output(x.spatial), self.filters))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the windows, `(*size, channels, multiplier)`, the mix of their channels, and the bias."""
        depthwise = self.depthwise_shape(x)
        pointwise = (*(1,) * x.rank, depthwise[-2] * depthwise[-1], self.filters)
        kernels = (Weight("depthwise_kernel", depthwise), Weight("pointwise_kernel", pointwise))
        return (*kernels, Weight("bias", (self.filters,))) if self.has_bias else kernels

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per weight of both kernels and output position."""
        depthwise, pointwise, *_ = self.weights(x)
        return product((*y.spatial, product(depthwise.shape) + product(pointwise.shape)))

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns what a convolution saves, and what is between the windows and the mix."""
        saved = super().saved_for_backward(x, y, learns=learns)
        return saved._replace(inner=saved.inner + self._between(x, y))

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what a convolution saves, and what is between the windows and the mix."""
        saved = super().saved_by_tensorflow(x, y, learns=learns, half=half)
        return saved._replace(inner=saved.inner + self._between(x, y))

    def _between(self, x: Shape, y: Shape) -> int:
        channels, multiplier = self.depthwise_shape(x)[-2:]
        return y.with_channels(channels * multiplier).values()

    def tensorflow_workspace(self, x: Shape, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns what mixing the channels takes; the windows read their input in place."""
        return unfolded(x, y, 1, 1, batch, half=half)
