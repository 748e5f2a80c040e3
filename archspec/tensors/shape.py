"""Shapes: spatial axes first, channels last, the batch axis left out."""

from math import prod

from archspec import limits
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import RankTooHigh


def rank_too_high(count: int) -> ShapeError:
    """Returns the fault of a layer that makes a tensor of too many axes."""
    return ShapeError(RankTooHigh(count, limits.AXES))


class Shape(tuple[Size, ...]):
    """The shape of one tensor, without its batch axis.

    `[height, width, channels]`, `[length, channels]`, `[features]`: the last axis is the channels, whatever layout
    the model is built with.
    """

    __slots__ = ()

    @property
    def channels(self) -> Size:
        """The size of the last axis."""
        return self[-1]

    @property
    def spatial(self) -> tuple[Size, ...]:
        """The sizes of every axis but the last."""
        return self[:-1]

    @property
    def rank(self) -> int:
        """The number of spatial axes."""
        return len(self) - 1

    def values(self) -> int:
        """Returns the number of values.

        Raises:
            ValueError: If a size is open.
        """
        sizes = [size for size in self if isinstance(size, int)]
        if len(sizes) < len(self):
            raise ValueError(f"{self} has an open size")
        return prod(sizes)

    def with_channels(self, channels: Size) -> "Shape":
        """Returns this shape with another last axis."""
        return Shape((*self[:-1], channels))

    def __str__(self) -> str:
        return "(" + ", ".join(str(size) for size in self) + ")"
