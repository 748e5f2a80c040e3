"""Runs a network in Keras at sizes on both sides of the borders of its size contract."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

import archspec
from archspec.graph import Graph
from tests.fuzz import keras_side
from tests.fuzz.keras_side import KerasRefusedError

BORDERS = 3
"""How many of the smallest sizes that will do are tried, each with the two beside it."""


def disagreements(text: str) -> tuple[int, list[str]]:
    """Returns at how many sizes a network was run, and those over which Keras and the size contract disagree."""
    graph = archspec.check(text).graph
    assert graph is not None, "a spec with a contract"
    found: list[str] = []
    tried = border_sizes(graph)
    for sizes in tried:
        refusal: KerasRefusedError | None = None
        try:
            keras_side.run_at(graph, sizes)
        except KerasRefusedError as error:
            refusal = error
        if (refusal is None) != graph.sizes.contains(sizes):
            found.append(f"{sizes}: " + (f"Keras refuses it: {refusal}" if refusal else "Keras runs it"))
    return len(tried), found


def border_sizes(graph: Graph) -> list[dict[str, int]]:
    """Returns sizes on both sides of the borders of a network's contract, one open size at a time."""
    names = graph.open_sizes()
    least = graph.sizes.example(names)
    assert least is not None, "a contract that some sizes meet"
    found: list[dict[str, int]] = []
    for name in names:
        left = graph.sizes.given({other: n for other, n in least.items() if other != name}).sizes(name)
        n = left.minimum()
        for _ in range(BORDERS):
            if n is not None:
                found += [{**least, name: near} for near in (n - 1, n, n + 1) if near > 0]
                n = left.above(n + 1)
    return [one for index, one in enumerate(found) if one not in found[:index]]
