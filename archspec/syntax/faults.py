"""What can be wrong with the characters, values and size of a text, before anything in it means anything.

What is wrong with its YAML is in `yaml_faults`, what is wrong with expressions in `expression_faults`.
"""

from typing import ClassVar, Literal

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.words import short
from archspec.syntax.characters import describe
from archspec.syntax.core_schema import Value

REPEAT = Help("write layers that repeat with `repeat` and `blocks`")


class FileTooLarge(DiagnosticKind):
    """A file is larger than 1 MiB.

    No network needs a spec of this size: what repeats belongs into `repeat` and `blocks`. The file is not read. There
    is no short example of it.
    """

    most: int
    unit: Literal["bytes", "characters"]

    def message(self) -> str:
        return f"the file has more than {self.most:,} {self.unit}"

    def helps(self) -> tuple[Help, ...]:
        return (REPEAT,)


class NotUtf8(DiagnosticKind):
    """A file is not UTF-8 text.

    Specs are read as UTF-8, whatever the machine. An editor that saves in another encoding (Latin-1, UTF-16) must be
    told, or the file is not text at all. An example cannot be shown, for this page is UTF-8.
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

    character: str

    def message(self) -> str:
        return f"{describe(self.character)} cannot stand in a spec"


class ForbiddenEscape(ForbiddenCharacter):
    """An escape in double quotes brings it in."""

    def message(self) -> str:
        return f"{super().message()}, not even as an escape"


class NestingTooDeep(DiagnosticKind):
    """Lists and mappings, layers, or parts of an expression, are nested more than 64 deep.

    Aliases count as what they stand for, and blocks as the layers in them. In an expression parentheses, lists and
    calls count, and so does every further term of a sum: add many numbers with `sum([…])`. Nothing else that a person
    writes comes near; a file that does is broken, or made to break its reader. There is no short example of it.
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
    """A file holds more than 100,000 keys, values and lists.

    Aliases count as what they stand for, so that a few lines that repeat each other cannot fill the memory. Layers
    that repeat belong into `repeat` and `blocks`. There is no short example of it.
    """

    most: int

    def message(self) -> str:
        return f"with this the file holds more than {self.most:,} keys, values and lists"

    def helps(self) -> tuple[Help, ...]:
        return (REPEAT,)


class TooManyAnchors(DiagnosticKind):
    """A file holds more than 1,000 anchors.

    Values shared by many layers go under `defaults`, `params` or `blocks`. There is no short example of it.
    """

    most: int

    def message(self) -> str:
        return f"with this the file holds more than {self.most:,} anchors"


class TooManyFindings(DiagnosticKind):
    """A file has 1,000 findings and more.

    The rest of it is not read. A network is not looked at further after 1,000 faults, or after 3,000 where those of
    every turn of a repeat are counted. Mend or allow the first, and check again. There is no short example of it.
    """


class TextHasTooMany(TooManyFindings):
    """A text has."""

    number: int

    def message(self) -> str:
        return f"the file has {self.number:,} findings up to here; the rest is not read"


class FindingsLeftOut(DiagnosticKind):
    """A spec has more than 1,000 findings, and the others are not told.

    Nobody reads as many. Those that are told are the worst of them; mend or allow them, and check again. There is no
    short example of it.
    """

    severity: ClassVar[Severity] = "warning"

    most: int

    def message(self) -> str:
        return f"these are {self.most:,} findings, and the others are left out"


class ScalarTooLong(DiagnosticKind):
    """A single value is longer than 65,536 characters.

    No name, number, expression or description is. There is no short example of it.
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
    """YAML 1.1 reads a word or a number otherwise than archspec does.

    Specs are read by YAML 1.2: `yes`, `no`, `on` and `off` are text, and so are `0b11`, `1_000` and
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
