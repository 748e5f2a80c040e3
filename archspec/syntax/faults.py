"""Diagnostics about the characters, scalars and size of a text.

Those about YAML are in `yaml_faults`, those about expressions in `expression_faults`.
"""

from typing import ClassVar, Literal

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.words import short
from archspec.syntax.characters import describe
from archspec.syntax.core_schema import Value

REPEAT = Help("write layers that repeat with `repeat` and `blocks`")


class FileTooLarge(DiagnosticKind):
    """A file is larger than 1 MiB.

    No network needs a spec of this size: use `repeat` and `blocks` for what repeats. The file is not read. There is no
    short example.
    """

    most: int
    unit: Literal["bytes", "characters"]

    def message(self) -> str:
        return f"the file has more than {self.most:,} {self.unit}"

    def helps(self) -> tuple[Help, ...]:
        return (REPEAT,)


class NotUtf8(DiagnosticKind):
    """A file is not UTF-8 text.

    Specs are always read as UTF-8. Either the editor saves in another encoding (Latin-1, UTF-16), or the file is not
    text. An example cannot be shown, because this page is UTF-8.
    """

    byte: int
    offset: int
    is_utf16: bool

    def message(self) -> str:
        return f"the byte 0x{self.byte:02x} at offset {self.offset:,} is not UTF-8 text"

    def notes(self) -> tuple[str, ...]:
        return ("the file begins as UTF-16 does",) if self.is_utf16 else ()

    def helps(self) -> tuple[Help, ...]:
        return (Help("save the file as UTF-8"),)


class ForbiddenCharacter(DiagnosticKind):
    r"""A character is not allowed in a spec.

    These are control characters other than tab and line ends, halves of surrogate pairs, the byte-order mark, and the
    characters U+0085, U+2028 and U+2029, which only some YAML versions and editors treat as line ends. Only the last
    two can be written as an escape in double quotes.

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

    character: str

    def message(self) -> str:
        return f"{describe(self.character)} is not allowed in a spec"


class ForbiddenEscape(ForbiddenCharacter):
    """An escape in double quotes brings it in."""

    def message(self) -> str:
        return f"{super().message()}, not even as an escape"


class NestingTooDeep(DiagnosticKind):
    """Lists and mappings, layers, or parts of an expression, are nested more than 64 deep.

    Aliases count as what they repeat, and blocks as the layers in them. In an expression, parentheses, lists, calls and
    every further term of a sum count: add many numbers with `sum([…])`. Files written by people do not come near this
    limit. There is no short example.
    """


class TextTooDeep(NestingTooDeep):
    """Lists and mappings are."""

    most: int

    def message(self) -> str:
        return f"this is nested more than {self.most} deep"


class MuchTooDeep(NestingTooDeep):
    """The YAML reader gives up by itself."""

    def message(self) -> str:
        return "this is nested much too deep"


class TooManyNodes(DiagnosticKind):
    """A file has more than 100,000 keys, values and lists.

    Aliases count as what they repeat, so that a few lines cannot fill the memory. Use `repeat` and `blocks` for layers
    that repeat. There is no short example.
    """

    most: int

    def message(self) -> str:
        return f"with this the file holds more than {self.most:,} keys, values and lists"

    def helps(self) -> tuple[Help, ...]:
        return (REPEAT,)


class TooManyAnchors(DiagnosticKind):
    """A file has more than 1,000 anchors.

    Use `defaults`, `params` or `blocks` for values that many layers share. There is no short example.
    """

    most: int

    def message(self) -> str:
        return f"with this the file holds more than {self.most:,} anchors"


class TooManyDiagnostics(DiagnosticKind):
    """A file has 1,000 diagnostics or more.

    The rest of it is not read. A network is not checked further after 1,000 errors, or after 3,000 if those in every
    iteration of a repeat are counted. Fix or allow the first ones, and check again. There is no short example.
    """


class TextHasTooMany(TooManyDiagnostics):
    """A text has."""

    number: int

    def message(self) -> str:
        return f"the file has {self.number:,} diagnostics up to here; the rest is not read"


class DiagnosticsLeftOut(DiagnosticKind):
    """A spec has more than 1,000 diagnostics, and the least severe of them are not reported.

    Fix or allow those that are reported, and check again. There is no short example.
    """

    severity: ClassVar[Severity] = "warning"

    most: int

    def message(self) -> str:
        return f"more than {self.most:,} diagnostics: the others are left out"


class ScalarTooLong(DiagnosticKind):
    """A single value is longer than 65,536 characters.

    No name, number, expression or description needs that. There is no short example.
    """

    length: int
    most: int

    def message(self) -> str:
        return f"a value has {self.length:,} characters, more than {self.most:,}"


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


class WrittenTooLarge(NumberTooLarge):
    """A number is written that is too large."""

    number: str
    most_digits: int

    def message(self) -> str:
        limits = f"integers have at most {self.most_digits} digits, others reach 1.8e308"
        return f"the number `{short(self.number)}` is too large: {limits}"


class AmbiguousScalar(DiagnosticKind):
    """YAML 1.1 reads a word or a number differently.

    Specs are YAML 1.2: `yes`, `no`, `on` and `off` are text, and so are `0b11`, `1_000` and `2020-01-01`; `010` is ten.
    Many tools still follow version 1.1, where these are booleans, other numbers and dates. Write what you mean: `true`
    or a plain number, or text in quotes. (Quantities under `expect` may be written `25_557_032`.)

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

    text: str
    value: Value
    other: str

    @property
    def _shown(self) -> str:
        return self.other if self.other == "a date" else f"`{self.other}`"

    @property
    def _meaning(self) -> str:
        return "text" if isinstance(self.value, str) else f"`{self.value}`"

    def message(self) -> str:
        return f"`{self.text}` is {self._meaning} here, but {self._shown} where YAML 1.1 is read"

    def helps(self) -> tuple[Help, ...]:
        if not isinstance(self.value, str):
            return (Help(f"write {self._meaning} or {self._shown}, whichever is meant"),)
        advice = Help(f'put it in quotes if text is meant: `"{self.text}"`')
        return (advice,) if self.other == "a date" else (Help(f"write {self._shown} if that is meant"), advice)
