"""What the resamplings have in common."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from archspec import limits
from archspec.layers.base import Trait
from archspec.layers.fields import Accepts
from archspec.layers.footprint import UNKNOWN, Positions, Read, shift
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.tensors.dim import Size


def _by_one_name(name: str) -> str:
    """Returns the name of an interpolation: what is linear along each axis has others on one axis and on three."""
    return "bilinear" if name in ("linear", "trilinear") else name


Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "linear", "trilinear"],
    AfterValidator(_by_one_name),
    Accepts(
        "`nearest`, `bilinear`, `bicubic`, `lanczos3`, `lanczos5`, or `linear` or `trilinear` for `bilinear`", ("word",)
    ),
]

NARROW = ("nearest", "bilinear")
"""Those that look at no more than the nearest position on either side."""

_NEIGHBOURS = {"nearest": (0, 0), "bilinear": (0, 1), "bicubic": (-1, 2), "lanczos3": (-2, 3), "lanczos5": (-4, 5)}
"""Which positions an interpolation reads, counted from the one before the point between them."""


class InterpolatingLayer(SpatialMovingLayer):
    """A kind that samples space at other points, and interpolates between the middles of positions.

    Attributes:
        interpolation: How values in between come about.
    """

    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "keeps_constants", "enlarges"))

    interpolation: Interpolation = "nearest"

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing swings below 0: wide kernels have negative weights."""
        return self.interpolation in NARROW and all(inputs)

    def read(self, axis: int, n: Size, m: Size) -> Read:
        """Returns what is read where `n` positions become `m`: the neighbours of `(q + 1/2) * n / m - 1/2`."""
        if n == m:
            return shift(axis)
        if not isinstance(n, int) or not isinstance(m, int) or m > limits.PERIOD:
            return UNKNOWN
        before, after = _NEIGHBOURS[self.interpolation]
        first: list[int] = []
        last: list[int] = []
        for q in range(m):
            if self.interpolation == "nearest":
                whole, rest = (2 * q + 1) * n // (2 * m), 0
            else:
                whole, rest = divmod((2 * q + 1) * n - m, 2 * m)
            first.append(whole + (before if rest else 0))
            last.append(whole + (after if rest else 0))
        return Positions(axis, tuple(first), tuple(last), n)
