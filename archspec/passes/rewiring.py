"""Removes nodes from a graph and reconnects their consumers."""

from collections import Counter
from collections.abc import Mapping

from archspec.graph import Graph


def uses(graph: Graph) -> Counter[int]:
    """Returns how often the output of each node is used: by a layer, or as an output of the network."""
    inputs = (index for node in graph.nodes for index in node.inputs)
    return Counter([*inputs, *graph.outputs.values()])


def without(graph: Graph, instead: Mapping[int, int]) -> Graph:
    """Returns a graph without some of its nodes.

    Args:
        graph: The graph.
        instead: By the index of a node to be taken out, that of the node whose output stands for its own, smaller than
            the node's and possibly taken out itself.
    """
    places: list[int] = []
    kept = 0
    for index in range(len(graph.nodes)):
        places.append(places[instead[index]] if index in instead else kept)
        kept += index not in instead
    nodes = (
        node._replace(inputs=tuple(places[one] for one in node.inputs))
        for index, node in enumerate(graph.nodes)
        if index not in instead
    )
    return graph.with_nodes(nodes, places)
