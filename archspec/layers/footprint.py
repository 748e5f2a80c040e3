"""The footprint of a layer: which positions of its input one position of the output reads, for each axis.

Borders are ignored, as in the literature: an input is assumed to extend in every direction.
"""

from enum import Enum
from typing import NamedTuple, TypeAlias


class Indefinite(Enum):
    """What is no stretch of positions."""

    WHOLE = "whole"
    """All positions that there are."""
    UNKNOWN = "unknown"
    """What cannot be told."""


WHOLE = Indefinite.WHOLE
UNKNOWN = Indefinite.UNKNOWN


class Positions(NamedTuple):
    """What is read along one axis of the input: position `q` of the output reads from `first` to `last`.

    Both are given for `q` from 0 to one period; a period further along the output, they are `stride` further along the
    input.

    Attributes:
        axis: The axis of the output.
        first: The first position read, for each position of a period.
        last: The last position read.
        stride: How far a period takes them.
        aligned: Whether the positions are these. Where padding depends on an open size only their distances are.
    """

    axis: int
    first: tuple[int, ...]
    last: tuple[int, ...]
    stride: int
    aligned: bool = True


Read: TypeAlias = Positions | Indefinite
"""What is read along one axis: some positions, all of them, or what cannot be told."""
Footprint: TypeAlias = tuple[Read, ...]
"""What is read along each spatial axis of an input."""


def shift(axis: int, start: int = 0, *, aligned: bool = True) -> Positions:
    """Returns the read of one position for each, `start` further along the input."""
    return Positions(axis, (start,), (start,), 1, aligned)


def own_positions(rank: int) -> Footprint:
    """Returns the footprint of a layer that works on each position alone."""
    return tuple(shift(axis) for axis in range(rank))
