"""Diagnostics about sizes that do not fit, for the errors of `arithmetic`."""

from archspec.diagnostics.help import Help
from archspec.tensors import advice
from archspec.tensors.dim import Dim, Size, difference
from archspec.tensors.faults import (
    ChannelMismatch,
    CropTooLarge,
    NoValidSize,
    OpenSize,
    OutputPaddingMismatch,
    RankMismatch,
    ReshapeMismatch,
    ShapeMismatch,
    SizeNotDivisible,
)
from archspec.tensors.shape import Shape


class NothingLeft(CropTooLarge):
    """A crop, or the padding of a transposed convolution, removes all positions."""

    size: Size
    before: int
    after: int
    is_padding: bool = False

    def message(self) -> str:
        padding = " of padding" if self.is_padding else ""
        return f"takes {self.before} + {self.after}{padding} off {self.size}, which leaves nothing"

    def helps(self) -> tuple[Help, ...]:
        if not isinstance(self.size, int):
            return ()
        return (Help(f"take off {self.size - 1} at most, both ends together: `{(self.size - 1) // 2}` at each"),)


class CropToLarger(CropTooLarge):
    """A tensor is cropped to the size of a larger one."""

    size: Size
    like: Size

    def message(self) -> str:
        return f"crops {self.size} to {self.like}, which is larger"

    def helps(self) -> tuple[Help, ...]:
        return (Help("a crop only makes smaller: crop the other tensor to the size of this one, or `pad` this one"),)


class CropBehindOffset(CropTooLarge):
    """After the offset of a crop there are fewer positions than needed."""

    size: Size
    like: Size
    offset: int

    def message(self) -> str:
        left = self.size - self.offset
        return f"crops {self.size} to {self.like} after an offset of {self.offset}, where {left} are left"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave `offset` out: the middle is kept then"),)


class OutputPaddingTooLarge(OutputPaddingMismatch):
    """An output padding is not less than the stride."""

    output_padding: int
    stride: int

    def message(self) -> str:
        return f"has an output padding of {self.output_padding}, which is not less than its stride of {self.stride}"

    def helps(self) -> tuple[Help, ...]:
        most = f", or make it {self.stride - 1} at most" if self.stride > 1 else ""
        return (Help(f"leave `output_padding` out{most}"),)


class OutputPaddingOfNone(OutputPaddingMismatch):
    """A window with `padding: same` does not allow an output padding of 0."""

    window: int

    def message(self) -> str:
        covers = f"a window that covers {self.window} positions"
        return f"has `padding: same` and {covers}, which rules out an output padding of 0"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave `output_padding` out to get the input times the stride"),)


class UnevenSpace(SizeNotDivisible):
    """An axis cannot be divided.

    Attributes:
        size: Its size.
        divisor: What it is divided by.
        shape: The shape of the whole tensor, where all its axes of space are divided so.
    """

    size: Size
    divisor: int
    shape: Shape | None = None

    def message(self) -> str:
        return f"divides {self.size} by {self.divisor}, which leaves a remainder"

    def helps(self) -> tuple[Help, ...]:
        padded = advice.padded(self.shape, self.divisor) if self.shape else ()
        return tuple(map(Help, padded or advice.multiples(self.size, self.divisor)))


class UnevenChannels(SizeNotDivisible):
    """The channels cannot be divided."""

    shape: Shape
    divisor: int

    def message(self) -> str:
        return f"divides {self.shape.channels} channels by {self.divisor}, which leaves a remainder"

    def helps(self) -> tuple[Help, ...]:
        return tuple(map(Help, advice.widened(self.shape, self.divisor)))


class OtherValues(ReshapeMismatch):
    """The requested shape has another number of values.

    Attributes:
        shape: The shape that there is.
        asked: The shape asked for.
        values: How many values there are.
        wanted: How many the shape asked for has.
    """

    shape: Shape
    asked: Shape
    values: Size
    wanted: Size

    def message(self) -> str:
        return f"makes {self.asked}, {_values(self.wanted)}, out of {self.shape}, {_values(self.values)}"

    def helps(self) -> tuple[Help, ...]:
        return tuple(map(Help, advice.fitting(self.shape, self.asked)))


class UnevenValues(ReshapeMismatch):
    """The sizes given next to a -1 do not divide the number of values.

    Attributes:
        shape: The shape that there is.
        asked: The shape asked for.
        values: How many values there are.
        divisor: The product of the sizes given.
    """

    shape: Shape
    asked: Shape
    values: Size
    divisor: Size

    def message(self) -> str:
        return f"divides {_values(self.values)}, {self.shape}, by {self.divisor}, which leaves a remainder"

    def helps(self) -> tuple[Help, ...]:
        return tuple(map(Help, advice.dividing(self.shape, self.asked)))


class InexactSize(OpenSize):
    """The size for a -1 is not a single number.

    Attributes:
        shape: The shape that there is.
        values: How many values there are.
        divisor: The product of the sizes given.
    """

    shape: Shape
    values: Size
    divisor: Size

    def message(self) -> str:
        return f"divides {_values(self.values)}, {self.shape}, by {self.divisor}, which is not one exact size"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give the input's sizes as numbers, or keep its open axes as they are"),)


class MergedRanks(RankMismatch):
    """Tensors with different numbers of axes are merged."""

    first: Shape
    other: Shape

    def message(self) -> str:
        return f"merges {self.first}, {_axes(self.first)}, with {self.other}, {_axes(self.other)}"


class MergedChannels(ChannelMismatch):
    """Tensors with different numbers of channels are merged."""

    first: Size
    other: Size

    def message(self) -> str:
        return f"merges {self.first} channels with {self.other}"


class MergedShapes(ShapeMismatch):
    """Tensors of different sizes are merged.

    Attributes:
        first: The shape of the one.
        other: The shape of the other.
        axis: The first axis along which they differ.
    """

    first: Shape
    other: Shape
    axis: int

    def message(self) -> str:
        return f"merges {self.first} with {self.other}"

    def notes(self) -> tuple[str, ...]:
        return differing(self.first[self.axis], self.other[self.axis])


class MergedForNoSize(NoValidSize):
    """No size of the input suits both of two tensors that are merged.

    Attributes:
        first: The shape of the one.
        other: The shape of the other.
        constraints: What the one and the other ask of an open size.
    """

    first: Shape
    other: Shape
    constraints: tuple[tuple[str, str], ...]

    def message(self) -> str:
        return f"merges {self.first} with {self.other}, and no size of the input suits both"

    def notes(self) -> tuple[str, ...]:
        return tuple(f"one asks for {left}, the other for {right}" for left, right in self.constraints)


def differing(a: Size, b: Size) -> tuple[str, ...]:
    """Says for which open sizes, to take an example, two sizes are not equal; nothing of two of which one is known."""
    if not isinstance(a, Dim) or not isinstance(b, Dim) or not (sizes := difference(a, b)):
        return ()
    values = ", ".join(f"{name} = {n}" for name, n in sizes.items())
    return (f"for {values}, {a} is {a.evaluate(sizes)} and {b} is {b.evaluate(sizes)}",)


def _values(count: Size) -> str:
    return f"{count:,} values" if isinstance(count, int) else f"{count} values"


def _axes(shape: Shape) -> str:
    return "1 axis" if len(shape) == 1 else f"{len(shape)} axes"
