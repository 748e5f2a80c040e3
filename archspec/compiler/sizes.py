"""The size contract: for which open sizes the whole of a network works."""

from typing import NamedTuple

from archspec.graph import Graph, Node
from archspec.tensors.dim import Dim
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


def contract(graph: Graph) -> Domain:
    """Returns the open sizes for which every layer of a graph works."""
    whole = EVERYTHING
    for node in graph.nodes:
        whole &= _domain(node)
    return whole


def conditions(graph: Graph) -> list[str]:
    """Returns what a graph asks of its open sizes, each condition once, in the order of the sizes' names."""
    whole = contract(graph)
    return list(dict.fromkeys(text for name in whole.symbols for text in whole.conditions(name)))


def clash(nodes: tuple[Node, ...]) -> Clash | None:
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
        if isinstance(size, Dim):
            domain &= size.domain
    return domain
