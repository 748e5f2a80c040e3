"""Builds the tree from the events of the YAML reader.

NOTE: Why not `yaml.compose`? It loses the places of aliases, recurses (100,000 open brackets crash the interpreter),
and reads values as YAML 1.1. This composer uses its own stack, and counts as it goes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from archspec import limits
from archspec.budget import Budget
from archspec.diagnostics.diagnostic import Label
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax import faults, yaml_faults
from archspec.syntax.collector import Collector, LimitError
from archspec.syntax.core_schema import CORE_TAG, LEADS, Value
from archspec.syntax.grammar import extent
from archspec.syntax.parenthesized import list_at
from archspec.syntax.scalars import SPOILT, Scalars
from archspec.syntax.tree import LOST, Hole, Mapping, Scalar, Sequence, Tree

ReaderEvent = Any
"""An event of the YAML reader. Its marks count lines and columns from 0, in characters."""

_VALUE_ENDS = re.compile(r"[ \t]*(?:[],}]|$|(?<=[ \t])#)").match
_BLOCK_STYLES = ("|", ">")
# Places are half of what parsing costs beyond the reader, and a NamedTuple's own constructor is half of that.
_span = partial(tuple.__new__, Span)  # pyright: ignore[reportUnknownMemberType] - its stub is for bare tuples


def events(text: str) -> Callable[[], ReaderEvent | None]:
    """Returns a function that gives the next event of a text, None after the last.

    Only the event half of the loader is used: it builds no values and does not recurse. PyYAML may be installed without
    libyaml; its own reader is many times slower.
    """
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return loader(text).get_event


@dataclass(slots=True)
class _Anchor:
    """A marked value: itself once it is complete, and how much it adds wherever an alias repeats it."""

    span: Span
    node: Tree | None = None
    nodes: int = 1
    height: int = 0


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read.

    Attributes:
        node: What has been read of it.
        start: Where it begins.
        is_spoilt: Whether an error spoils all of it.
        in_brackets: Whether it is written `[…]` or `{…}`.
        anchor: Its anchor.
        nodes_before: How many nodes were read before it.
        height: How many lists and mappings are nested in it, as far as is known.
        key: In a mapping, the key that waits for its value; None if a key comes next.
        key_span: Where that key is; None if it is at fault and its value is to be dropped.
    """

    node: Sequence | Mapping
    start: Span
    in_brackets: bool = False
    anchor: _Anchor | None = None
    nodes_before: int = 0
    height: int = 0
    key: str | None = None
    key_span: Span | None = None
    is_spoilt: bool = False

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next."""
        return self.key is None and type(self.node) is Mapping

    def lose_key(self, span: Span) -> None:
        """Takes a key that an error spoils: its value is dropped, and the mapping is one of which a part is lost."""
        self.key = ""
        if type(self.node) is Mapping:
            self.node.entries[LOST] = Hole(None, span.text, span)
            self.node.keys[LOST] = span

    def put(self, node: Tree) -> None:
        """Adds an item, or the value of the key that waits."""
        parent = self.node
        if type(parent) is Sequence:
            parent.items.append(node)
        elif type(parent) is Mapping:
            if self.key is not None and self.key_span is not None:
                parent.entries[self.key] = node
                parent.keys[self.key] = self.key_span
            self.key = self.key_span = None


def _made(value: Value, text: str, span: Span) -> Scalar:
    """Returns a value, a hole in place of one that an error spoils."""
    return Hole(None, text, span) if value is SPOILT else Scalar(value, text, span)


class Composer:
    """Builds the tree of one document.

    Args:
        source: The text.
        diagnostics: Takes what is wrong.
    """

    def __init__(self, source: SourceFile, collector: Collector) -> None:
        self._report = collector.report
        self._scalars = Scalars(collector)
        self._source = source
        self._anchors: dict[str, _Anchor] = {}
        self._nodes = 0
        self._anchor_count = 0
        self._counted = (0, 0)
        self._repairs = Budget(limits.REPAIRS)
        self._rules: dict[type[Event], Callable[[ReaderEvent], None]] = {
            ScalarEvent: self._scalar,
            AliasEvent: self._alias,
            SequenceStartEvent: self._open,
            MappingStartEvent: self._open,
            SequenceEndEvent: self._close,
            MappingEndEvent: self._close,
        }
        self.begin(0)

    def begin(self, line: int) -> None:
        """Prepares to read the text from a line on, counted from 0; anchors and what has been counted stay."""
        self._lines_before = line
        self._root = Sequence([])  # the document is the one item of a list, so that it needs no case of its own
        self._last = Span(self._source, line + 1, 1, line + 1, 1)  # the node read last: where block collections end
        self._frames = [_Frame(self._root, self._last)]
        self._skip_to: Span | None = None  # scalars that begin before its end are pieces of a repaired expression
        self._counted = self._nodes, self._anchor_count

    def discard(self) -> None:
        """Counts nothing of what has been read since it began."""
        self._nodes, self._anchor_count = self._counted

    def compose(self, next_event: Callable[[], ReaderEvent | None]) -> None:
        """Reads events up to the end of the stream."""
        rules = self._rules
        while (event := next_event()) is not None:
            if rule := rules.get(event.__class__):
                rule(event)
            elif isinstance(event, DocumentEndEvent):
                break
        if event is None or self._is_blank():
            self._report(yaml_faults.EmptyFile(bool(self._source.text.strip())), Span(self._source, 1, 1, 1, 1))
        elif isinstance(after := next_event(), DocumentStartEvent):
            self._report(yaml_faults.SeveralDocuments(), self._span(after))

    def has_explained(self, line: int, column: int) -> bool:
        """Whether what is at a place, counted from 0, belongs to an expression that was reported as cut off."""
        whole = self._skip_to
        return whole is not None and whole[1:3] <= (line + 1, column + 1) < whole[3:]

    def finish(self) -> Tree | None:
        """Returns what has been read, closing what is open."""
        for frame in self._frames[:-1]:
            if frame.wants_key:
                frame.key = ""  # half a list that stands as a key is no news
        while len(self._frames) > 1:
            self._complete(*self._last[3:])
        return self._root.items[0] if self._root.items and not self._is_blank() else None

    def _is_blank(self) -> bool:
        match self._root.items:
            case [Scalar(text="", span=Span() as span)]:
                return (span.line, span.column) == (span.end_line, span.end_column)
            case _:
                return False

    # Nodes ------------------------------------------------------------------------------------------------------------

    def _scalar(self, event: ReaderEvent) -> None:
        text: str = event.value
        span = self._span(event)
        if event.style in _BLOCK_STYLES or not text:
            span = self._trimmed(span)
        if self._skip_to is not None and span[1:3] <= self._skip_to[3:]:
            return
        self._last = span
        self._count(1, span)
        if len(text) > limits.SCALAR:
            self._report(faults.ScalarTooLong(len(text), limits.SCALAR), span)
            raise LimitError
        frame = self._frames[-1]
        is_key = frame.wants_key
        is_plain = event.tag is None and event.implicit[0]
        if event.style == '"' and not self._scalars.is_allowed(text, span):
            text, value = "", SPOILT
        elif not is_plain:
            value = text if event.tag is None else self._scalars.tagged(event.tag, text, span)
        elif text[:1] in LEADS:
            value = text if is_key else self._scalars.plain(text, span, allow_underscores=self._under_expect())
        elif frame.in_brackets and "$(" in text and not is_key:
            value, span = text, _ = self._whole_expression(text, span)
        elif frame.in_brackets and text[0] == "(" and not is_key:
            whole = self._whole_list(text, span)
            value, span = text if whole is span else SPOILT, whole
        else:
            value = text
        if event.anchor is not None:
            self._anchor(event, span).node = _made(value, text, span)
        if is_key:
            self._key(frame, text, span, merges=is_plain and text == "<<")
        else:
            frame.put(_made(value, text, span))

    def _open(self, event: ReaderEvent) -> None:
        span = self._span(event)
        self._count(1, span)
        self._limit_nesting(1, span)
        is_sequence = type(event) is SequenceStartEvent
        expected = "seq" if is_sequence else "map"
        is_spoilt = event.tag not in (None, CORE_TAG + expected)
        if is_spoilt:
            self._scalars.refuse_tag(event.tag, "a list" if is_sequence else "a mapping", span)
        node = Sequence([], span) if is_sequence else Mapping({}, {}, span)
        anchor = self._anchor(event, span) if event.anchor is not None else None
        self._frames.append(_Frame(node, span, event.flow_style, anchor, self._nodes - 1, is_spoilt=is_spoilt))
        self._last = span

    def _close(self, event: ReaderEvent) -> None:
        end = event.end_mark
        if event.start_mark.column < end.column:
            self._complete(self._lines_before + end.line + 1, end.column + 1)
        else:  # without a closing bracket; the reader tells of it when it has found what follows
            self._complete(*self._last[3:])

    def _complete(self, line: int, column: int) -> None:
        """Ends the innermost list or mapping at a place, and gives it to the one around it."""
        frame = self._frames.pop()
        span = frame.node.span = self._last = _span((*frame.start[:3], line, column))
        node = Hole(None, span.text, span) if frame.is_spoilt else frame.node
        if frame.anchor is not None:
            frame.anchor.node = node
            frame.anchor.nodes = self._nodes - frame.nodes_before
            frame.anchor.height = frame.height + 1
        around = self._frames[-1]
        around.height = max(around.height, frame.height + 1)
        if around.wants_key:
            self._report(yaml_faults.CompoundKey("a list" if isinstance(frame.node, Sequence) else "a mapping"), span)
            around.lose_key(span)
        else:
            around.put(node)

    def _alias(self, event: ReaderEvent) -> None:
        span = self._last = self._span(event)
        self._count(1, span)
        frame = self._frames[-1]
        node = self._repeated(event.anchor, frame, span)
        if not frame.wants_key:
            frame.put(Hole(None, "", span) if node is None else node)
        elif isinstance(node, Scalar):
            self._key(frame, node.text, span)
        else:
            if node is not None:
                self._report(yaml_faults.CompoundKey("a list or a mapping"), span)
            frame.lose_key(span)

    def _repeated(self, name: str, frame: _Frame, span: Span) -> Tree | None:
        """Returns the value that an alias repeats, None if there is none."""
        anchor = self._anchors.get(name)
        if anchor is None:
            self._report(yaml_faults.UndefinedAlias(name), span)
            return None
        if anchor.node is None:
            self._report(yaml_faults.RecursiveAlias(name), span, [Label(anchor.span, "the value begins here")])
            return None
        self._count(anchor.nodes - 1, span)
        self._limit_nesting(anchor.height, span)
        frame.height = max(frame.height, anchor.height)
        return replace(anchor.node, span=span)

    def _key(self, frame: _Frame, text: str, span: Span, *, merges: bool = False) -> None:
        """Takes a key; the value of a faulty one is dropped."""
        frame.key = text
        first = frame.node.keys.get(text) if type(frame.node) is Mapping else None
        if merges:
            self._report(yaml_faults.MergeKey(), span)
            frame.lose_key(span)
        elif first is not None:
            is_item = len(self._frames) > 1 and self._frames[-2].key == "layers"
            self._report(yaml_faults.DuplicateKey(text, is_item), span, [Label(first, "the first one is here")])
            if is_item:
                frame.lose_key(span)  # what follows of it is no mapping that anybody meant
        else:
            frame.key_span = span

    def _under_expect(self) -> bool:
        """Whether the next value belongs to the top-level key `expect`, where numbers may have underscores."""
        return len(self._frames) > 1 and self._frames[1].key == "expect"

    def _whole_expression(self, text: str, span: Span) -> tuple[str, Span]:
        """Puts an expression together again that a comma or a bracket, inside brackets, has cut in two."""
        opening = text.index("$(") + 1
        # With as many brackets closed as opened, and no quotes that brackets may be in, it is whole.
        if text.count("(", opening) <= text.count(")", opening) and "'" not in text and '"' not in text:
            return text, span
        start = span.column - 1
        # Bounded, for a line may be a mebibyte long and hold as many expressions as it can.
        rest = self._source.lines[span.line - 1][start : start + len(text) + limits.EXPRESSION + 2]
        end = extent(rest, opening) if rest.startswith(text) and self._repairs.spend(len(rest)) else None
        if end is None or end <= len(text) or not _VALUE_ENDS(rest, end):
            return text, span
        whole = Span(self._source, span.line, span.column, span.line, span.column + end)
        expression = rest[:end]
        quote = "'" if "'" not in expression else '"'
        quoted = f"{quote}{expression}{quote}"
        sign = rest[len(text) : end].lstrip()[0]
        remedy = Help(f"put the value in quotes: `{quoted}`", (Edit(whole, quoted),))
        self._report(yaml_faults.SplitExpression(sign, text), whole, (), remedy)
        self._skip_to = self._last = whole
        return expression, whole

    def _whole_list(self, text: str, span: Span) -> Span:
        """Returns the place of a list in parentheses that a comma, inside brackets, has cut in two."""
        start = span.column - 1
        rest = self._source.lines[span.line - 1][start : start + limits.TUPLE]
        found = list_at(rest) if rest.startswith(text) and self._repairs.spend(len(rest)) else None
        if found is None or not _VALUE_ENDS(rest, found[1]):
            return span
        written, length = found
        whole = Span(self._source, span.line, span.column, span.line, span.column + length)
        remedy = Help(f"write `{written}`", (Edit(whole, written),))
        self._report(yaml_faults.ParenthesizedList(), whole, (), remedy)
        self._skip_to = self._last = whole
        return whole

    # Counting, places, diagnostics --------------------------------------------------------------------------------

    def _count(self, nodes: int, span: Span) -> None:
        self._nodes += nodes
        if self._nodes > limits.NODES:
            self._report(faults.TooManyNodes(limits.NODES), span)
            raise LimitError

    def _limit_nesting(self, levels: int, span: Span) -> None:
        if len(self._frames) - 1 + levels > limits.NESTING:
            self._report(faults.TextTooDeep(limits.NESTING), span)
            raise LimitError

    def _anchor(self, event: ReaderEvent, span: Span) -> _Anchor:
        self._anchor_count += 1
        if self._anchor_count > limits.ANCHORS:
            self._report(faults.TooManyAnchors(limits.ANCHORS), span)
            raise LimitError
        anchor = self._anchors[event.anchor] = _Anchor(span)
        return anchor

    def _span(self, event: ReaderEvent) -> Span:
        start, end, first = event.start_mark, event.end_mark, self._lines_before + 1
        return _span((self._source, first + start.line, start.column + 1, first + end.line, end.column + 1))

    def _trimmed(self, span: Span) -> Span:
        """Returns the place of a value without the blank lines after it, which may be more than there are."""
        lines = self._source.lines
        if span.line > len(lines):
            line, column = len(lines), len(lines[-1]) + 1
            return Span(self._source, line, column, line, column)
        if span.end_column > 1 or span.end_line == span.line:
            return span
        end = min(span.end_line - 1, len(lines))
        while end > span.line and not lines[end - 1].strip():
            end -= 1
        return span._replace(end_line=end, end_column=len(lines[end - 1]) + 1)
