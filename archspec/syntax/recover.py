"""Reads as much as possible of a text that is broken or half typed, with holes for the rest.

The text is split by its indentation into keys and items, and each is read separately. If one cannot be read, its parts
are tried, and one without parts is a hole. So an unclosed bracket or quote affects only its item, and several errors
are found in one run.

NOTE: Why not continue the YAML reader after an error? An open bracket would swallow everything that follows.
Indentation is what people keep right while they type.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from yaml import MarkedYAMLError

from archspec import limits
from archspec.budget import Budget
from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.collector import Collector, LimitError
from archspec.syntax.composer import Composer, events
from archspec.syntax.tree import LOST, Hole, Mapping, Sequence, Tree
from archspec.syntax.yaml_errors import describe, misplaced
from archspec.syntax.yaml_faults import DuplicateKey

NEAR = 4
"""By fewer columns than these a line is misplaced rather than one of a list below."""

_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[^\s#&*!|>%@`"'\[\]{},:-][^:#{}\[\],]*?)\s*:(?=\s|$)""")
_DASH = re.compile(r"\s*-(?=\s|$)")
_NOTHING = re.compile(r"\s*(?:#.*)?$")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")


class _Part(NamedTuple):
    """A key or an item, with all that is indented below it.

    Attributes:
        start: Its first line, counted from 0.
        stop: The line after its last.
        fits: Whether its first line is indented as its neighbours are, and begins as they do.
    """

    start: int
    stop: int
    fits: bool


class _Hole(NamedTuple):
    """A stretch of lines that cannot be read, or not in their place, and why not."""

    start: int
    stop: int
    why: list[Diagnostic]


def recover(source: SourceFile, whole: Diagnostic | None) -> tuple[Tree | None, list[Diagnostic]]:
    """Reads what can be read of a text that the YAML reader refuses.

    Args:
        source: The text.
        whole: Why it is refused; None if something else that is wrong explains it.

    Returns:
        The tree, with holes; None if the text is no mapping of keys on lines of their own. And what is wrong.
    """
    recovery = _Recovery(source)
    tree = recovery.tree()
    found = recovery.findings.diagnostics
    told = whole is None
    for hole in recovery.holes:
        if not told and whole is not None and whole.span is not None and hole.start < whole.span.line <= hole.stop:
            found.append(whole)  # which knows what follows
            told = True
        else:
            found += hole.why
    if whole is not None and not told and not any(one.is_error for one in found):
        found.append(whole)
    found.sort(key=lambda one: one.span[1:3] if one.span else (0, 0))
    return tree, found[: limits.DIAGNOSTICS + 1]


