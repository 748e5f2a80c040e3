"""Diagnostics about the YAML of a text."""

from typing import Literal

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.words import short


class InvalidYaml(DiagnosticKind):
    """The text is not YAML.

    The item with the mistake is left out, with everything that depends on it; the rest is checked. The mistake may be a
    little before the place that is shown. The most common ones are an unclosed bracket or quote, a missing space after
    a colon, a tab, and a line that is not indented like its neighbours. Inside `{…}` and `[…]`, an expression with a
    bracket needs quotes.

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

    problem: str
    sign: str = ""
    other: str = ""

    def message(self) -> str:
        return YAML_PROBLEMS[self.problem][0].format(self.sign, self.other)

    def helps(self) -> tuple[Help, ...]:
        advice = YAML_PROBLEMS[self.problem][1]
        return (Help(advice.format(self.sign, self.other, _CLOSING.get(self.other))),) if advice else ()


_CLOSING = {"{": "}", "[": "]"}

YAML_PROBLEMS = {
    "beginning": ("a value cannot begin with {}", "put the value in quotes"),
    "bare key": ("a key has no colon and no value", "write `key: value`"),
    "braces after $": (
        "a comma is missing between the values in `{}`",
        "a value is written `$name` or `$(expression)`, in parentheses",
    ),
    "comma": ("a comma is missing between the values in `{}`", "put a comma between two values, or quotes around one"),
    "cut expression": ("`{}` ends the value inside `{}`, in the middle of an expression", "put the value in quotes"),
    "dash": (
        "a list with dashes cannot begin in the middle of a line",
        "begin it on a line of its own, or write it as `[…]`",
    ),
    "directive": ("a line that begins with `%` is an instruction to the YAML reader", "take the line out"),
    "end in brackets": ("the text ends inside brackets", "close them with `]` or `}}`"),
    "escape": (
        "a backslash begins no escape that YAML knows",
        r"in double quotes write a backslash as `\\`, or use single quotes",
    ),
    "going on": ("this line is indented as if it went on with the value above", "indent it like the line above"),
    "item among keys": ("a list item is among the keys of a mapping", "indent the list under its key"),
    "key among items": (
        "a key is among the items of a list",
        "begin the line with `- `, or end the list before it",
    ),
    "misplaced": ("this line is indented like none of those before it", "indent it like the lines that it belongs to"),
    "missing colon": ("a colon is missing after `{}`", "write `{}: {{…}}`"),
    "missing key": ("a key is missing here", "write `key: value`"),
    "missing space": ("a space is missing after the colon", "write `key: value`"),
    "missing value": ("a value is missing before `{}`", "write one, or put a sign that belongs to it in quotes"),
    "more after a value": (
        "`{}` follows after the value has ended",
        "put the whole value in quotes, or the rest on a line of its own",
    ),
    "more after the end": ("`{}` follows after the value has ended", "put the whole value in quotes"),
    "no name": ("`{0}` is not followed by a name", "put the value in quotes if `{0}` belongs to it"),
    "no-break space": ("a no-break space (U+00A0) is in the indentation of the line", "indent with ordinary spaces"),
    "open bracket": ("`{0}` is never closed", "close it with `{1}`"),
    "open quote": ("the quote `{0}` is never closed", "end the text with `{0}`"),
    "question mark": ("`? ` cannot begin a key here", "put the value in quotes if `?` belongs to it"),
    "second colon": ("there is a second `: ` in one value", "put the value in quotes if the colon belongs to it"),
    "stray bracket": ("`{}` closes nothing", "take it out"),
    "stray comma": ("there is no value before the comma", "take the comma out"),
    "tab": ("a tab is in the indentation of the line", "indent with spaces"),
    "tag": ("the tag is not one of YAML's core tags", "leave the tag out"),
    "text beside a sign": (
        "text is on the same line as `{0}`",
        "write the text on the lines below, or put it in quotes if `{0}` belongs to it",
    ),
    "unexplained": ("this is not YAML ({})", ""),
    "wrong bracket": ("`{0}` cannot close `{1}`", "close it with `{2}`"),
}
"""What is wrong where a text is not YAML, and what to do, with the sign at fault and another that belongs to it."""


class SplitExpression(DiagnosticKind):
    """A comma or a bracket splits an expression.

    Inside `{…}` and `[…]`, a comma or a bracket ends a value, even in the parentheses of an expression. Put such an
    expression in quotes.

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

    sign: str
    value: str

    def message(self) -> str:
        return f"`{self.sign}` ends the value after `{short(self.value)}`, in the middle of an expression"


