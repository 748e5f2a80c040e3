"""Diagnostics about fields that contradict each other or the input."""

from abc import ABC
from math import gcd, isqrt
from typing import Literal

from archspec.diagnostics.help import Help, Setting
from archspec.diagnostics.kind import DiagnosticKind
from archspec.tensors.budget import spend
from archspec.tensors.dim import Size, known
from archspec.tensors.faults import (
    ChannelMismatch,
    GroupsMismatch,
    NoValidSize,
    OpenSize,
    ShapeMismatch,
    SizeNotDivisible,
)
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import differing

MOST_DIVISORS = 8
"""So many divisors are thought of, the nearest first."""


def nearest_divisor(field: str, wanted: int, *numbers: int) -> Help:
    """Returns the advice to give a field the number nearest to `wanted` that divides all of the numbers.

    Args:
        field: The field.
        wanted: What was asked for.
        *numbers: What it must divide.
    """
    common = gcd(*numbers)
    root = isqrt(common)
    spend(root // 4)  # trying a divisor costs less than following a size
    small = [d for d in range(1, root + 1) if common % d == 0]
    divisors = {*small, *(common // d for d in small)}
    nearest, *others = sorted(divisors, key=lambda d: (abs(d - wanted), d))[:MOST_DIVISORS]
    what = " and ".join(map(str, dict.fromkeys(numbers)))
    setting = Setting(field, str(nearest), tuple(map(str, others)))
    text = f"write {setting}: {nearest} is the nearest number that divides {what}"
    return Help(text, is_certain=False, setting=setting)


class PaddingTooLarge(DiagnosticKind):
    """The padding of a pooling is at least as large as its window.

    Every window must contain at least one position of the input, because the maximum or mean of only padding is not
    defined. So each side may be padded by at most one position less than the window's size.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - max_pool: {size: 2, padding: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - max_pool: {size: 2, padding: 1}
        ```
    """

    padding: int
    window: int

    def message(self) -> str:
        return f"pads by {self.padding} for a window of {self.window}"

    def notes(self) -> tuple[str, ...]:
        return ("a window that lies in the padding alone has no values to pool",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"use `padding: same`, or pad by at most {self.window - 1}"),)


class SliceOutOfRange(DiagnosticKind):
    """The bounds of a `slice` are outside of its axis, or nothing is between them.

    Of `n` positions, counted from 0, a slice selects those from `start` up to but not including `stop`; negative bounds
    count from the end of the axis. Unlike in Python, bounds outside of the axis are not clipped: `0 <= start < stop <=
    n` must hold.

    Example:
        ```yaml
        archspec: 1
        input: [197, 768]
        layers:
          - slice: {axis: 0, start: 1, stop: 198}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [197, 768]
        layers:
          - slice: {axis: 0, start: 1}
        ```
    """

    what: Literal["channels", "positions"]
    start: Size
    stop: Size
    size: Size
    is_stop_given: bool

    def message(self) -> str:
        return f"takes {self.what} {self.start} up to {self.stop} of {self.size}"

    def notes(self) -> tuple[str, ...]:
        return ("counted from 0, `0 <= start < stop <= n` must hold",)

    def helps(self) -> tuple[Help, ...]:
        start, size = known(self.start), known(self.size)
        helps: list[str] = []
        if start is not None and size is not None and not 0 <= start < size:
            helps.append(f"begin at `start: {size - 1}` at the latest")
        if self.is_stop_given:
            helps.append("leave `stop` out to take all to the end")
        return (Help(", and ".join(helps)),) if helps else ()


class StepwiseInputs(DiagnosticKind):
    """A layer inside `time_distributed` takes a second tensor.

    `time_distributed` applies layers to each step of one tensor. It may contain merges, because their branches are made
    from the same steps, but not a layer that refers to another tensor, such as `crop: {like: name}`.

    Example:
        ```yaml
        archspec: 1
        input: [10, 32, 32, 3]
        layers:
          - time_distributed:
              - max_pool: {size: 2, name: small}
              - upsample: 4
              - crop: {like: small}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [10, 32, 32, 3]
        layers:
          - time_distributed:
              - max_pool: {size: 2, name: small}
              - upsample: 4
              - crop: 24
        ```
    """

    def message(self) -> str:
        return "takes a second tensor, which cannot be taken step by step"


# ---- cases of kinds in `tensors` -------------------------------------------------------------------------------------


class OpenChannels(OpenSize):
    """The number of input channels of a layer must be known."""

    shape: Shape
    noun: str = "channels"
    why: str = ""

    def message(self) -> str:
        return f"needs a known number of {self.noun}, and {self.shape} leaves it open"

    def notes(self) -> tuple[str, ...]:
        return (self.why,) if self.why else ()

    def helps(self) -> tuple[Help, ...]:
        if self.shape.rank:
            return (Help("give the last axis of the input as a number"),)
        return (
            Help(
                "make a vector of any size with `global_pool: avg` rather than `flatten`, or give the input's sizes as "
                "numbers"
            ),
        )


class OpenHalves(OpenSize):
    """A layer halves an open number of channels."""

    shape: Shape

    def message(self) -> str:
        return f"halves the channels, and {self.shape} leaves their number open"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give the last axis of the input as a number"),)


class OpenPositions(OpenSize):
    """A layer has weights for every position, and the number of positions is open."""

    shape: Shape
    what: str
    advice: Help

    def message(self) -> str:
        return f"learns {self.what} for every position, and {self.shape} leaves their number open"

    def helps(self) -> tuple[Help, ...]:
        return (self.advice,)


class OpenWeights(OpenSize):
    """A norm has weights along an axis of open size."""

    shape: Shape

    def message(self) -> str:
        return f"needs known sizes where it has weights, and {self.shape} leaves one open"

    def notes(self) -> tuple[str, ...]:
        return ("a norm learns a factor and an offset for each channel, or for each value where `axes: all`",)

    def helps(self) -> tuple[Help, ...]:
        return (Help("give the sizes of the input as numbers"),)


class OddChannels(SizeNotDivisible):
    """A layer halves an odd number of channels."""

    channels: int
    is_vector: bool

    def message(self) -> str:
        return f"halves the channels, and {self.channels} is odd"

    def notes(self) -> tuple[str, ...]:
        return ("one half is weighted by the sigmoid of the other",)

    def helps(self) -> tuple[Help, ...]:
        even = self.channels + 1
        layer = f"dense: {even}" if self.is_vector else f"conv: {{filters: {even}, size: 1}}"
        return (Help(f"make it even, in a layer before it: `{layer}`"),)


class UnexpectedChannels(ChannelMismatch):
    """The number of input channels is not `in_channels`."""

    expected: int
    channels: int

    def message(self) -> str:
        return f"expects {self.expected} channels, and {self.channels} arrive"

    def helps(self) -> tuple[Help, ...]:
        layer = f"`conv: {{filters: {self.expected}, size: 1}}`"
        return (Help(f"bring them to {self.expected}, in a layer before it: {layer}"),)


class ValuesPerChannel(ChannelMismatch):
    """The number of values in a field is not the number of channels."""

    field: str
    count: int
    channels: int

    def message(self) -> str:
        return f"has {self.count} values of `{self.field}` for {self.channels} channel{'s' * (self.channels != 1)}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give one number for all channels, or a list with one per channel"),)


