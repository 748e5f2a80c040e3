"""A graph as a table for people."""

from collections.abc import Sequence

from archspec.graph import Graph, Node
from archspec.tensors.shape import Shape

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
    totals += [f"{size}: {' and '.join(graph.sizes.conditions(size)) or 'any size'}" for size in graph.open_sizes()]
    totals += [f"output `{name}`: {spaced(graph.nodes[index].shape)}" for name, index in graph.outputs.items()]
    return "\n".join([*aligned(HEADINGS, rows), *totals])


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
