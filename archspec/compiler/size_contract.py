"""The size contract: for which sizes of its inputs a network works, and which layers rule each other out.

Every size carries the sizes for which it exists (`tensors/dim.py`); what a network asks of its inputs is what all its
sizes ask together.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archspec.compiler.size_faults import ContradictoryAxes, RuledOutBefore
from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.tensors.dim import domain_of
from archspec.tensors.domain import EVERYTHING, Domain


class Contradiction(NamedTuple):
    """Sizes that no input can have.

    Attributes:
        node: The first node that works for none of the sizes for which all before it do.
        constraint: What it asks of the open sizes.
        earlier: The first node before it that it clashes with, if it is only one; the node itself if its own axes do.
        earlier_constraint: What that one, or all of them together, ask of the same sizes.
    """

    node: Node
    constraint: str
    earlier: Node | None
    earlier_constraint: str


def find_size_contract(nodes: Sequence[Node]) -> Domain:
    """Returns the sizes for which all nodes work; where there are none, `clash` says why."""
    whole = EVERYTHING
    sizes = (size for node in nodes for size in node.shape)
    for asked_for in dict.fromkeys(size.domain for size in sizes if not isinstance(size, int)):
        whole &= asked_for
    return whole


def find_contradiction(nodes: Sequence[Node]) -> Contradiction | None:
    """Returns the sizes that no input can have, if the nodes of a network ask for such."""
    whole = EVERYTHING
    for node in nodes:
        own = EVERYTHING
        for axis in map(domain_of, node.shape):
            if (own & axis).is_empty:
                return _between(node, axis, node, own)
            own &= axis
        if (whole & own).is_empty:
            earlier = next((one for one in nodes if (_domain(one) & own).is_empty), None)
            return _between(node, own, earlier, whole if earlier is None else _domain(earlier))
        whole &= own
    return None


def _between(node: Node, own: Domain, earlier: Node | None, other: Domain) -> Contradiction:
    names = [name for name in own.symbols if name in other.symbols]
    return Contradiction(node, asked(own, names), earlier, asked(other, names))


def explain_contradiction(found: Contradiction, spans: Mapping[str, Span | None]) -> Diagnostic:
    """Returns the finding that tells of sizes that no input can have.

    Args:
        found: The sizes.
        spans: Where each node is written, by its path.
    """
    node, constraint, earlier, earlier_constraint = found
    span = spans[node.name]
    if earlier is node:
        data = ContradictoryAxes(node.name, earlier_constraint)
        return Diagnostic(data, span, label=f"one axis asks for {constraint}", layer=node.name)
    place = earlier and spans[earlier.name]
    data = RuledOutBefore(node.name, earlier.name if earlier else None, earlier_constraint, has_label=place is not None)
    labels = (Label(place, f"asks for {earlier_constraint}"),) if place else ()
    return Diagnostic(data, span, label=f"asks for {constraint}", layer=node.name, labels=labels)


def asked(domain: Domain, names: list[str]) -> str:
    """Returns what a domain asks of some open sizes, in words."""
    return " and ".join(dict.fromkeys(f"`{text}`" for name in names for text in domain.conditions(name)))


def _domain(node: Node) -> Domain:
    domain = EVERYTHING
    for size in node.shape:
        domain &= domain_of(size)
    return domain
