"""What the poolings have in common."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from archspec.layers.base import Free, Integers, Sign, Trait, Uncounted, Weightless
from archspec.layers.faults import PaddingTooLarge
from archspec.layers.fields import PerAxis, PoolPadding, choice
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.window import SpatialLayer, Window, WindowLayer, window_of
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

PoolMode = Annotated[Literal["avg", "max"], choice("avg", "max")]


class PoolingLayer(Weightless, Uncounted, WindowLayer):
    """Puts one value in the place of each window, channel by channel.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next; the window's size by default, so that windows do not overlap.
        padding: What surrounds the input: `same`, `valid`, or a number of positions, fewer than the window has.
    """

    principal: ClassVar[str | None] = "size"
    keras_fields: ClassVar = {"size": "pool_size"}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("keeps_constants",))
    channels_first: ClassVar[ChannelsFirst] = "data_format"

    size: PerAxis = 2
    stride: PerAxis | None = None
    padding: PoolPadding = "valid"

    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes."""
        stride = self.size if self.stride is None else self.stride
        window = window_of(rank, self.size, stride, 1, self.padding)
        for size, pads in zip(window.size, window.explicit_padding(), strict=True):
            if max(pads) >= size:
                raise ShapeError(PaddingTooLarge(max(pads), size), field="padding")
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


class RegionPoolingLayer(Free, SpatialLayer):
    """Puts the mean, or the largest, of each of some regions of space in its place, channel by channel.

    Attributes:
        mode: What is taken: `avg` or `max`.
    """

    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "keeps_constants"))
    channels_first: ClassVar[ChannelsFirst] = "data_format"

    mode: PoolMode = "avg"

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer: a mean is linear, the largest is not."""
        return super().has(trait) and not (trait == "linear" and self.mode == "max")

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing for a mean; for the largest, input and output: the gradient goes to where they are equal."""
        del x, y, learns
        return Saved(input=self.mode == "max", output=self.mode == "max")
