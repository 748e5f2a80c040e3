"""Reads the branches of merges: names of tensors, and lists of layers."""

from collections.abc import Collection
from typing import Any, cast

from archspec.compiler.item_faults import (
    NoBranch,
    NoBranches,
)
from archspec.compiler.names import Tensor
from archspec.compiler.references import context_of, resolve
from archspec.compiler.values import UnreadableError
from archspec.compiler.walk import Item, Walk
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.faults import MissingField
from archspec.language.spelling import did_you_mean
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.syntax.edit import wrap
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree


def read_branches(walk: Walk, item: Item) -> tuple[Tensor | None, ...]:
    """Returns the tensors that a merge takes, after unfolding the branches that are lists of layers.

    Raises:
        UnreadableError: If there are none, or one cannot be read; that has been reported.
    """
    tree = item.fields.get("branches")
    if tree is None:
        walk.fault(MissingField("branches", f"`{item.kind}`"), item.span)
        raise UnreadableError
    tree = item.fields["branches"] = _computed(walk, item, tree)
    if not isinstance(tree, Sequence) or not tree.items:
        given = tree.text if isinstance(tree, Scalar) and tree.value not in (None, ".") else "name"
        walk.fault(NoBranches(item.kind, given), tree.span or item.span)
        raise UnreadableError
    found: list[Tensor | None] = []
    unreadable = False
    for one in tree.items:
        try:
            found.append(_branch(walk, item, one))
        except UnreadableError:
            unreadable = True
    if unreadable:
        raise UnreadableError
    return tuple(found)


def _computed(walk: Walk, item: Item, tree: Tree) -> Tree:
    """Returns the branches that an expression comes to; each of them is where the expression does."""
    if not isinstance(tree, Scalar) or not isinstance(tree.value, str) or "$" not in tree.value:
        return tree
    value: Any = context_of(walk, item.tensor, item.frame).value(tree)
    if not isinstance(value, list):
        return tree
    return _planted(value, tree.span)


def _planted(value: Any, span: Span | None) -> Tree:
    """Returns a value as a tree, all of which is at one place."""
    if isinstance(value, list):
        return Sequence([_planted(one, span) for one in cast("list[Any]", value)], span)
    if isinstance(value, dict):
        entries = {key: _planted(one, span) for key, one in cast("dict[str, Any]", value).items()}
        return Mapping(entries, dict.fromkeys(entries, span), span)
    return Scalar(value, str(value), span)


def _branch(walk: Walk, item: Item, tree: Tree) -> Tensor | None:
    context = context_of(walk, item.tensor, item.frame)
    if isinstance(tree, Scalar):
        return item.tensor if tree.value == "." else resolve(walk, tree, context, item.frame)
    if isinstance(tree, Sequence):
        return walk.unfold(walk, tree, item.tensor, item.frame)
    entries = {key: one for key, one in tree.entries.items() if not key.startswith("x-")}
    if "from" in entries and set(entries) <= {"from", "layers"}:
        tensor = resolve(walk, entries["from"], context, item.frame)
        return walk.unfold(walk, entries["layers"], tensor, item.frame) if "layers" in entries else tensor
    walk.fault(NoBranch(), tree.span or item.span, remedies=_branch_helps(walk, item, tree, entries))
    raise UnreadableError


def _branch_helps(walk: Walk, item: Item, tree: Mapping, entries: Collection[str]) -> tuple[Help, ...]:
    """Returns what to do about a mapping that is no branch."""
    others = [one for one in entries if one not in ("from", "layers")]
    if "when" in others:
        return (Help(f"a branch has no `when`; `{item.kind}` has one, and is left out as a whole where it is false"),)
    if len(others) != 1 or len(entries) != 1:
        return (
            did_you_mean(others[0], ("from", "layers"), "a branch has", tree.keys[others[0]], entries) if others else ()
        )
    (kind,) = others
    if kind == "repeat":
        help_text = "`[repeat: {...}]` is one branch, whose iterations follow each other; write one branch for each"
        return (Help(help_text),)
    if kind in STRUCTURES or registry.is_kind(registry.split_rank(kind)[0]) or walk.block(kind, item.frame):
        return (Help(f"put a single layer in a list: `[{kind}: {{...}}]`", wrap(tree.span, "[", "]")),)
    return did_you_mean(kind, ("from", "layers"), "a branch has", tree.keys[kind])
