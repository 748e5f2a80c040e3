"""What can be wrong with the text of a spec, before anything in it means anything.

The faults of expressions are in `expression_faults`.
"""

from typing import ClassVar

from archspec.diagnostics.kind import DiagnosticKind, Severity


class FileTooLarge(DiagnosticKind):
    """A file is larger than 1 MiB.

    No network needs a spec of this size: what repeats belongs into `repeat` and `blocks`. The file is not read. There
    is no short example of it.
    """


class NotUtf8(DiagnosticKind):
    """A file is not UTF-8 text.

    Specs are read as UTF-8, whatever the machine. An editor that saves in another encoding (Latin-1, UTF-16) must be
    told, or the file is not text at all. An example cannot be shown, for this page is UTF-8.
    """


class ForbiddenCharacter(DiagnosticKind):
    r"""A character cannot stand in a spec.

    These are control characters other than tab and line ends, halves of surrogate pairs, the byte-order mark, and the
    line ends (U+0085, U+2028, U+2029) of which YAML versions and editors disagree whether they are any. An escape in
    double quotes cannot bring them in either, except for the last two.

    Example:
        ```yaml
        archspec: 1
        name: "bell\a"
        input: [4]
        layers: [dense: 2]
        ```

    Instead:
        ```yaml
        archspec: 1
        name: bell
        input: [4]
        layers: [dense: 2]
        ```
    """


class InvalidYaml(DiagnosticKind):
    """The text is not YAML.

    The item in which that is so is left out, with all that depends on it; everything else is checked. The mistake may
    be a little before the place that is shown. The commonest ones are a bracket or a quote that is not closed, a
    missing space after a colon, a tab, and a line that is not indented like its neighbours. An expression that holds a
    bracket needs quotes inside `{…}` and `[…]`.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ```
    """


class SplitExpression(DiagnosticKind):
    """A comma or a bracket cuts an expression in two.

    Inside `{…}` and `[…]`, commas and brackets end a value: YAML knows nothing of the parentheses of an expression. A
    value that holds any of them goes in quotes.

    Example:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers:
          - dense: {units: $(min(width, 4))}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers:
          - dense: {units: "$(min(width, 4))"}
        ```
    """


class ParenthesizedList(DiagnosticKind):
    """A list stands in parentheses.

    Python writes a tuple so. YAML knows brackets only: inside `{…}` and `[…]`, the comma ends the value.

    Example:
        ```yaml
        archspec: 1
        input: [8, 64, 64, 1]
        layers:
          - conv: {filters: 4, size: (1, 3, 3), padding: same}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 64, 64, 1]
        layers:
          - conv: {filters: 4, size: [1, 3, 3], padding: same}
        ```
    """


class EmptyFile(DiagnosticKind):
    """A file holds nothing, or nothing but comments.

    The smallest spec has a language version, an input and a list of layers.

    Example:
        ```yaml
        # archspec: 1
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ```
    """


class SeveralDocuments(DiagnosticKind):
    """A file holds more than one YAML document.

    A line `---` begins another document. One file is one spec; several networks that share parts use `variants`,
    `use` or `extends`.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ---
        archspec: 1
        input: [4]
        layers: [dense: 3]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {units: 2}
        variants: {wide: {units: 3}}
        input: [4]
        layers: [dense: $units]
        ```
    """


class DuplicateKey(DiagnosticKind):
    """A key stands twice in one mapping.

    Many YAML readers keep the last one silently, and the first is lost. Keys are read as text, so that `50` and `"50"`
    are the same key.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {units: 2, units: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {units: 3}
        ```
    """


class MergeKey(DiagnosticKind):
    """A merge key `<<` stands in a mapping.

    Merge keys belong to YAML 1.1 and hide where a value comes from. Values shared by many layers go under `defaults`
    or in a block with params.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        x-shared: &shared {size: 3, bias: false}
        layers:
          - conv: {<<: *shared, filters: 4}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 3]
        defaults: {conv: {size: 3, bias: false}}
        layers:
          - conv: {filters: 4}
        ```
    """


