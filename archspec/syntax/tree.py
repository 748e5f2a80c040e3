"""The tree of a YAML document, with the place of everything in it.

NOTE: Why not plain dicts and lists, with positions on the side? A block is elaborated many times from one place of the
text, and every error in it must point there; a node that has its own place cannot lose it.
"""

from dataclasses import dataclass
from typing import Any

from archspec.diagnostics.source import Span


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value.

    Attributes:
        value: The value by the YAML 1.2 core schema.
        text: The value as written, without quotes (`25_557_032`, `1e-3`).
        span: Where it is, quotes included; None if it was written in Python.
    """

    value: bool | int | float | str | None
    text: str
    span: Span | None = None

    def within(self, start: int, length: int) -> Span | None:
        """Returns the place of `length` characters of the text from `start` on.

        It is the place of the whole value where the characters cannot be told apart: in block scalars, in text folded
        over several lines, and beside escapes, anchors and tags.
        """
        span = self.span
        if span is None or span.line != span.end_line:
            return span
        quotes = span.end_column - span.column - len(self.text)
        return span.within(start + quotes // 2, length) if quotes in (0, 2) else span


@dataclass(slots=True, eq=False)
class Hole(Scalar):
    """Text that cannot be read, or a value that an error spoils: whatever depends on it is silent.

    Attributes:
        text: What is written there.
    """


LOST = ""
"""The key of a `Hole` in a mapping of which something is lost."""


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    items: "list[Tree]"
    span: Span | None = None


@dataclass(slots=True, eq=False)
class Mapping:
    """Nodes by key, in the order written.

    Attributes:
        entries: The values by key; keys are scalars, read as text.
        keys: Where each key is.
        span: Where the whole mapping is.
    """

    entries: "dict[str, Tree]"
    keys: dict[str, Span | None]
    span: Span | None = None


Tree = Scalar | Sequence | Mapping


def plain(tree: Tree) -> Any:
    """Returns the tree as plain dicts, lists and scalars, without places, and without what is lost."""
    if isinstance(tree, Scalar):
        return tree.value
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    return {key: plain(value) for key, value in tree.entries.items() if key != LOST}
