"""What the layers that move values and compute nothing have in common."""

from typing import ClassVar

from archspec.layers.base import Free, Integers, Sign, Trait, UnaryLayer
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.window import SpatialLayer
from archspec.tensors.shape import Shape


class MovingLayer(Free, UnaryLayer):
    """A kind that moves values: no weights, no arithmetic, integers stay integers."""

    integers: ClassVar[Integers] = "kept"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear",))
    channels_first: ClassVar[ChannelsFirst] = "last"

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing."""
        del x, y, learns
        return Saved()


class SpatialMovingLayer(MovingLayer, SpatialLayer):
    """A kind that moves values along spatial axes."""

    channels_first: ClassVar[ChannelsFirst] = "data_format"
