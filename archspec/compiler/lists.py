"""What stands where a list of layers is wanted."""

from archspec.compiler.values import Report
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.source import Span
from archspec.diagnostics.unconverted import Unconverted
from archspec.language.faults import WrongValue
from archspec.language.located import shown
from archspec.syntax.tree import LOST, Hole, Mapping, Scalar, Sequence, Tree

LONGEST_ITEM = 60
"""The longest item, in characters, that is written out in a help."""


def is_list(tree: Tree, report: Report, key: Span | None = None, *, may_be_empty: bool = False) -> bool:
    """Returns whether something is a list of layers, after reporting it if it is none.

    Args:
        tree: What is written.
        report: Takes what is wrong.
        key: Where its key stands; the fault points at that if it is known.
        may_be_empty: Whether a list without layers is the identity here, as in a branch or a block.
    """
    if isinstance(tree, Hole) or (isinstance(tree, Mapping) and LOST in tree.entries):
        return False
    if isinstance(tree, Sequence):
        if tree.items or may_be_empty:
            return True
        message, helps = "`layers` is an empty list", (_EXAMPLE, Help("where nothing is to happen, write `[identity]`"))
    elif isinstance(tree, Scalar) and tree.value is None:
        message, helps = "`layers` is empty", (_EXAMPLE,)
    else:
        message, helps = f"`layers` must be a list, not {shown_tree(tree)}", (_with_a_dash(tree),)
    report(Diagnostic(Unconverted(WrongValue, message, advice=helps), key or tree.span))
    return False


_EXAMPLE = Help("list the layers, each on a line of its own behind a dash: `- conv: {filters: 16, size: 3}`")


def _with_a_dash(tree: Tree) -> Help:
    """Returns the help that shows the first layer with the dash that it lacks."""
    if isinstance(tree, Scalar):
        return Help(f"put a dash in front of it: `- {tree.text}`") if isinstance(tree.value, str) else _EXAMPLE
    kind, value = next(iter(tree.entries.items())) if isinstance(tree, Mapping) and tree.entries else ("conv", None)
    span = value.span if value else None
    written = span.text if span and span.line == span.end_line and len(span.text) <= LONGEST_ITEM else "{…}"
    if tree.span and tree.span.text.startswith("{"):
        return Help(f"put the layers into brackets: `[{kind}: {written}]`")
    return Help(f"put a dash in front of each layer: `- {kind}: {written}`")


def shown_tree(tree: Tree) -> str:
    """Returns what stands somewhere in words that follow "not"."""
    if isinstance(tree, Scalar):
        return shown(tree.value)
    if isinstance(tree, Sequence):
        return "a list"
    return "a mapping" if tree.entries else "an empty mapping"
