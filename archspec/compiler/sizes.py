"""The size contract: for which sizes of its inputs a network works, and which layers rule each other out.

Every size carries the sizes for which it exists (`tensors/dim.py`); what a network asks of its inputs is what all its
sizes ask together.
"""

from collections.abc import Sequence
from typing import NamedTuple

from archspec.graph import Node
from archspec.tensors.dim import domain_of
from archspec.tensors.domain import EVERYTHING, Domain


class Clash(NamedTuple):
    """Sizes that no input can have.

    Attributes:
        node: The first node that works for none of the sizes for which all before it do.
        demands: What it asks of the open sizes.
        earlier: The first node before it that it clashes with, if it is only one.
        earlier_demands: What that one, or all of them together, ask of the same sizes.
    """

    node: Node
    demands: str
    earlier: Node | None
    earlier_demands: str


def contract(nodes: Sequence[Node]) -> Domain:
    """Returns the sizes for which all nodes work; where there are none, `clash` says why."""
    whole = EVERYTHING
    sizes = (size for node in nodes for size in node.shape)
    for asked_for in dict.fromkeys(size.domain for size in sizes if not isinstance(size, int)):
        whole &= asked_for
    return whole


def clash(nodes: Sequence[Node]) -> Clash | None:
    """Returns the sizes that no input can have, if the nodes of a network ask for such."""
    whole = EVERYTHING
    for node in nodes:
        own = _domain(node)
        if (whole & own).is_empty:
            names = [name for name in own.symbols if name in whole.symbols]
            earlier = next((one for one in nodes if (_domain(one) & own).is_empty), None)
            other = whole if earlier is None else _domain(earlier)
            return Clash(node, asked(own, names), earlier, asked(other, names))
        whole &= own
    return None


def asked(domain: Domain, names: list[str]) -> str:
    """Returns what a domain asks of some open sizes, in words."""
    return " and ".join(dict.fromkeys(f"`{text}`" for name in names for text in domain.conditions(name)))


def _domain(node: Node) -> Domain:
    domain = EVERYTHING
    for size in node.shape:
        domain &= domain_of(size)
    return domain
