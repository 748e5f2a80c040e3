"""Replaces damaged text, so that nothing is reported about what depends on it, and the rest is checked."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archspec.language.located import FAULTY
from archspec.syntax.tree import LOST, Hole, Mapping, Scalar, Tree

FAULTY_INPUT = Mapping({"shape": FAULTY}, {"shape": None})
FAULTY_PARAM = Mapping({"default": FAULTY}, {"default": None})
FAULTY_BLOCK = Mapping({"layers": FAULTY}, {"layers": None})

_STAND_INS: dict[str, Tree] = {"params": FAULTY_PARAM, "inputs": FAULTY_INPUT, "blocks": FAULTY_BLOCK}
_KEY = r"([A-Za-z0-9_-]+)\s*:"
_NAME = r"""\bname\s*:\s*["']?([^\s,}\]"'#]+)"""
_WHEN = r"""\bwhen\s*:\s*["']?(\$\w+|\$\((?:[^()]|\([^()]*\))*\))"""
_INNER = ("shape", "dtype", "default", "min", "max", "choices", "help")
"""Keys in `inputs` and `params` that name no input and no param."""


def without_holes(spec: Mapping) -> Mapping:
    """Returns a spec with stand-ins for what is damaged, and without what others can do without.

    Holes among layers stay.
    """
    entries = {key: _settled(key, one) for key, one in spec.entries.items()}
    return _with(spec, {key: one for key, one in entries.items() if one is not None})


def _settled(key: str, tree: Tree) -> Tree | None:
    """Returns what a top-level key is worth; None if nothing."""
    if key == "layers":
        return tree
    if isinstance(tree, Hole):
        return _lost(key, tree)
    if not isinstance(tree, Mapping):
        return tree
    entries: dict[str, Tree] = {}
    for name, one in tree.entries.items():
        if isinstance(one, Hole):
            found = None if name == LOST else _STAND_INS.get(key)
        elif key == "blocks" and isinstance(one, Mapping):
            found = _block(one)
        else:
            found = _pruned(one)
        if found is not None:
            entries[name] = found
    return _with(tree, entries)


def _lost(key: str, hole: Hole) -> Tree | None:
    """Returns what stands in for the whole of a top-level key: each of its names that can still be read is faulty."""
    if key == "input":
        return FAULTY_INPUT
    if key not in ("params", "inputs"):
        return None
    names = [name for name in re.findall(_KEY, hole.text) if name != key and name not in _INNER]
    return Mapping(dict.fromkeys(names, _STAND_INS[key]), dict.fromkeys(names, hole.span), hole.span)


def _block(block: Mapping) -> Mapping:
    """Returns a block, or a replacement if its params or its layers are not known."""
    params, is_damaged = block.entries.get("params"), any(isinstance(one, Hole) for one in block.entries.values())
    if isinstance(params, Hole) or ("layers" not in block.entries and is_damaged):
        return FAULTY_BLOCK
    entries = {key: one for key, one in block.entries.items() if key == "layers" or not isinstance(one, Hole)}
    if isinstance(params, Mapping):
        known = {name: FAULTY_PARAM if isinstance(one, Hole) else one for name, one in params.entries.items()}
        known.pop(LOST, None)
        entries["params"] = _with(params, known)
    return _with(block, entries)


def _pruned(tree: Tree) -> Tree:
    """Returns a tree without the holes in its mappings."""
    if not isinstance(tree, Mapping):
        return tree
    return _with(tree, {key: _pruned(one) for key, one in tree.entries.items() if not isinstance(one, Hole)})


def _with(tree: Mapping, entries: dict[str, Tree]) -> Mapping:
    return Mapping(entries, tree.keys, tree.span)


def holes(tree: Mapping) -> Iterator[str]:
    """Yields the keys of a mapping whose values are damaged."""
    return (key for key, one in tree.entries.items() if isinstance(one, Hole))


class DamagedItem(NamedTuple):
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


def find_hole(item: Tree) -> Hole | None:
    """Returns the damaged text that an item is, or that is its value; None if it is not damaged."""
    if isinstance(item, Mapping):
        for value in item.entries.values():
            if isinstance(value, Hole):
                return value
    return item if isinstance(item, Hole) else None


def read_damaged(item: Tree, hole: Hole) -> DamagedItem:
    """Returns what can be read of a damaged item."""
    name, when = re.search(_NAME, hole.text), re.search(_WHEN, hole.text)
    named = {"name": Scalar(name[1], name[1])} if name else {}
    kind = next(iter(item.entries), "") if isinstance(item, Mapping) else ""
    return DamagedItem(kind, hole, Mapping({**named}, dict.fromkeys(named)), Scalar(when[1], when[1]) if when else None)
