"""The size contract of a network, in words."""

from collections.abc import Iterator

from archspec.compiler.reasons import reasons
from archspec.graph import Graph

NAMED_LAYERS = 4
"""How many of the layers that ask something of an open size are named beside it."""


def contract(graph: Graph) -> list[str]:
    """Returns lines that tell for which open sizes a network works, and which layers ask for that."""
    found = reasons(graph)
    lines: list[str] = []
    # What ties two sizes to each other is a condition on both, and told once.
    for condition, constraints in dict.fromkeys(one for conditions in found.values() for one in conditions):
        lines.append(condition)
        alone = len(constraints) == 1 and constraints[0].asks == condition
        lines += [f"  {constraint}" if alone else f"  {constraint}: {constraint.asks}" for constraint in constraints]
    return [*lines, *(f"{size}: any size" for size, conditions in found.items() if not conditions)]


def sizes(graph: Graph) -> Iterator[str]:
    """Yields for each open size of a network the conditions on it, and the layers that ask for them."""
    for size, conditions in reasons(graph).items():
        layers = list(dict.fromkeys(constraint.layer for _, constraints in conditions for constraint in constraints))
        more = [f"{len(layers) - NAMED_LAYERS} more"] if len(layers) > NAMED_LAYERS + 1 else []
        named = ", ".join([*(layers[:NAMED_LAYERS] if more else layers), *more])
        said = " and ".join(condition for condition, _ in conditions)
        yield f"{size}: {said} ({named})" if said else f"{size}: any size"