class ParenthesizedList(DiagnosticKind):
    """A list is in parentheses.

    This is how Python writes a tuple. YAML only has brackets: inside `{…}` and `[…]`, the comma ends the value.

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

    def message(self) -> str:
        return "a list is written in brackets, not in parentheses"


class EmptyFile(DiagnosticKind):
    """A file is empty, or has only comments.

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

    has_comments: bool

    def message(self) -> str:
        return "the file holds nothing but comments" if self.has_comments else "the file is empty"


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

    def message(self) -> str:
        return "a second document begins here"


class DuplicateKey(DiagnosticKind):
    """A key occurs twice in one mapping.

    Many YAML readers silently keep only the last one. Keys are read as text, so `50` and `"50"` are the same key.

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

    key: str
    is_layer: bool = False

    def message(self) -> str:
        return f"the key `{short(self.key)}` occurs twice"

    def helps(self) -> tuple[Help, ...]:
        if not self.is_layer:
            return ()
        return (Help(f"put a dash in front of each layer: `layers` is a list: `- {short(self.key)}: …`"),)


class MergeKey(DiagnosticKind):
    """A mapping contains a merge key, `<<`.

    Merge keys belong to YAML 1.1 and hide where a value comes from. Put values that many layers share under `defaults`,
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

    def message(self) -> str:
        return "`<<` merges mappings in YAML 1.1 only"

    def helps(self) -> tuple[Help, ...]:
        return (Help("write the shared values under `defaults`, or in a block with params"),)


class CompoundKey(DiagnosticKind):
    """A key is a list or a mapping.

    YAML allows it, but the keys of a spec are names. Often, text that begins with `{` or `[` lacks its quotes.

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

    what: Literal["a list", "a mapping", "a list or a mapping"]

    def message(self) -> str:
        return f"{self.what} is used as a key; keys are names"


class UnknownTag(DiagnosticKind):
    """A value has a tag that is not one of YAML's core tags.

    Tags make other readers build objects, or run code. A spec may use `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`,
    `!!seq` and `!!map`, and rarely needs any. `%TAG` lines are not allowed either.

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

    tag: str

    def message(self) -> str:
        return f"`{short(self.tag)}` is not a core tag of YAML"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave the tag out"),)


class TagDirective(UnknownTag):
    """A line declares tags."""

    tag: str = "%TAG"

    def message(self) -> str:
        return "`%TAG` declares tags, but only the core tags of YAML are allowed"

    def helps(self) -> tuple[Help, ...]:
        return ()


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

    tag: str
    value: str

    def message(self) -> str:
        return f"`{short(self.value)}` is not what its tag `!!{self.tag}` says"


class MisplacedTag(TagMismatch):
    """A tag does not fit the type of its value."""

    def message(self) -> str:
        return f"the tag `!!{self.tag}` does not fit {self.value}"


class UndefinedAlias(DiagnosticKind):
    """An alias refers to no anchor.

    `*name` repeats the value that was marked `&name` earlier in the file. Text that begins with a star needs quotes.

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

    alias: str

    def message(self) -> str:
        alias = short(self.alias)
        return f"`*{alias}` repeats a value, but no value before it is marked `&{alias}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("put it in quotes if text is meant"),)


class RecursiveAlias(DiagnosticKind):
    """An alias is inside the value that it repeats.

    The value would contain itself, without end.

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

    alias: str

    def message(self) -> str:
        return f"`*{short(self.alias)}` is inside the value that it repeats"
