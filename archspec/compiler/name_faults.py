"""Diagnostics about names: of layers, kinds, blocks and params."""

from dataclasses import field

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.language.faults import UnknownParam


class UnknownName(DiagnosticKind):
    """There is no tensor with that name here.

    A name refers to the output of a layer, block, group or residual, or to an input. It is looked up in the scope where
    it is used, then in the enclosing scopes; a path such as `stage3.conv_2` leads into a scope. A tensor can only be
    used after it is made, so networks have no cycles.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
          - add: [stam, .]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
          - add: [stem, .]
        ```
    """

    text: str

    def message(self) -> str:
        return f"nothing made so far is called {self.text}"

    def notes(self) -> tuple[str, ...]:
        return ("a tensor can be used only after it is made",)


class NothingMadeYet(UnknownName):
    """An expression outside of the layers refers to one of them."""

    def message(self) -> str:
        return f"nothing is called {self.text} before the layers are made"

    def notes(self) -> tuple[str, ...]:
        return ()


class UndeclaredParam(UnknownParam):
    """A name in an expression is not a param and nothing else that is known there."""

    def message(self) -> str:
        return f"there is no param `{self.param}`"


class OutsideOfSteps(UnknownName):
    """A layer in a `time_distributed` names a tensor outside of it."""

    def message(self) -> str:
        return f"{self.text} is outside of the `time_distributed`, which sees one step at a time"

    def notes(self) -> tuple[str, ...]:
        return ()

    def helps(self) -> tuple[Help, ...]:
        return (Help("inside, begin with `.`, the step that arrives"),)


class UnknownKind(DiagnosticKind):
    """There is no layer, block or structure of that kind.

    `archspec layers` lists the kinds. The name of a spatial kind may end in the number of axes, as in `conv2d`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - covn: {filters: 16, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
        ```
    """

    word: str

    def message(self) -> str:
        return f"there is no kind `{self.word}`"


class BrokenKind(UnknownKind):
    """A kind of another package cannot be imported."""

    why: str

    def message(self) -> str:
        return self.why


class NotOfSpace(UnknownKind):
    """A kind without spatial axes is written with a number of axes.

    Attributes:
        rank: That number.
        spatial: The kind of the same purpose that does work on space, if there is one.
    """

    rank: int
    spatial: str | None

    def message(self) -> str:
        return f"`{self.word}` does not work on space: there is no `{self.word}{self.rank}d`"

    def helps(self) -> tuple[Help, ...]:
        if self.spatial:
            return (Help(f"write `{self.spatial}` for whole channels, or `{self.word}` for single values"),)
        return (Help(f"write `{self.word}`"),)


class UnknownKindInDefaults(UnknownKind):
    """`defaults` names something that is not a kind."""

    def message(self) -> str:
        return f"`defaults` names `{self.word}`, which is no kind"


class BlockInDefaults(UnknownKind):
    """`defaults` names a block."""

    def message(self) -> str:
        return f"`defaults` names `{self.word}`, which is a block; a block has its defaults in its own `params`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("write them there: `params: {name: default}`"),)


class DuplicateName(DiagnosticKind):
    """Two things in one scope have the same name.

    Names must be unique in their scope: the whole network, a block call, a group, a residual. A repeat is not a scope,
    so a name in it must contain its counter.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              times: 2
              index: i
              layers:
                - conv: {filters: 8, size: 3, name: enc}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              times: 2
              index: i
              layers:
                - conv: {filters: 8, size: 3, name: enc$i}
        ```
    """

    path: str
    line: int | None = field(compare=False)
    of_input: bool

    def message(self) -> str:
        return f"two layers are called `{self.path}`"

    def notes(self) -> tuple[str, ...]:
        what = "an input" if self.of_input else "another layer"
        return (f"{what} of that name is at line {self.line}",) if self.line else ()


class NameInRepeat(DuplicateName):
    """A repeat gives the same name in every iteration."""

    line: int | None = field(default=None, compare=False)
    of_input: bool = False

    def message(self) -> str:
        return f"a repeat makes several layers called `{self.path}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"put the counter of the repeat into the name: `{self.path.rpartition('.')[2]}$i`"),)


class OutputListedTwice(DuplicateName):
    """`outputs` lists a tensor twice."""

    line: int | None = field(default=None, compare=False)
    of_input: bool = False

    def message(self) -> str:
        return f"`{self.path}` is listed twice under `outputs`"


class ReservedName(DiagnosticKind):
    """A param, counter or block has a name that is reserved.

    Expressions use `channels`, `rank`, `spatial` and `channels_of` for the input of a layer. A block cannot have the
    name of a kind. A param of a block cannot be called `name`, `from`, `when`, `dtype` or `trainable`, because every
    item has these fields.

    Example:
        ```yaml
        archspec: 1
        params: {channels: 16}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $channels, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 16}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $width, size: 3}
        ```
    """

    word: str


class ReservedParam(ReservedName):
    """A param has the name of something that the shape checker knows."""

    def message(self) -> str:
        return f"a param cannot be called `{self.word}`"

    def notes(self) -> tuple[str, ...]:
        return (_OF_SHAPES,)


class ReservedCounter(ReservedName):
    """A counter has the name of something that the shape checker knows."""

    def message(self) -> str:
        return f"a counter cannot be called `{self.word}`"

    def notes(self) -> tuple[str, ...]:
        return (_OF_SHAPES,)


class ReservedBlock(ReservedName):
    """A block has the name of a kind."""

    def message(self) -> str:
        return f"block `{self.word}` has the name of a kind"


class ReservedBlockParam(ReservedName):
    """A param of a block has the name of a field that every item takes."""

    block: str

    def message(self) -> str:
        return f"a param of block `{self.block}` cannot be called `{self.word}`, which every item takes itself"


_OF_SHAPES = "the shape checker knows it of the tensor in front of an expression"
