"""What can still be read of an item whose text is damaged: its kind, its name, and whether it is there at all."""

import re
from typing import NamedTuple

from archspec.syntax.tree import Hole, Mapping, Scalar, Tree

_NAME = re.compile(r"""\bname\s*:\s*["']?([^\s,}\]"'#]+)""")
_WHEN = re.compile(r"""\bwhen\s*:\s*["']?(\$\w+|\$\((?:[^()]|\([^()]*\))*\))""")


class Damaged(NamedTuple):
    """A damaged item.

    Attributes:
        kind: Its kind; empty if it cannot be read.
        hole: Its text.
        named: The item as one that has nothing but its name, if it has one.
        when: Its condition, if it has one.
    """

    kind: str
    hole: Hole
    named: Mapping
    when: Scalar | None


def hole_in(item: Tree) -> Hole | None:
    """Returns the damaged text that an item is, or that is its value; None if it is not damaged."""
    if isinstance(item, Mapping):
        for value in item.entries.values():
            if isinstance(value, Hole):
                return value
    return item if isinstance(item, Hole) else None


def damaged(item: Tree, hole: Hole) -> Damaged:
    """Returns what can be read of a damaged item."""
    name, when = _NAME.search(hole.text), _WHEN.search(hole.text)
    named = {"name": Scalar(name[1], name[1])} if name else {}
    kind = next(iter(item.entries), "") if isinstance(item, Mapping) else ""
    return Damaged(kind, hole, Mapping({**named}, dict.fromkeys(named)), Scalar(when[1], when[1]) if when else None)
