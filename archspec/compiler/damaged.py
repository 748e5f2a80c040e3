"""Items that cannot be made: what can still be read of them, and what stands for them, so that nothing else is told."""

import re
from contextlib import suppress
from typing import NamedTuple

from archspec.compiler.construction import Construction, Frame
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.origin import Place
from archspec.compiler.values import TooLargeError, UnreadableError, silent
from archspec.layers import registry
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


def stand_in(walk: Construction, tree: Tree, hole: Hole, tensor: Tensor | None, frame: Frame) -> Tensor:
    """Gives an item whose text is damaged the name that it would have had."""
    known = walk.damaged.get(id(hole))
    if known is None:
        known = walk.damaged[id(hole)] = damaged(tree, hole)
        walk.names.lose(hole.text)
    if is_left_out(walk, known.when, tensor, frame):
        return tensor or UNKNOWN
    path = define_unknown(walk, known.named, tensor, frame)
    if path is None:
        path = frame.scope.join(frame.scope.count(registry.split_rank(known.kind)[0]) if known.kind else "?")
        walk.names.define(path, UNKNOWN, hole.span)
    walk.gap(path, known.kind, Place(hole.span, {}, None, frame.way))
    return UNKNOWN


def is_left_out(walk: Construction, when: Tree | None, tensor: Tensor | None, frame: Frame) -> bool:
    """Returns whether the condition of an item that cannot be made says that it is not there."""
    with suppress(UnreadableError, TooLargeError):
        return when is not None and walk.context(tensor, frame)._replace(report=silent).value(when) is False
    return False


def define_unknown(walk: Construction, tree: Tree, tensor: Tensor | None, frame: Frame) -> str | None:
    """Gives the name of an item that cannot be read its meaning, so that whoever uses it is silent.

    Returns:
        Its path, if its name can be read.
    """
    path = None
    entries = tree.entries if isinstance(tree, Mapping) else {}
    for fields in (entries, *(one.entries for one in entries.values() if isinstance(one, Mapping))):
        written = next((one for key, one in fields.items() if "".join(key.split()) == "name"), None)
        if written is None:
            continue
        try:
            name = walk.context(tensor, frame)._replace(report=silent).value(written)
        except (UnreadableError, TooLargeError):
            continue
        if isinstance(name, str):
            path = frame.scope.join(name)
            if path not in walk.names.tensors:
                walk.names.define(path, UNKNOWN, written.span)
    return path