class _Recovery:
    """One text that is recovered.

    Attributes:
        diagnostics: What is wrong with what can be read.
        holes: What cannot be read, or not in its place.
    """

    def __init__(self, source: SourceFile) -> None:
        self.findings = Collector()
        self.holes: list[_Hole] = []
        self._source = source
        self._lines = list(source.lines)  # the dashes of items that are looked into become spaces
        self._composer = Composer(source, self.findings)
        self._left = Budget(limits.REREAD)

    def tree(self) -> Tree | None:
        """Returns what can be read, if it is a mapping of keys on lines of their own."""
        if len(self._source.text) > limits.RECOVERED:
            return None
        written = self._written(0, len(self._lines))
        keys = (line for line in written if self._indent(line) == 0 and _KEY.match(self._lines[line]))
        if next(keys, None) is None or any(map(_MARKER.match, self._lines[written[0] :])):
            return None
        try:
            return self._block(0, len(self._lines), 0)
        except LimitError:
            return None

    # ---- lines ---------------------------------------------------------------------------------------------------

    def _written(self, start: int, stop: int) -> list[int]:
        """Returns the lines on which something is."""
        return [
            line
            for line in range(start, stop)
            if not _NOTHING.match(self._lines[line]) and not _MARKER.match(self._lines[line])
        ]

    def _indent(self, line: int) -> int:
        text = self._lines[line]
        return len(text) - len(text.lstrip())

    def _base(self, written: list[int], depth: int) -> int:
        """Returns how far the keys or items of a block are indented, of which some may be indented otherwise."""
        is_list = bool(_DASH.match(self._lines[written[0]]))
        alike = [self._indent(line) for line in written if bool(_DASH.match(self._lines[line])) == is_list]
        low = min(alike)
        if alike.count(low) > 1 or depth == 0:
            return low
        if alike[0] > low:
            return alike[0]
        deeper = [one for one in alike if one > low]
        if self._is_heading(written[0]):  # what is nearer to it than to the first below it is next to it
            return min((one for one in deeper if one - low < deeper[0] - one), default=low)
        common = max(deeper, key=deeper.count, default=low)
        return common if deeper.count(common) > 1 and common - low < NEAR else low

    def _is_heading(self, line: int) -> bool:
        """Returns whether a line is a key, or an item with a key, whose value follows below."""
        text = self._lines[line]
        while dash := _DASH.match(text):
            text = text[dash.end() :]
        key = _KEY.match(text)
        return bool(key and _NOTHING.match(text, key.end()))

    def _parts(self, written: list[int], stop: int, base: int, *, is_list: bool) -> Iterator[_Part]:
        """Yields the keys or items of a block."""
        starts: list[int] = []
        inner: int | None = None  # how far the items of a list in the part are indented
        for line in written:
            text, indent, dash = self._lines[line], self._indent(line), _DASH.match(self._lines[line])
            # A dash among keys is that of an item of the list under the key before, wherever it is.
            goes_on = text.lstrip()[:1] in ("]", "}") or (not is_list and dash)
            is_near = is_list and dash and inner is not None and indent - base <= inner - indent
            if not starts or (not goes_on and (indent <= base or is_near)):
                starts.append(line)
                inner = None
            elif dash and inner is None:
                inner = indent
        for start, end in zip(starts, [*starts[1:], stop], strict=True):
            begins = (_DASH if is_list else _KEY).match(self._lines[start])
            yield _Part(start, end, self._indent(start) == base and begins is not None)

    # ---- blocks --------------------------------------------------------------------------------------------------

    def _block(self, start: int, stop: int, depth: int) -> Tree:
        """Returns what the keys or items on some lines come to."""
        written = self._written(start, stop)
        base = self._base(written, depth)
        is_list = next((_DASH.match(self._lines[line]) for line in written if self._indent(line) == base), None)
        span = self._span(written[0], written[-1] + 1)
        if is_list:
            parts = self._parts(written, stop, base, is_list=True)
            return Sequence([item for part in parts for item in self._items(part, depth)], span)
        mapping = Mapping({}, {}, span)
        for part in self._parts(written, stop, base, is_list=False):
            self._enter(part, mapping, depth)
        return mapping

    def _items(self, part: _Part, depth: int) -> list[Tree]:
        """Returns an item, and what is indented below it without belonging to it."""
        tree, why = self._read(part.start, part.stop)
        if isinstance(tree, Sequence) and len(tree.items) == 1:
            self._note_place(part)
            return tree.items
        if part.fits and self._may_open(part, depth):
            self._lines[part.start] = self._lines[part.start].replace("-", " ", 1)
            return [self._opened(part, why, part.start, depth)]
        for cut in self._cuts(part):
            head, _ = self._read(part.start, cut)
            if isinstance(head, Sequence) and len(head.items) == 1:
                return [*head.items, *self._items(_Part(cut, part.stop, fits=False), depth)]
        return [self._hole(part, why)]

    def _enter(self, part: _Part, mapping: Mapping, depth: int) -> None:
        """Puts a key and its value into a mapping, and what is indented below them without belonging to them."""
        tree, why = self._read(part.start, part.stop)
        key = _KEY.match(self._lines[part.start])
        span = self._key_span(part, key)
        name = key[1].strip("\"'") if key else LOST
        if isinstance(tree, Mapping) and len(tree.entries) == 1:
            self._note_place(part)
            self._put(mapping, name, next(iter(tree.entries.values())), span)
            return
        if part.fits and self._may_open(part, depth):
            self._put(mapping, name, self._opened(part, why, part.start + 1, depth), span)
            return
        for cut in self._cuts(part):
            head, _ = self._read(part.start, cut)
            if isinstance(head, Mapping) and len(head.entries) == 1:
                self._put(mapping, name, next(iter(head.entries.values())), span)
                self._enter(_Part(cut, part.stop, fits=False), mapping, depth)
                return
        self._put(mapping, name, self._damage(part, why), span)

    def _opened(self, part: _Part, why: list[Diagnostic], start: int, depth: int) -> Tree:
        """Returns what is on the lines of a key or item from one on, read part by part."""
        known = len(self.holes)
        tree = self._block(start, part.stop, depth + 1)
        if len(self.holes) == known:  # its parts can be read: what is wrong is the line of the key itself
            self.holes.append(_Hole(part.start, part.start + 1, why))
        return tree

    def _put(self, mapping: Mapping, name: str, value: Tree, span: Span) -> None:
        """Puts a value under a key, unless one of that name is there."""
        if name not in mapping.entries:
            mapping.entries[name] = value
            mapping.keys[name] = span
        elif name != LOST:
            labels = [Label(first, "it stands here first")] if (first := mapping.keys[name]) else []
            self.findings.report(DuplicateKey(name), span, labels)

    def _may_open(self, part: _Part, depth: int) -> bool:
        """Returns whether the parts of a key or an item can be looked at one by one."""
        return (
            depth < limits.RECOVERED_NESTING
            and self._is_heading(part.start)
            and bool(self._written(part.start + 1, part.stop))
        )

    def _cuts(self, part: _Part) -> Iterator[int]:
        """Yields the lines at which an item may end before what is indented below it: the second, and the next item."""
        below = self._written(part.start + 1, part.stop)
        if below:
            yield below[0]
            cut = next((line for line in below[1:] if _DASH.match(self._lines[line])), None)
            if cut is not None:
                yield cut

    # ---- what is wrong -------------------------------------------------------------------------------------------

    def _note_place(self, part: _Part) -> None:
        """Reports a key or an item that can be read, and is only indented otherwise than its neighbours."""
        if not part.fits:
            self.holes.append(_Hole(part.start, part.stop, [self._misplaced(part)]))

    def _misplaced(self, part: _Part) -> Diagnostic:
        return misplaced(self._source, part.start, self._indent(part.start))

    def _hole(self, part: _Part, why: list[Diagnostic]) -> Tree:
        """Returns what stands for an item that cannot be read: a hole, under its key if that can be read."""
        line = self._lines[part.start]
        dash = _DASH.match(line)
        key = _KEY.match(line, dash.end()) if dash else None
        hole = self._damage(part, why)
        if key is None:
            return hole
        name = key[1].strip("\"'")
        return Mapping({name: hole}, {name: self._key_span(part, key)}, hole.span)

    def _damage(self, part: _Part, why: list[Diagnostic]) -> Hole:
        written = self._written(part.start, part.stop)
        stop = written[-1] + 1 if written else part.stop
        self.holes.append(_Hole(part.start, part.stop, why or ([] if part.fits else [self._misplaced(part)])))
        return Hole(None, "\n".join(self._lines[part.start : stop]), self._span(part.start, stop))

    def _span(self, start: int, stop: int) -> Span:
        return Span(self._source, start + 1, self._indent(start) + 1, stop, len(self._lines[stop - 1]) + 1)

    def _key_span(self, part: _Part, key: re.Match[str] | None) -> Span:
        if key is None:
            return self._span(part.start, part.start + 1)
        return Span(self._source, part.start + 1, key.start(1) + 1, part.start + 1, key.end(1) + 1)

    # ---- reading -------------------------------------------------------------------------------------------------

    def _read(self, start: int, stop: int) -> tuple[Tree | None, list[Diagnostic]]:
        """Reads some lines by themselves.

        Returns:
            What they hold, and nothing; or nothing, and why they cannot be read.
        """
        text = "\n".join(self._lines[start:stop])
        if not self._left.spend(len(text)) or len(self.holes) >= limits.DIAGNOSTICS:
            return None, []
        found = self.findings.diagnostics
        before = len(found)
        composer = self._composer
        composer.begin(start)
        try:
            composer.compose(events(text))
            return composer.finish(), []
        except MarkedYAMLError as error:
            composer.discard()
            why = found[before:]
            del found[before:]
            mark = error.problem_mark
            if not (mark and composer.has_explained(start + mark.line, mark.column)):
                why.append(describe(error, self._source, start, stop))
            return None, why
