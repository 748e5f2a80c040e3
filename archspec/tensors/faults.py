"""Diagnostics about shapes that do not fit."""

from typing import TYPE_CHECKING

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind

if TYPE_CHECKING:
    from archspec.tensors.dim import Size


class ShapeError(Exception):
    """A shape rule does not hold.

    Raised by shape rules and by the arithmetic under them; whoever walks the network adds the places.

    Attributes:
        data: What is wrong; its message continues the name of the layer.
        field: The layer's field that is to blame, where it is one.
        branches: The inputs of a merge that clash, counted from 0.
        ranks: The numbers of spatial axes that would do, where the fault is about that.
        remedies: What to do, in place of the helps of the data; None if nobody knows better.
    """

    def __init__(
        self,
        data: DiagnosticKind,
        *,
        field: str | None = None,
        branches: tuple[int, ...] = (),
        ranks: tuple[int, ...] = (),
        remedies: tuple[Help, ...] | None = None,
    ) -> None:
        super().__init__(data)
        self.data = data
        self.field = field
        self.branches = branches
        self.ranks = ranks
        self.remedies = remedies

    @property
    def kind(self) -> type[DiagnosticKind]:
        """What kind of fault it is."""
        return self.data.kind

    @property
    def message(self) -> str:
        """What is wrong, with the numbers, without the layer's name."""
        return self.data.message()

    @property
    def notes(self) -> tuple[str, ...]:
        """Causes."""
        return self.data.notes()

    @property
    def helps(self) -> tuple[Help, ...]:
        """Things to do."""
        return self.data.helps() if self.remedies is None else self.remedies

    def __str__(self) -> str:
        return self.message


class WindowTooLarge(DiagnosticKind):
    """A window does not fit into its input.

    A convolution or pooling window of `size` and `dilation` covers `dilation * (size - 1) + 1` positions. With
    `padding: valid`, or explicit padding, it must fit at least once into the padded input:
    `input + before + after >= dilation * (size - 1) + 1` on every spatial axis.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 1]
        layers:
          - conv: {filters: 8, size: 5, padding: valid}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 4, 1]
        layers:
          - conv: {filters: 8, size: 3, padding: valid}
        ```
    """

    size: int
    dilation: int
    input: "Size"
    before: int = 0
    after: int = 0

    def message(self) -> str:
        covered = self.dilation * (self.size - 1) + 1
        covers = f", {self.dilation} apart and so covering {covered}" if self.dilation > 1 else ""
        padding = self.before + self.after
        space = f"{self.input + padding} ({self.input} with {self.before} + {self.after} of padding)"
        return f"has a window of {self.size}{covers}, which does not fit into {space if padding else self.input}"

    def helps(self) -> tuple[Help, ...]:
        if not isinstance(self.input, int):
            return (Help("pad by more, or use `padding: same`"),)
        most = (self.input + self.before + self.after - 1) // self.dilation + 1
        return (Help(f"use `padding: same`, or a `size` of at most {most}"),)


class ShapeMismatch(DiagnosticKind):
    """Tensors of different shapes are merged.

    `add`, `multiply` and the other elementwise merges need inputs of the same shape; `concat` needs shapes that differ
    only along its axis. An axis of size 1 is stretched only with `broadcast: true`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - add: [., [max_pool: 2]]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - add: [., [max_pool: {size: 2, stride: 1, padding: same}]]
        ```
    """


class ChannelMismatch(DiagnosticKind):
    """Tensors with different numbers of channels are merged.

    Channels are the last axis of a shape. Elementwise merges, and `concat` along another axis, need the same number of
    channels from every input. A convolution of size 1 changes the number of channels.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - add: [., [conv: {filters: 16, size: 3}]]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - add: [[conv: {filters: 16, size: 1}], [conv: {filters: 16, size: 3}]]
        ```
    """


class RankMismatch(DiagnosticKind):
    """A tensor has the wrong number of axes.

    Merged tensors must have the same number of axes, and a layer that states its number of axes (`conv1d`,
    `max_pool3d`) needs that number. Axes are never added or removed silently.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - multiply: {branches: [., [global_pool: avg]], broadcast: true}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - multiply: {branches: [., [global_pool: {mode: avg, keep_dims: true}]], broadcast: true}
        ```
    """


class SizeNotDivisible(DiagnosticKind):
    """A size cannot be divided into equal parts.

    `space_to_depth` cuts every spatial axis into blocks of `factor`, and `depth_to_space` cuts the channels into
    `factor` parts for every spatial axis, without a remainder.

    Example:
        ```yaml
        archspec: 1
        input: [7, 7, 3]
        layers:
          - space_to_depth: 2
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - space_to_depth: 2
        ```
    """


class CropTooLarge(DiagnosticKind):
    """Nothing is left of an axis.

    A crop, or the padding of an `up_conv`, which removes positions from its output, must leave at least one position on
    every axis. A crop `like` another tensor needs an input that is at least as large.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - crop: 4
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - crop: 2
        ```
    """


