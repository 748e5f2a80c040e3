"""Selects what is expected of the network that is checked: the numbers of its variant."""

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.document import Architecture, Expect
from archspec.language.faults import UnknownVariant
from archspec.language.merge import COUNTS
from archspec.language.quantities import parse_bound
from archspec.language.spelling import did_you_mean
from archspec.syntax.tree import Mapping, Tree, plain


def select_expected(architecture: Architecture) -> tuple[Expect, list[Diagnostic]]:
    """Returns what is to hold of a network with the variant and the values for params that it has.

    A number may stand for each variant by its name; that of the variant chosen holds, and none where none is chosen.
    Where a param is set from outside, an exact number is that of another network, and only bounds hold.

    Returns:
        What is to hold, and what is wrong with the names of variants.
    """
    found: list[Diagnostic] = []
    changed: dict[str, Tree | None] = {}
    for name in COUNTS:
        tree: Tree | None = getattr(architecture.expect, name, None)
        if tree is None:
            continue
        if isinstance(tree, Mapping):
            found += _unknown(tree, architecture)
            tree = tree.entries.get(architecture.variant or "")
            changed[name] = tree
        bound = None if tree is None else parse_bound(plain(tree))
        if architecture.settings and bound is not None and bound.relation == "==":
            changed[name] = None
    return architecture.expect.model_copy(update=changed), found


def _unknown(tree: Mapping, architecture: Architecture) -> list[Diagnostic]:
    return [
        Diagnostic(
            UnknownVariant(name),
            tree.keys[name],
            remedies=did_you_mean(name, architecture.variants, "its variants are"),
        )
        for name in tree.entries
        if name not in architecture.variants and not name.startswith("x-")
    ]
