"""Diagnostics about the keys and values of a spec."""

from typing import ClassVar

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.words import listed, plural
from archspec.layers.fields import Accepts


class UnknownKey(DiagnosticKind):
    """A key or field does not exist.

    Unknown keys are errors, because a misspelt key would otherwise be ignored silently. Keys that begin with `x-` are
    free for your own data.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filter: 16, size: 3, filters: 16}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, x-note: as in the paper}
        ```
    """

    inside: str
    key: str

    def message(self) -> str:
        return f"{self.inside} has no `{self.key}`"


class MissingField(DiagnosticKind):
    """A required field, key or param is missing.

    `archspec layers KIND` shows which fields a kind requires. A param without a default must be set wherever its block
    is called; a param of the spec, on the command line or in Python.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
        ```
    """

    field: str
    inside: str
    accepts: Accepts | None = None

    def message(self) -> str:
        return f"`{self.field}` is missing from {self.inside}"

    def notes(self) -> tuple[str, ...]:
        return (f"`{self.field}` is {self.accepts}",) if self.accepts else ()


class MissingVersion(MissingField):
    """A spec does not say in which version of the language it is written."""

    field: str = "archspec"
    inside: str = "the spec"

    def message(self) -> str:
        return "`archspec`, the version of the language, is missing"


class MissingLayers(MissingField):
    """A file has neither layers nor blocks."""

    field: str = "layers"
    inside: str = "the spec"

    def notes(self) -> tuple[str, ...]:
        return ("`layers` is a list of layers; a library of blocks has `blocks` and no inputs",)


class WrongValue(DiagnosticKind):
    """A key or field does not accept a value.

    Values are not converted: `"3"` is text, not a number; `true` is not 1; a number of layers or channels is an
    integer. In an expression, `/` gives a float; `//` divides integers.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: $(96 / 2), size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: $(96 // 2), size: 3}
        ```
    """


class NotAccepted(WrongValue):
    """A value is not one that its key or field accepts.

    Attributes:
        what: What has the value, as the message begins.
        accepts: What it accepts.
        given: What was given, as the message shows it; empty if that is too much to show.
        why: Why it is not accepted, where that does not go without saying.
    """

    what: str
    accepts: Accepts
    given: str = ""
    why: str = ""

    def message(self) -> str:
        return f"{self.what} must be {self.accepts}" + (f", not {self.given}" if self.given else "")

    def notes(self) -> tuple[str, ...]:
        return (self.why,) if self.why else ()


class UnknownWord(WrongValue):
    """There is no norm, activation or other object of that name."""

    noun: str
    word: str

    def message(self) -> str:
        return f"no {self.noun} is called `{self.word}`"


class Contradiction(WrongValue):
    """Values contradict each other."""

    owner: str
    why: str

    def message(self) -> str:
        return f"{self.owner}: {self.why}"


class NoMapping(WrongValue):
    """A file is not a mapping."""

    def message(self) -> str:
        return "a spec is a mapping with `archspec: 1` and `layers`"


class NotALibraryName(WrongValue):
    """`use` contains something that is not a name."""

    given: str

    def message(self) -> str:
        return f"`use` takes the names of libraries, not {self.given}"


class UnknownParam(DiagnosticKind):
    """There is no param with that name.

    Params are declared under `params`, of the spec or of a block. The layers of a block see the spec's params and the
    block's own, but not the counters around the call of the block. Expressions in layers also know `channels`, `rank`
    and `spatial`.

    Example:
        ```yaml
        archspec: 1
        params: {width: 16}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $widht, size: 3}
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

    param: str
    owner: str = "the spec"

    def message(self) -> str:
        return f"{self.owner} has no param `{self.param}`"


class UnknownVariant(DiagnosticKind):
    """The spec has no variant with that name.

    Variants are named sets of values for params, under `variants`. Select one by `--variant NAME` or `file.yaml:NAME`.
    Since the mistake is in the command, there is no example of a spec.
    """

    variant: str
    spec: str = "the spec"

    def message(self) -> str:
        return f"{self.spec} has no variant `{self.variant}`"


class VariantsLeftOut(DiagnosticKind):
    """The variants of a spec are too many, or too large together, to be checked at once.

    All networks of a spec together may be as large as a single one may be, and there may be up to 1,000 of them, or
    fewer if the text is long. To check a variant that was left out, name it: `archspec check net.yaml:large`. There is
    no short example.
    """

    severity: ClassVar[Severity] = "warning"

    variants: tuple[str, ...]

    def message(self) -> str:
        return f"not checked: {plural(len(self.variants), 'variant')}, {listed(self.variants)}"

    def notes(self) -> tuple[str, ...]:
        return ("the networks before them are too many, or too large together",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"check one by its name: `--variant {self.variants[0]}`"),)


class ChoicesLeftOut(DiagnosticKind):
    """Not every value of `choices` was checked.

    Each value under `choices` is checked with all other params at their defaults, up to 32 values in a spec. Here there
    are more, or the network is too large to be checked so often, or the other params have no defaults. To check a
    value, set it: `archspec check net.yaml --set size=7`. There is no short example.
    """

    severity: ClassVar[Severity] = "note"

    choices: tuple[str, ...]
    most: int
    needs_variant: bool

    def message(self) -> str:
        return f"not checked: {plural(len(self.choices), 'choice')}, {listed(self.choices)}"

    def notes(self) -> tuple[str, ...]:
        if self.needs_variant:
            return ("a choice is checked with all other params at their defaults, which not all have",)
        return (f"at most {self.most} are checked, fewer if the networks are large",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"check one by setting it: `--set {self.choices[0]}`"),)
