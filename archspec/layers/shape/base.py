"""What the layers that move values and compute nothing have in common."""

from typing import ClassVar, Literal

from archspec.layers.base import Sign, UnaryLayer, Weight
from archspec.layers.window import SpatialLayer
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


class MovingLayer(UnaryLayer):
    """A kind that moves values: no weights, no arithmetic, whole numbers stay whole."""

    integers: ClassVar[Literal["refused", "kept", "cast"]] = "kept"
    sign: ClassVar[Sign] = "kept"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns none."""
        del x
        return ()

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns none: values are moved, not multiplied."""
        del x, y
        return 0


class SpatialMovingLayer(MovingLayer, SpatialLayer):
    """A kind that moves values along spatial axes."""
