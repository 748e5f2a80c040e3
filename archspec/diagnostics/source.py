"""Source text and places in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True, eq=False)
class SourceFile:
    """The text of one file.

    Attributes:
        name: The file as the user named it; `<text>` or `<stdin>` where there is none.
        text: The decoded text, without a byte-order mark.
    """

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text as the YAML reader counts them, without their ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def __repr__(self) -> str:
        return f"SourceFile({self.name!r})"


class Span(NamedTuple):
    """A stretch of text. Lines and columns count from 1; the end is exclusive, in characters.

    Attributes:
        file: The file that the stretch is in.
        line: First line.
        column: First column.
        end_line: Last line.
        end_column: Column after the last character, on `end_line`.
    """

    file: SourceFile
    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, start: int, length: int) -> "Span":
        """Returns the stretch of `length` characters that begins `start` characters into this one's first line."""
        column = self.column + start
        return Span(self.file, self.line, column, self.line, column + max(length, 1))

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}:{self.column}"
