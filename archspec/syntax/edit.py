"""Text edits: made only where the source text is known, and applied without changing anything else."""

import re
from bisect import bisect, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from archspec.diagnostics.help import Edit
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.core_schema import by_yaml_1_1, resolve

# What reads the same inside and outside of brackets, and needs no quotes.
_PLAIN = r"[$A-Za-z_(](?:[\w.$()+*/% -]*[\w.$()%])?"
_QUOTES = ("'", '"')


# Making edits ---------------------------------------------------------------------------------------------------------


def respell(span: Span | None, written: str, meant: str) -> tuple[Edit, ...]:
    """Returns the edit that puts another word in the place of one; quotes around it stay.

    Args:
        span: Where the word is.
        written: The word.
        meant: The other word.

    Returns:
        No edit if something else is there, an alias say, or if the other word would have to be in quotes.
    """
    if span is None or not span.file.editable or not _is_plain(meant):
        return ()
    if span.text == written:
        return (Edit(span, meant),)
    if span.text in (f"{quote}{written}{quote}" for quote in _QUOTES):
        return (Edit(span.within(1, len(written)), meant),)
    return ()


def rewrite(span: Span | None, written: str, value: str) -> tuple[Edit, ...]:
    """Returns the edit that puts another value in the place of one, without the quotes that it may be in.

    Args:
        span: Where the value is.
        written: The value, without quotes.
        value: The other value as YAML has it: `true`, `16`.

    Returns:
        No edit if something else is there.
    """
    if span is None or not span.file.editable:
        return ()
    return (Edit(span, value),) if span.text.strip("'\"") == written else ()


def wrap(span: Span | None, before: str, after: str) -> tuple[Edit, ...]:
    """Returns the edits that put something before and something after a stretch of one line."""
    if span is None or not span.file.editable or span.line != span.end_line or not span.text:
        return ()
    start = span._replace(end_column=span.column)
    end = span._replace(column=span.end_column)
    return Edit(start, before), Edit(end, after)


def insert(span: Span | None, text: str) -> tuple[Edit, ...]:
    """Returns the edit that puts a text before a place."""
    if span is None or not span.file.editable:
        return ()
    return (Edit(span._replace(end_line=span.line, end_column=span.column), text),)


def key_before(value: Span | None, key: str) -> Span | None:
    """Returns where the key of a value is, if it is on the value's line and right before it."""
    if value is None:
        return None
    before = value.file.lines[value.line - 1][: value.column - 1]
    found = re.search(rf"(?:^|[\s{{,])(['\"]?{re.escape(key)}['\"]?)\s*:\s+\Z", before)
    return (
        value._replace(column=found.start(1) + 1, end_line=value.line, end_column=found.end(1) + 1) if found else None
    )


def _is_plain(text: str) -> bool:
    return bool(re.fullmatch(_PLAIN, text)) and resolve(text) == text and by_yaml_1_1(text) is None


# Carrying them out ----------------------------------------------------------------------------------------------------


def apply_edits(source: SourceFile, fixes: Iterable[Sequence[Edit]]) -> tuple[str, list[int]]:
    """Carries out as many fixes as do not get into each other's way; of two that meet, the first.

    Every character outside of the edits stays as it is. Line breaks in an edit become those of the file.

    Args:
        source: The text.
        fixes: The edits of each fix, which is carried out whole or not at all.

    Returns:
        The new text, and which of the fixes are in it, counted from 0.
    """
    first_break = re.search(r"\r\n|\r|\n", source.text)
    line_break = first_break[0] if first_break else "\n"
    taken: list[_Change] = []  # in order
    done: list[int] = []
    for number, edits in enumerate(fixes):
        placed = [_placed(source, edit, line_break) for edit in edits]
        whole = [one for one in placed if one is not None]
        if whole and len(whole) == len(placed) and _fits(whole, taken):
            for one in whole:
                insort(taken, one)
            done.append(number)
    pieces: list[str] = []
    position = 0
    for change in taken:
        pieces += source.text[position : change.start], change.replacement
        position = change.end
    return "".join([*pieces, source.text[position:]]), done


def starts(source: SourceFile, edits: Iterable[Edit]) -> list[int]:
    """Returns where each of the edits of one fix begins in the text that they make, in characters from 0."""
    found: list[int] = []
    moved = 0
    for edit in sorted(edits, key=lambda edit: edit.span[1:]):
        start = source.offset(*edit.span[1:3]) or 0
        found.append(start + moved)
        moved += len(edit.replacement) - len(edit.span.text)
    return found


class _Change(NamedTuple):
    """An edit with its place in characters from 0."""

    start: int
    end: int
    replacement: str

    def meets(self, later: "_Change") -> bool:
        """Whether one that begins no earlier overlaps this one, or touches it so that their order would matter."""
        touches = self.end == later.start and (self.start == self.end or later.start == later.end)
        return self.end > later.start or touches


def _placed(source: SourceFile, edit: Edit, line_break: str) -> _Change | None:
    """Returns an edit with its place; None if that is not in the text."""
    span = edit.span
    start, end = source.offset(*span[1:3]), source.offset(*span[3:])
    if span.file.name != source.name or start is None or end is None or start > end:
        return None
    return _Change(start, end, edit.replacement.replace("\n", line_break))


def _fits(changes: list[_Change], taken: list[_Change]) -> bool:
    """Returns whether changes meet neither each other nor those that have been taken, which are in order."""
    inner = sorted(changes)
    if any(one.meets(after) for one, after in pairwise(inner)):
        return False
    for one in inner:
        at = bisect(taken, one)
        if (at and taken[at - 1].meets(one)) or (at < len(taken) and one.meets(taken[at])):
            return False
    return True
