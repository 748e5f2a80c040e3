"""What can be wrong with the keys and values of a spec."""

from typing import ClassVar

from archspec.diagnostics.kind import DiagnosticKind, Severity


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


class WrongValue(DiagnosticKind):
    """A value that a key or field does not take.

    Nothing is converted: `"3"` is text and no number, `true` is not 1, and a number of layers or channels is a whole
    number. In an expression `/` makes a fraction; `//` divides whole numbers.

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


class UnknownParam(DiagnosticKind):
    """There is no param of that name.

    Params are declared under `params`, of the spec or of a block. A block's layers see the spec's params and the
    block's own; they do not see the loop names of the place that calls the block. Where an expression stands the shape
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


class UnknownVariant(DiagnosticKind):
    """The spec has no variant of that name.

    Variants are named sets of values for params, under `variants`; one is chosen by `--variant NAME` or by
    `file.yaml:NAME`. The fault lies in the command, so that there is no spec that has it.
    """


class VariantsLeftOut(DiagnosticKind):
    """The variants of a spec are too many, or too large together, to be checked in one go.

    All networks of a spec together may be as large as a single one may be, and up to 1,000, fewer if the text is long.
    A variant that was left out is checked when it is named: `archspec check net.yaml:large`. There is no short example
    of it.
    """

    severity: ClassVar[Severity] = "warning"


class ChoicesLeftOut(DiagnosticKind):
    """Not every value that a param may have was checked.

    Each value under `choices` is checked with all other params at their defaults, up to 32 of them in a spec. There are
    more, or the network is too large to be checked so often, or the other params have no defaults. Any value is checked
    when it is set: `archspec check net.yaml --set size=7`. There is no short example of it.
    """

    severity: ClassVar[Severity] = "note"
