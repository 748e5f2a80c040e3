"""Transposed convolution."""

from math import prod
from typing import Any, ClassVar, final

from archspec import limits
from archspec.layers.base import Trait, Weight
from archspec.layers.convolution.base import ConvolutionLayer, check_dilated_stride
from archspec.layers.fields import Count, OffsetPerAxis, PerAxis, PoolPadding, amounts, per_axis
from archspec.layers.footprint import UNKNOWN, Footprint, Positions, Read
from archspec.layers.layout import Form, Layout, Placing, place
from archspec.layers.memory import Workspace, unfolded
from archspec.layers.window import Window, window_of
from archspec.tensors.arithmetic import AxisPadding, effective_window, product, up_conv_output
from archspec.tensors.dim import Size, known
from archspec.tensors.shape import Shape


@final
class UpConv(ConvolutionLayer):
    """Spreads every position over a learned window of the output, windows `stride` apart, and adds what overlaps.

    It is the transpose of a convolution of the same fields, and undoes its change of size. With
    `window = dilation * (size - 1) + 1` the output has on each spatial axis:

    - `n * stride` positions with `padding: same`; given an output padding,
      `(n - 1) * stride + window % 2 + output_padding`;
    - `(n - 1) * stride + max(window, stride)` with `padding: valid`; given an output padding,
      `(n - 1) * stride + window + output_padding`;
    - `(n - 1) * stride + window + output_padding - before - after` with explicit padding, which takes positions away
      from the whole, as in PyTorch.

    Source: Dumoulin, Visin. A guide to convolution arithmetic for deep learning. 2016. arXiv:1603.07285,
    relationship 14.

    Attributes:
        filters: The number of output channels.
        size: The window's size.
        stride: The distance between the windows of neighbouring positions.
        padding: What is left of the sum: `same`, `valid`, or how many positions are taken away on each side.
        output_padding: How many positions more the output has at the end, fewer than the stride.
        dilation: The distance between neighbouring window positions.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 16, size: 3, stride: 2}
          - up_conv: {filters: 8, size: 4, stride: 2, padding: 1}
        ```
    """

    principal: ClassVar[str | None] = "filters"
    width: ClassVar[str | None] = "filters"
    traits: ClassVar[frozenset[Trait]] = frozenset(("enlarges",))
    spreads: ClassVar[bool] = True
    keras_name: ClassVar[str] = "Conv{rank}DTranspose"
    keras_fields: ClassVar = {"norm": None, "in_channels": None}

    filters: Count
    size: PerAxis
    stride: PerAxis = 2
    padding: PoolPadding = "same"
    output_padding: OffsetPerAxis | None = None
    dilation: PerAxis = 1

    def window(self, rank: int) -> Window:
        """Returns the window that every position is spread over, on `rank` spatial axes."""
        window = window_of(rank, self.size, self.stride, self.dilation, self.padding)
        return check_dilated_stride(window, transposed=True)

    def output(self, x: Shape) -> Shape:
        """Returns the shape after spreading the positions."""
        self.check_input(x)
        axes = zip(x.spatial, *self.window(x.rank), self._output_paddings(x.rank), strict=True)
        return Shape((*(up_conv_output(*sizes, output_padding=extra) for *sizes, extra in axes), self.filters))

    def _output_paddings(self, rank: int) -> tuple[int | None, ...]:
        if self.output_padding is None:
            return (None,) * rank
        return tuple(one for one, _ in amounts(self.output_padding, rank, "output_padding"))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the kernel, `(*size, filters, channels)`, and the bias."""
        channels = self.check_input(x)
        kernel = Weight("kernel", (*per_axis(self.size, x.rank, "size"), self.filters, channels))
        return (kernel, Weight("bias", (self.filters,))) if self.has_bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per kernel weight and input position."""
        del y
        kernel, *_ = self.weights(x)
        return product((*x.spatial, *kernel.shape))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the positions whose windows reach one position of the output."""
        axes = zip(x.spatial, y.spatial, *self.window(x.rank), strict=True)
        return (tuple(_reaching(axis, *sizes) for axis, sizes in enumerate(axes)),)

    def along_outputs(self, kernel: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the last but one, and one of size 1 for the input channels, which are last here."""
        return (kernel[-2], 1)

    def padded_values(self, x: Shape) -> int:
        """Returns 0: padding takes positions away here."""
        del x
        return 0

    def tensorflow_workspace(self, x: Shape, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns what it takes: it is the gradient of a convolution from `y` to `x`, and the other way round."""
        forward, backward = unfolded(y, x, prod(self.window(x.rank).size), 1, batch, half=half)
        return Workspace(backward, forward + backward // 2)

    def placing(self, x: Shape, form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: Keras's 1-D cropping, with which it may end, knows channels last only."""
        del x
        crops_none = isinstance(self.padding, str)
        return place("data_format" if crops_none else "data_format_on_planes", form, layout)

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's layer, before one that crops where no padding of Keras's own means the same."""
        window = self.window(x.rank)
        crops = window.explicit_padding()

        def layer(arguments: dict[str, Any], cut: int = 0) -> Any:
            return self.keras_class_in(keras, x, common.get("data_format"), cut)(**arguments, **common)

        arguments = self.keras_arguments(keras, x)
        if isinstance(self.padding, str):
            return [layer(arguments)]
        extra = tuple(one or 0 for one in self._output_paddings(x.rank))
        if not any(extra) and is_same(window):
            return [layer({**arguments, "padding": "same", "output_padding": None})]
        whole = layer({**arguments, "padding": "valid", "output_padding": extra}, sum(crops[-1]))
        if not any(map(sum, crops)):
            return [whole]
        crop = getattr(keras.layers, f"Cropping{x.rank}D")
        names = {**common, "name": f"{common['name']}.crop"}
        return [whole, crop(cropping=crops[0] if x.rank == 1 else crops, **names)]


def is_same(window: Window) -> bool:
    """Returns whether explicit padding takes away what `same` does: all but `n * stride`, the odd one at the end."""
    axes = zip(window.size, window.stride, window.dilation, window.explicit_padding(), strict=True)
    return all(
        (before, after) == ((spare := effective_window(size, dilation) - stride) // 2, spare - spare // 2)
        for size, stride, dilation, (before, after) in axes
    )


def _reaching(axis: int, n: Size, m: Size, size: int, stride: int, dilation: int, padding: AxisPadding) -> Read:
    """Returns what is read along an axis: position `p` reaches `p * stride` to `p * stride + covered - 1`."""
    if stride > limits.PERIOD:
        return UNKNOWN
    covered = effective_window(size, dilation)
    kept = known(m - (n - 1) * stride)
    cut = padding[0] if isinstance(padding, tuple) else 0
    if padding == "same":
        cut = max(covered - (kept or 0), 0) // 2
    last = tuple((q + cut) // stride for q in range(stride))
    first = tuple(min(-((covered - 1 - q - cut) // stride), last[q]) for q in range(stride))
    return Positions(axis, first, last, 1, padding != "same" or kept is not None)
