"""A graph as a table for people."""

from collections.abc import Iterator, Sequence

from archspec.compiler.reasons import reasons
from archspec.graph import Graph, Node
from archspec.tensors.shape import Shape

NAMED_LAYERS = 4
"""How many of the layers that ask something of an open size are named beside it."""

HEADINGS = ("layer", "kind", "output", "params")


def table(graph: Graph) -> str:
    """Returns a table of a graph's layers with their kinds, output shapes and weights, and the totals."""
    rows = [
        (
            node.name,
            kind(node),
            spaced(node.shape),
            f"{sum(weight.size for weight in graph.weights(node)):,}" if node.layer else "",
        )
        for node in graph.nodes
    ]
    params, trainable = graph.params(), graph.trainable_params()
    layers = sum(node.layer is not None for node in graph.nodes)
    totals = [f"{layers:,} {'layer' if layers == 1 else 'layers'}, {params:,} params, {trainable:,} of them trainable"]
    totals += _sizes(graph)
    totals += [f"output `{name}`: {spaced(graph.nodes[index].shape)}" for name, index in graph.outputs.items()]
    return "\n".join([*aligned(HEADINGS, rows), *totals])


def contract(graph: Graph) -> list[str]:
    """Returns lines that tell for which open sizes a network works, and which layers ask for that."""
    found = reasons(graph)
    lines: list[str] = []
    # What ties two sizes to each other is a condition on both, and told once.
    for condition, demands in dict.fromkeys(one for conditions in found.values() for one in conditions):
        lines.append(condition)
        alone = len(demands) == 1 and demands[0].asks == condition
        lines += [f"  {demand}" if alone else f"  {demand}: {demand.asks}" for demand in demands]
    return [*lines, *(f"{size}: any size" for size, conditions in found.items() if not conditions)]


def _sizes(graph: Graph) -> Iterator[str]:
    """Yields for each open size of a network the conditions on it, and the layers that ask for them."""
    for size, conditions in reasons(graph).items():
        layers = list(dict.fromkeys(demand.layer for _, demands in conditions for demand in demands))
        more = [f"{len(layers) - NAMED_LAYERS} more"] if len(layers) > NAMED_LAYERS + 1 else []
        named = ", ".join([*(layers[:NAMED_LAYERS] if more else layers), *more])
        said = " and ".join(condition for condition, _ in conditions)
        yield f"{size}: {said} ({named})" if said else f"{size}: any size"


def kind(node: Node) -> str:
    """Returns what a node is called in a table: its kind, or the function of an activation."""
    layer = node.plain
    return "input" if layer is None else getattr(layer, "function", layer.kind)


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Returns the lines of a table: text to the left, the last column, of numbers, to the right."""
    widths = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))

    def line(row: Sequence[str]) -> str:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        return "  ".join([*cells, row[-1].rjust(widths[-1])]).rstrip()

    return [line(headings), rule, *(line(row) for row in rows), rule]


def spaced(shape: Shape) -> str:
    """Returns a shape as people write it: `224 × 224 × 3`."""
    return " × ".join(str(size) for size in shape)
