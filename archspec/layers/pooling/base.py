"""What the poolings have in common."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from archspec.diagnostics.unconverted import Unconverted
from archspec.layers.base import Weight
from archspec.layers.faults import PaddingTooLarge
from archspec.layers.fields import PerAxis, PoolPadding, choice
from archspec.layers.window import Window, WindowLayer, window_of
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

PoolMode = Annotated[Literal["avg", "max"], choice("avg", "max")]


class PoolingLayer(WindowLayer):
    """Puts one value in the place of each window, channel by channel.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next; the window's size unless given, so that windows do not overlap.
        padding: What surrounds the input: `same`, `valid`, or a number of positions, fewer than the window has.
    """

    principal: ClassVar[str | None] = "size"
    keras_fields: ClassVar = {"size": "pool_size"}

    size: PerAxis = 2
    stride: PerAxis | None = None
    padding: PoolPadding = "valid"

    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes."""
        stride = self.size if self.stride is None else self.stride
        window = window_of(rank, self.size, stride, 1, self.padding)
        for size, pads in zip(window.size, window.explicit_padding(), strict=True):
            if max(pads) >= size:
                raise ShapeError(
                    Unconverted(
                        PaddingTooLarge,
                        f"pads by {max(pads)} for a window of {size}",
                        causes=("a window that lies in the padding alone has no values to pool",),
                        advice=(f"use `padding: same`, or pad by at most {size - 1}",),
                    ),
                    field="padding",
                )
        return window

    def output(self, x: Shape) -> Shape:
        """Returns the shape after sliding the window: the channels stay."""
        self.check_rank(x)
        return Shape((*self.window(x.rank).output(x.spatial), x.channels))

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a Keras layer is in the language; the stride is the size unless it is another."""
        same = tuple(config["strides"]) == tuple(config["pool_size"])
        return super().from_keras({**config, "strides": None if same else config["strides"]})

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns none: a pooling learns nothing."""
        del x
        return ()

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns 0: comparing and adding are not counted."""
        del x, y
        return 0
