"""The size contract: for which sizes of its inputs a network works, and which layer asks for what.

Every size carries the sizes for which it exists (`tensors/dim.py`); what a network asks of its inputs is what all its
sizes ask together.
"""

from collections.abc import Sequence

from archspec.graph import Condition, Node
from archspec.tensors.dim import clash, domain_of
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.faults import NoValidSize, ShapeError


class ContractError(ShapeError):
    """No sizes will do for all layers of a network.

    Attributes:
        node: The first layer that leaves none.
    """

    def __init__(self, node: int, before: Domain, asked: Domain) -> None:
        super().__init__(
            NoValidSize, "leaves no size of the input that works for all layers", notes=clash(before, asked)
        )
        self.node = node


def contract(nodes: Sequence[Node]) -> tuple[Domain, tuple[Condition, ...]]:
    """Returns the sizes for which all nodes work, and the nodes that narrow them down.

    Raises:
        ContractError: If there are none.
    """
    domain = EVERYTHING
    conditions: list[Condition] = []
    seen: set[Domain] = set()
    for index, node in enumerate(nodes):
        for size in node.shape:
            asked = domain_of(size)
            if asked is EVERYTHING or asked in seen:
                continue
            seen.add(asked)
            narrowed = domain & asked
            if narrowed.is_empty:
                raise ContractError(index, domain, asked)
            if narrowed != domain:
                conditions.append(Condition(index, asked))
                domain = narrowed
    return domain, tuple(conditions)
