"""The ways in which a layer and its input differ in their numbers of axes."""

from typing import Any, cast

from archspec.diagnostics.help import Help
from archspec.tensors.faults import RankMismatch
from archspec.tensors.shape import Shape


class WrongRank(RankMismatch):
    """A layer does not work on this number of spatial axes."""

    shape: Shape
    ranks: tuple[int, ...]

    def message(self) -> str:
        wanted = " to ".join(map(str, sorted({self.ranks[0], self.ranks[-1]})))
        axes = "axis" if wanted == "1" else "axes"
        return f"needs an input with {wanted} spatial {axes}, and {self.shape} has {self.shape.rank or 'none'}"

    def notes(self) -> tuple[str, ...]:
        return ("a shape is written spatial axes first, channels last, without the batch axis",)


class NoSequence(RankMismatch):
    """A layer needs a sequence."""

    shape: Shape

    def message(self) -> str:
        return f"needs 2 axes, (length, features), and {self.shape} has {len(self.shape)}"

    def notes(self) -> tuple[str, ...]:
        return ("the batch axis is left out",)


class NoSpace(RankMismatch):
    """A norm averages over spatial axes, but there are none."""

    shape: Shape

    def message(self) -> str:
        return f"needs an input with spatial axes, and {self.shape} has none"

    def notes(self) -> tuple[str, ...]:
        return ("the mean of a single value is that value, so nothing of the input would be left",)

    def helps(self) -> tuple[Help, ...]:
        return (Help("normalize over the channels: `layer_norm`"),)


class CausalSpace(RankMismatch):
    """Causal padding is for sequences."""

    rank: int

    def message(self) -> str:
        return f"pads with `causal`, which is for 1 spatial axis, and its input has {self.rank}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("write `padding: same`, or how much before and after each axis: `[[2, 0], [1, 1]]`"),)


class WrongLength(RankMismatch):
    """The number of values in a field is not the number of spatial axes.

    Attributes:
        field: The field.
        values: What it lists.
        rank: The number of spatial axes.
        neutral: The value that does nothing to an axis, if there is one.
    """

    field: str
    values: tuple[int | tuple[int, int], ...]
    rank: int
    neutral: int | None

    def message(self) -> str:
        count = len(self.values)
        axes = "1 spatial axis" if self.rank == 1 else f"{self.rank} spatial axes"
        return f"lists {count} value{'s' * (count != 1)} of `{self.field}` for {axes}"

    def helps(self) -> tuple[Help, ...]:
        helps = ["list one for each axis, or write a single number for all"]
        if len(self.values) == self.rank - 1 and self.neutral is not None:
            helps.insert(0, f"`{self.field}: {_written((self.neutral, *self.values))}` leaves the first axis as it is")
        if len(distinct := {*self.values}) == 1:
            helps[-1] = f"write one number for all axes: `{self.field}: {_written(*distinct)}`"
        return tuple(map(Help, helps))


class MissingAxis(RankMismatch):
    """A layer uses a spatial axis that does not exist.

    Attributes:
        does: What the layer does: `joins along`.
        axis: The axis.
        whose: What has too few axes.
        rank: How many those are.
        instead: What the layer does without `axis`.
    """

    does: str
    axis: int
    whose: str
    rank: int
    instead: str

    def message(self) -> str:
        return f"{self.does} spatial axis {self.axis}, and {self.whose} {self.rank or 'none'}"

    def notes(self) -> tuple[str, ...]:
        return ("axes are counted from 0, and the batch axis is left out",)

    def helps(self) -> tuple[Help, ...]:
        last = f", or give 0 to {self.rank - 1}" if self.rank > 1 else ""
        return (Help(f"leave `axis` out to {self.instead}{last}"),)


class MissingSharedAxis(RankMismatch):
    """Slopes are shared along an axis that does not exist."""

    axis: int
    shape: Shape
    advice: Help

    def message(self) -> str:
        return f"shares slopes along axis {self.axis}, and the last axis of {self.shape} is {self.shape.rank}"

    def helps(self) -> tuple[Help, ...]:
        return (self.advice,)


class WrongOrder(RankMismatch):
    """A permutation has another number of axes than its input."""

    order: tuple[int, ...]
    shape: Shape

    def message(self) -> str:
        axes = f"{len(self.order)} {'axis' if len(self.order) == 1 else 'axes'}"
        return f"orders {axes}, and {self.shape} has {len(self.shape)}"

    def helps(self) -> tuple[Help, ...]:
        named = [axis for axis in self.order if axis < len(self.shape)]
        completed = [*named, *(axis for axis in range(len(self.shape)) if axis not in named)]
        return (Help(f"name every axis once, the channels last: `{completed}`"),)


class CropToOtherRank(RankMismatch):
    """A tensor is cropped to the size of one with another number of axes."""

    shape: Shape
    like: Shape

    def message(self) -> str:
        return f"crops {self.shape} to the size of {self.like}, which has another number of axes"


class UnpoolToOtherRank(RankMismatch):
    """What is put back has another number of axes than what was pooled."""

    shape: Shape
    of: Shape

    def message(self) -> str:
        return f"puts {self.shape} back into {self.of}, which has another number of axes"


def _written(value: Any) -> str:
    """Returns a number or nested tuples of numbers as a spec writes them."""
    if not isinstance(value, tuple):
        return str(value)
    return f"[{', '.join(map(_written, cast('tuple[Any, ...]', value)))}]"
