"""Checks that there is a list of layers, and shows what is there instead."""

from archspec.compiler.item_faults import LIST_THE_LAYERS, NoLayers
from archspec.compiler.values import Report
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.layers.fields import Accepts
from archspec.syntax.tree import LOST, Hole, Mapping, Scalar, Sequence, Tree

LONGEST_ITEM = 60
"""The longest item, in characters, that is written out in a help."""


def is_list(tree: Tree, report: Report, key: Span | None = None, *, may_be_empty: bool = False) -> bool:
    """Returns whether something is a list of layers, after reporting it if it is none.

    Args:
        tree: What is written.
        report: Takes what is wrong.
        key: Where its key is; the fault points at that if it is known.
        may_be_empty: Whether a list without layers is the identity here, as in a branch or a block.
    """
    if isinstance(tree, Hole) or (isinstance(tree, Mapping) and LOST in tree.entries):
        return False
    if isinstance(tree, Sequence):
        if tree.items or may_be_empty:
            return True
        report(Diagnostic(NoLayers(is_list=True), key or tree.span))
    elif isinstance(tree, Scalar) and tree.value is None:
        report(Diagnostic(NoLayers(is_list=False), key or tree.span))
    else:
        data = NotAccepted("`layers`", _LIST, shown_tree(tree))
        report(Diagnostic(data, key or tree.span, remedies=(_with_a_dash(tree),)))
    return False


_LIST = Accepts("a list", ("list",))


def _with_a_dash(tree: Tree) -> Help:
    """Returns the help that shows the first layer with the dash that it lacks."""
    if isinstance(tree, Scalar):
        return Help(f"put a dash in front of it: `- {tree.text}`") if isinstance(tree.value, str) else LIST_THE_LAYERS
    kind, value = next(iter(tree.entries.items())) if isinstance(tree, Mapping) and tree.entries else ("conv", None)
    span = value.span if value else None
    written = span.text if span and span.line == span.end_line and len(span.text) <= LONGEST_ITEM else "{…}"
    if tree.span and tree.span.text.startswith("{"):
        return Help(f"put the layers into brackets: `[{kind}: {written}]`")
    return Help(f"put a dash in front of each layer: `- {kind}: {written}`")


def shown_tree(tree: Tree) -> str:
    """Returns what is somewhere in words that follow "not"."""
    if isinstance(tree, Scalar):
        return shown(tree.value)
    if isinstance(tree, Sequence):
        return "a list"
    return "a mapping" if tree.entries else "an empty mapping"
