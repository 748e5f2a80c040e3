"""One line of source text with marks and labels under it.

```
 - add: [down, shortcut]
   ^^^   ----  -------- has 64 channels
   |     |
   |     has 128 channels
   these two
```
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from archspec.diagnostics.source import Span
from archspec.diagnostics.terminal import Style, paint, visible, width

_TAB = "    "
_CUT = "…"
_NEAR = 4
"""How many times the room is looked at on both sides of a mark: a line may be a mebibyte long, and hold many faults."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line, pointed at.

    Attributes:
        span: The stretch; of one that goes on over further lines, the first line is marked.
        text: What is next to the mark.
        primary: Whether it is the place of the diagnostic itself (`^^^`) or one that has to do with it (`---`).
        style: Its colour.
    """

    span: Span
    text: str
    primary: bool
    style: Style


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark in columns of the screen, counted from 0; the end is exclusive."""

    mark: Mark
    start: int
    end: int


class _Row:
    """A line of the screen, written piece by piece at any column."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, Style]] = []

    def put(self, column: int, text: str, style: Style) -> None:
        missing = column + len(text) - len(self._cells)
        self._cells.extend([(" ", Style.PLAIN)] * missing)
        self._cells[column : column + len(text)] = [(character, style) for character in text]

    def paint(self, *, color: bool) -> str:
        if not color:
            return "".join(text for text, _ in self._cells)
        runs = groupby(self._cells, key=lambda cell: cell[1])
        return "".join(paint("".join(text for text, _ in run), style, color=True) for style, run in runs)


def excerpt(line: str, marks: Sequence[Mark], room: int, *, color: bool) -> list[str]:
    """Returns a line as shown, and under it the lines with the marks and their texts.

    Args:
        line: The line of the file, without its end.
        marks: What to point at in it; at least one.
        room: Columns that the line may take; a longer one is cut around the marks.
        color: Whether to paint.
    """
    begin = max(0, min(marks, key=lambda mark: not mark.primary).span.column - 1 - _NEAR * room)
    near = line[begin : begin + 2 * _NEAR * room]
    cells, edges = _cells(near)
    placed = [_place(mark, edges, begin, len(near.rstrip())) for mark in marks]
    if edges[-1] <= room and len(near) == len(line):
        shown = "".join(cells)
    else:
        first, last = _window(placed, edges, room)
        left = _CUT if begin or first else ""
        right = _CUT if last < len(cells) or begin + len(near) < len(line) else ""
        shown = left + "".join(cells[first:last]) + right
        shift = len(left) - edges[first]
        limit = edges[last] + shift
        placed = [_shifted(mark, shift, limit) for mark in placed]
    return [shown.rstrip(), *(row.paint(color=color) for row in _rows(placed))]


def _cells(line: str) -> tuple[Sequence[str], Sequence[int]]:
    """Returns what is shown of each character, and the column at which each begins, with that of the end."""
    if line.isascii() and line.isprintable():
        return line, range(len(line) + 1)
    cells = [_TAB if character == "\t" else visible(character) for character in line]
    return cells, list(accumulate(map(width, cells), initial=0))


def _place(mark: Mark, edges: Sequence[int], begin: int, last: int) -> _Placed:
    """Finds a mark's columns, given the screen column at which each character of the line begins, from one on."""
    span = mark.span
    start = min(max(span.column - 1 - begin, 0), len(edges) - 1)
    end = min(max(span.end_column - 1 - begin, 0) if span.end_line == span.line else last, len(edges) - 1)
    return _Placed(mark, edges[start], max(edges[end], edges[start] + 1))


def _window(placed: Sequence[_Placed], edges: Sequence[int], room: int) -> tuple[int, int]:
    """Chooses the characters to show of a line that is too long: the primary mark, and of the others what fits."""
    room -= 2 * len(_CUT)
    first, *others = sorted(placed, key=lambda mark: not mark.mark.primary)
    low, high = first.start, min(first.end, first.start + room)
    for other in others:
        wider = min(low, other.start), max(high, other.end)
        if wider[1] - wider[0] <= room:
            low, high = wider
    low = 0 if high <= room else max(0, min(low - (room - (high - low)) // 2, edges[-1] - room))
    return bisect_left(edges, low), bisect_right(edges, low + room) - 1


def _shifted(placed: _Placed, shift: int, limit: int) -> _Placed:
    """Moves a mark along with its line; one outside of what is left of the line points at the cut."""
    start = min(max(placed.start + shift, 0), limit)
    return _Placed(placed.mark, start, max(min(placed.end + shift, limit), start + 1))


def _rows(placed: Iterable[_Placed]) -> list[_Row]:
    """Draws the marks on one row and their texts beside or below them, so that none runs into another."""
    marks = sorted(placed, key=lambda mark: (mark.start, mark.mark.primary))
    top = _Row()
    for item in sorted(marks, key=lambda mark: mark.mark.primary):
        sign = "^" if item.mark.primary else "-"
        top.put(item.start, sign * (item.end - item.start), item.mark.style)
    hanging = [item for item in marks if item.mark.text]
    rightmost = marks[-1]
    if rightmost.mark.text and all(item.end <= rightmost.start for item in marks[:-1]):
        top.put(rightmost.end + 1, visible(rightmost.mark.text), rightmost.mark.style)
        hanging.pop()
    rows = [top]
    if hanging:
        rows.append(_bars(hanging))
    while hanging:
        item = hanging.pop()
        row = _bars(mark for mark in hanging if mark.start < item.start)
        row.put(item.start, visible(item.mark.text), item.mark.style)
        rows.append(row)
    return rows


def _bars(marks: Iterable[_Placed]) -> _Row:
    row = _Row()
    for item in marks:
        row.put(item.start, "|", item.mark.style)
    return row
