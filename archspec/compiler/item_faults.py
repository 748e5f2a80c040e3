"""Diagnostics about items of `layers`, and the layers in them."""

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.language.faults import MissingField, UnknownKey, WrongValue
from archspec.tensors.faults import RankMismatch, ShapeMismatch
from archspec.tensors.shape import Shape


class MalformedItem(DiagnosticKind):
    """An item of `layers` is neither a kind with its fields nor a bare word.

    An item is a mapping with one key, the kind, or a bare word when no field is needed.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
            name: stem
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, name: stem}
        ```
    """


class BareValue(MalformedItem):
    """A kind without a main field is given a bare value."""

    word: str
    field: str | None

    def message(self) -> str:
        return f"`{self.word}` takes no bare value"

    def helps(self) -> tuple[Help, ...]:
        if self.field is None:
            return (Help(f"write `{self.word}`, or name a field: `{self.word}: {{name: …}}`"),)
        return (Help(f"name the field: `{self.word}: {{{self.field}: …}}`"),)


class SeveralKinds(MalformedItem):
    """An item has several keys."""

    keys: tuple[str, ...]

    def message(self) -> str:
        return f"an item of `layers` has one key, its kind, and this one has {len(self.keys)}"

    def helps(self) -> tuple[Help, ...]:
        kind, *others = self.keys
        fields = ", ".join(f"`{other}`" for other in others)
        return (Help(f"put {fields} inside the braces of `{kind}`, or begin a new item with `-`"),)


class NoKind(MalformedItem):
    """An item is not a kind with fields."""

    given: str
    is_list: bool

    def message(self) -> str:
        return f"an item of `layers` is a kind with its fields or a bare word, not {self.given}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("layers under one name are a `group`"),) if self.is_list else ()


class NestedSteps(MalformedItem):
    """A `time_distributed` is inside another."""

    def message(self) -> str:
        return "a `time_distributed` cannot be inside another"


class NoBranches(MalformedItem):
    """The branches of a merge are not a list.

    Attributes:
        word: The merge.
        given: What could be one of its branches.
    """

    word: str
    given: str

    def message(self) -> str:
        return f"`{self.word}` takes a list of branches"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"join it to the tensor just made: `{self.word}: [{self.given}, .]`"),)


class NoBranch(MalformedItem):
    """A branch has none of the possible forms."""

    def message(self) -> str:
        return "a branch is `.`, a name, a list of layers, or `{from: name, layers: [...]}`"


class RecursiveBlock(DiagnosticKind):
    """A block contains itself.

    A block is unfolded where it is called, so a block that calls itself, directly or through another, would never end.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stage:
            layers:
              - conv: {filters: 8, size: 3}
              - stage
        layers:
          - stage
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stage:
            layers:
              - conv: {filters: 8, size: 3}
        layers:
          - repeat: {times: 2, layers: [stage]}
        ```
    """

    block: str
    chain: tuple[str, ...]

    def message(self) -> str:
        return f"block `{self.block}` contains itself: {' -> '.join(f'`{one}`' for one in self.chain)}"


class UnequalLists(DiagnosticKind):
    """The lists of a repeat are not equally long.

    `each` iterates over all its lists together, one element of each at a time.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              each: {filters: [16, 32, 64], stride: [1, 2]}
              layers:
                - conv: {filters: $filters, size: 3, stride: $stride}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              each: {filters: [16, 32, 64], stride: [1, 2, 2]}
              layers:
                - conv: {filters: $filters, size: 3, stride: $stride}
        ```
    """

    lengths: tuple[tuple[str, int], ...]

    def message(self) -> str:
        lengths = ", ".join(f"`{counter}` has {length}" for counter, length in self.lengths)
        return f"the lists of a repeat are not equally long: {lengths}"


class RepeatWithoutTimes(MissingField):
    """A repeat has neither `times` nor `each`."""

    field: str = "times"
    inside: str = "`repeat`"

    def message(self) -> str:
        return "a repeat needs `times` or `each`"


class RepeatWithTwoCounts(UnknownKey):
    """A repeat has both `times` and `each`."""

    inside: str = "`repeat`"
    key: str = "each"

    def message(self) -> str:
        return "a repeat takes `times` or `each`, not both"


class IndexOfLists(UnknownKey):
    """A repeat over lists has an `index`, although the lists name its counters."""

    inside: str = "`repeat`"
    key: str = "index"

    def message(self) -> str:
        return "`index` goes with `times`; `each` names its counters itself"


class NotNamed(UnknownKey):
    """A structure that makes no tensor is given a name."""

    key: str = "name"
    why: str = ""

    def notes(self) -> tuple[str, ...]:
        return (self.why,)


class NoLayers(WrongValue):
    """`layers` is empty or not a list.

    Attributes:
        is_list: Whether it is a list.
    """

    is_list: bool

    def message(self) -> str:
        return "`layers` is an empty list" if self.is_list else "`layers` is empty"

    def helps(self) -> tuple[Help, ...]:
        identity = (Help("where nothing is to happen, write `[identity]`"),) if self.is_list else ()
        return (LIST_THE_LAYERS, *identity)


LIST_THE_LAYERS = Help("list the layers, each on its own line after a dash: `- conv: {filters: 16, size: 3}`")


class RankOfKind(RankMismatch):
    """A kind that is written with a number of axes is given another one."""

    word: str
    rank: int
    shape: Shape

    def message(self) -> str:
        axes = "axis" if self.rank == 1 else "axes"
        return f"is written for {self.rank} spatial {axes}, and {self.shape} has {self.shape.rank or 'none'}"

    def helps(self) -> tuple[Help, ...]:
        without = f"write `{self.word}` without `{self.rank}d`: it takes their number from its input"
        return (Help(without),) if self.shape.rank else ()


class NoSteps(RankMismatch):
    """A `time_distributed` is given a tensor without an axis of steps."""

    shape: Shape

    def message(self) -> str:
        return f"needs an axis of steps before the others, so 2 axes at least, and {self.shape} has 1"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave `time_distributed` out where there are no steps"),)


class NoProjection(ShapeMismatch):
    """No projection brings the input of a residual to the shape of its branch."""

    x: Shape
    y: Shape

    def message(self) -> str:
        return f"cannot add {self.x} to {self.y}, nor project it: no stride makes the one of the other"

    def helps(self) -> tuple[Help, ...]:
        return _OTHER_SHORTCUTS


class NoProjectionOfRank(RankMismatch):
    """A convolution does not work on so many axes, or the branch of a residual has another number of them."""

    x: Shape
    y: Shape
    is_same: bool

    def message(self) -> str:
        what = (
            f"cannot project {self.x} to {self.y}"
            if self.is_same
            else f"cannot add {self.x} to {self.y}, nor project it"
        )
        if self.x.rank == self.y.rank:
            return f"{what}: a convolution needs 1 to 3 spatial axes"
        return f"{what}: no stride makes the one of the other"

    def helps(self) -> tuple[Help, ...]:
        return _OTHER_SHORTCUTS


_OTHER_SHORTCUTS = (
    Help("divide the sizes in its layers with a `stride`, which the shortcut then takes as well"),
    Help("give `shortcut` as a list of layers that ends in the same shape"),
)
