"""Source text and places in it."""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class SourceFile:
    """The text of one file.

    Attributes:
        name: The file as the user named it; `<text>` or `<stdin>` where there is none.
        text: The decoded text, without a byte-order mark.
        editable: Whether it is a text that a fix could change; what is on a command line is not.
    """

    name: str
    text: str
    editable: bool = True

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text as the YAML reader counts them, without their ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int | None:
        """Returns where a line and column stand in the text, in characters from 0; None if they are not in it."""
        if not (0 < line <= len(self._line_starts) and 0 < column <= len(self.lines[line - 1]) + 1):
            return None
        return self._line_starts[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Returns the line and column of a character of the text, counted from 0: the inverse of `offset`."""
        line = bisect(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

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

    @property
    def text(self) -> str:
        """What is there; nothing if the place is not in the text."""
        start, end = (self.file.offset(*place) for place in (self[1:3], self[3:]))
        return "" if start is None or end is None else self.file.text[start:end]

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}:{self.column}"