class UnevenGroups(GroupsMismatch):
    """The number of groups does not divide the channels.

    Attributes:
        count: How much is split.
        noun: What is split, in the singular.
        groups: How many groups.
        numbers: All that the groups must divide.
    """

    count: int
    noun: str
    groups: int
    numbers: tuple[int, ...]

    def message(self) -> str:
        what = f"{self.count} {self.noun}{'s' * (self.count > 1)}"
        return f"splits {what} into {self.groups} groups, which leaves {self.count % self.groups} over"

    def helps(self) -> tuple[Help, ...]:
        return (nearest_divisor("groups", self.groups, *self.numbers),)


class Unpooling(DiagnosticKind, ABC):
    """What is put back does not go with what was pooled.

    Attributes:
        shape: The shape of what is put back.
        of: The shape of what was pooled.
        windows: The windows of that.
    """

    shape: Shape
    of: Shape
    windows: Shape

    def message(self) -> str:
        return f"puts {self.shape} back into {self.of}, whose windows are {self.windows}"


class UnpoolToOtherSize(Unpooling, ShapeMismatch):
    """There is not one position for each window."""

    axis: int

    def notes(self) -> tuple[str, ...]:
        return differing(self.shape[self.axis], self.windows[self.axis])


class UnpoolToOtherChannels(Unpooling, ChannelMismatch):
    """There is another number of channels."""


class UnpoolToNoSize(Unpooling, NoValidSize):
    """No size of the input suits both."""

    constraints: tuple[tuple[str, str], ...]

    def notes(self) -> tuple[str, ...]:
        return tuple(f"one asks for {left}, the other for {right}" for left, right in self.constraints)
