"""Diagnostics about the keys and values of a spec."""

from typing import ClassVar

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.words import listed, plural
from archspec.layers.fields import Accepts


class UnknownKey(DiagnosticKind):
    """A key or field that does not exist.

    Every key of a spec and every field of a layer is known; a misspelt one would otherwise be left out in silence. Keys
    that begin with `x-` are the author's own notes.

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
    """A field, key or param that must be there is missing.

    `archspec layers KIND` shows which fields a kind needs. A param without a default needs a value wherever its block
    is called, or from the command line if it is a param of the spec.

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
    """A value that a key or field does not take.

    Nothing is converted: `"3"` is text and no number, `true` is not 1, and a number of layers or channels is a whole
    number. In an expression `/` makes a fraction; `//` divides integers.

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
    """A value is not what its place accepts.

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
    """Values that are accepted one by one contradict each other."""

    owner: str
    why: str

    def message(self) -> str:
        return f"{self.owner}: {self.why}"


class NoMapping(WrongValue):
    """A file holds no keys."""

    def message(self) -> str:
        return "a spec is a mapping with `archspec: 1` and `layers`"


class NotALibraryName(WrongValue):
    """`use` names something that is no name."""

    given: str

    def message(self) -> str:
        return f"`use` takes the names of libraries, not {self.given}"


class UnknownParam(DiagnosticKind):
    """There is no param of that name.

    Params are declared under `params`, of the spec or of a block. A block's layers see the spec's params and the
    block's own; they do not see the loop names of the place that calls the block. Where an expression is the shape
    checker adds `channels`, `rank` and `spatial`.

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
    """The spec has no variant of that name.

    Variants are named sets of values for params, under `variants`; one is chosen by `--variant NAME` or by
    `file.yaml:NAME`. The fault lies in the command, so that there is no spec that has it.
    """

    variant: str
    spec: str = "the spec"

    def message(self) -> str:
        return f"{self.spec} has no variant `{self.variant}`"


class VariantsLeftOut(DiagnosticKind):
    """The variants of a spec are too many, or too large together, to be checked in one go.

    All networks of a spec together may be as large as a single one may be, and up to 1,000, fewer if the text is long.
    A variant that was left out is checked when it is named: `archspec check net.yaml:large`. There is no short example
    of it.
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
    """Not every value that a param may have was checked.

    Each value under `choices` is checked with all other params at their defaults, up to 32 of them in a spec. There are
    more, or the network is too large to be checked so often, or the other params have no defaults. Any value is checked
    when it is set: `archspec check net.yaml --set size=7`. There is no short example of it.
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