class ReflectionTooLarge(DiagnosticKind):
    """Padding by reflection is larger than its input.

    Reflection repeats the input without its edge, so it can add at most one position less than the input has on each
    side.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 3]
        layers:
          - pad: {padding: 4, mode: reflect}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 4, 3]
        layers:
          - pad: {padding: 3, mode: reflect}
        ```
    """

    padding: int
    input: "Size"

    def message(self) -> str:
        return f"pads by reflection with {self.padding}, for which {self.input} is too small"

    def helps(self) -> tuple[Help, ...]:
        most = f"pad by at most {self.input - 1}, or " if isinstance(self.input, int) and self.input > 1 else ""
        return (Help(f"{most}use `mode: edge`, which repeats the edge as often as needed"),)


class OutputPaddingMismatch(DiagnosticKind):
    """No input of a convolution fits the output of an `up_conv`.

    An `up_conv` reverses the shapes of a convolution. With a stride of `s`, a convolution maps `s` different sizes to
    the same one, and `output_padding`, from 0 to `s - 1`, selects one of them. With `padding: same` and a window that
    covers an even number of positions, 0 is not possible.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - up_conv: {filters: 8, size: 2, stride: 2, output_padding: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - up_conv: {filters: 8, size: 2, stride: 2, output_padding: 1}
        ```
    """


class ReshapeMismatch(DiagnosticKind):
    """The new shape has another number of values.

    A reshape keeps all values: the product of the sizes must not change. One size may be -1, for what is left.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - reshape: [10, 10]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        layers:
          - reshape: [16, -1]
        ```
    """


class OpenSize(DiagnosticKind):
    """A size must be known, but is open.

    Weights are made before any data is seen, so every size they depend on must be known, such as the channels of the
    input. Flattening open axes makes the number of channels open.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - flatten
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - global_pool: avg
          - dense: 10
        ```
    """


class GroupsMismatch(DiagnosticKind):
    """The groups of a convolution do not divide its channels.

    A convolution with `groups` splits its input channels and its filters into that many equal parts, and connects each
    part of the one with one of the other; `groups` must divide both numbers.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 6]
        layers:
          - conv: {filters: 8, size: 3, groups: 4}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 6]
        layers:
          - conv: {filters: 8, size: 3, groups: 2}
        ```
    """


class DilatedStride(DiagnosticKind):
    """A convolution has both a stride and a dilation.

    Keras builds `conv` and `up_conv` with a stride or with a dilation, not with both, not even on different axes.
    Depthwise and separable convolutions may have both.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, stride: 2, dilation: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, dilation: 2}
          - max_pool: {size: 1, stride: 2}
        ```
    """

    stride: int
    dilation: int
    transposed: bool

    def message(self) -> str:
        return f"has a stride of {self.stride} and a dilation of {self.dilation}, and only one of them may be above 1"

    def helps(self) -> tuple[Help, ...]:
        if self.transposed:
            return (Help(f"leave `dilation` out, or say `stride: 1`, and before it `upsample: {self.stride}`"),)
        pool = f"`max_pool: {{size: 1, stride: {self.stride}}}`"
        return (Help(f"leave `stride` out, and step in a layer of its own after it: {pool}"),)


class NoValidSize(DiagnosticKind):
    """The network works for no size of its input.

    Every merge, crop and window may have a condition on an open size: that it is even, or at least 16. Here the
    conditions of two parts of the network contradict each other.

    Example:
        ```yaml
        archspec: 1
        input: [T, 4]
        layers:
          - add: {branches: [., [max_pool: 2, upsample: 2]], name: even}
          - crop: {cropping: [[1, 0]], from: input}
          - add: {branches: [., [max_pool: 2, upsample: 2]], name: odd}
        outputs: [even, odd]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [T, 4]
        layers:
          - add: {branches: [., [max_pool: 2, upsample: 2]], name: even}
          - crop: {cropping: [[2, 0]], from: input}
          - add: {branches: [., [max_pool: 2, upsample: 2]], name: shorter}
        outputs: [even, shorter]
        ```
    """


class NoCommonSize(NoValidSize):
    """No size of the input suits both of two sizes that are computed with.

    Attributes:
        first: The one.
        other: The other.
        constraints: What the one and the other ask of an open size.
    """

    first: "Size"
    other: "Size"
    constraints: tuple[tuple[str, str], ...]

    def message(self) -> str:
        return f"no sizes will do for both {self.first} and {self.other}"

    def notes(self) -> tuple[str, ...]:
        return tuple(f"one asks for {left}, the other for {right}" for left, right in self.constraints)


class BranchCount(DiagnosticKind):
    """A merge has too few or too many branches.

    `subtract` subtracts the second of exactly two branches from the first.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - subtract: [., input, input]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - subtract: [., input]
        ```
    """

    count: int

    def message(self) -> str:
        return f"takes one branch away from another, and has {self.count} branch{'es' * (self.count != 1)}"

    def helps(self) -> tuple[Help, ...]:
        several = "take the sum of several away: `subtract: [a, sum]` after an `add` called `sum`"
        return (Help(several),) if self.count > 1 else ()