class CompoundKey(DiagnosticKind):
    """A key is a list or a mapping.

    YAML allows it; a spec has only names for keys. Often a value that begins with `{` or `[` was meant as text and
    lacks its quotes.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {[units]: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {units: 2}
        ```
    """


class UnknownTag(DiagnosticKind):
    """A value carries a tag that is not one of YAML's core tags.

    Tags make other readers build objects, or run code. A spec knows `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`,
    `!!seq` and `!!map`, and seldom needs any. `%TAG` lines are refused with them.

    Example:
        ```yaml
        archspec: 1
        input: !tuple [4]
        layers: [dense: 2]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ```
    """


class TagMismatch(DiagnosticKind):
    """A value is not what its tag says.

    A core tag such as `!!int` is obeyed, so the text after it must be an integer.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: !!int two]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ```
    """


class UndefinedAlias(DiagnosticKind):
    """An alias names no anchor.

    `*name` repeats the value that was marked `&name` earlier in the file. A star that is meant as text needs quotes.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: *units]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        x-units: &units 2
        layers: [dense: *units]
        ```
    """


class RecursiveAlias(DiagnosticKind):
    """An alias stands inside the value that it repeats.

    The value would have to hold itself, without end.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: &all [dense: 2, residual: *all]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - &layer
            dense: 4
          - residual: [*layer]
        ```
    """


class NestingTooDeep(DiagnosticKind):
    """Lists and mappings are nested more than 64 deep.

    Aliases count as what they stand for. Nothing that a person writes comes near; a file that does is broken, or made
    to break its reader. There is no short example of it.
    """


class TooManyNodes(DiagnosticKind):
    """A file holds more than 100,000 keys, values and lists.

    Aliases count as what they stand for, so that a few lines that repeat each other cannot fill the memory. Layers
    that repeat belong into `repeat` and `blocks`. There is no short example of it.
    """


class TooManyAnchors(DiagnosticKind):
    """A file holds more than 1,000 anchors.

    Values shared by many layers go under `defaults`, `params` or `blocks`. There is no short example of it.
    """


class TooManyFindings(DiagnosticKind):
    """A file has 1,000 findings and more.

    The rest of it is not read. A network is not looked at further after 1,000 faults, or after 3,000 where those of
    every turn of a repeat are counted. Mend or allow the first, and check again. There is no short example of it.
    """


class FindingsLeftOut(DiagnosticKind):
    """A spec has more than 1,000 findings, and the others are not told.

    Nobody reads as many. Those that are told are the worst of them; mend or allow them, and check again. There is no
    short example of it.
    """

    severity: ClassVar[Severity] = "warning"


class ScalarTooLong(DiagnosticKind):
    """A single value is longer than 65,536 characters.

    No name, number, expression or description is. There is no short example of it.
    """


class NumberTooLarge(DiagnosticKind):
    """A number is too large.

    Integers have at most 20 digits, other numbers are at most about 1.8e308. It holds for numbers in the file and for
    the result of every step of an expression.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 1000000000000000000000]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 1000]
        ```
    """


class AmbiguousScalar(DiagnosticKind):
    """YAML 1.1 reads a word or a number otherwise than archspec does.

    Specs are read by YAML 1.2: `yes`, `no`, `on` and `off` are text, and so are `1:30`, `0b11`, `1_000` and
    `2020-01-01`; `010` is ten. Many tools still follow version 1.1, where these are booleans, other numbers and dates,
    and whoever wrote the line may have meant that. Say what is meant: `true` or a plain number, or text in quotes.
    (Quantities under `expect` may be written `25_557_032`.)

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {units: 010}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - dense: {units: 10}
        ```
    """

    severity: ClassVar[Severity] = "warning"
