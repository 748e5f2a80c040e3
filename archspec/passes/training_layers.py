"""Removes layers that do nothing in inference."""

from archspec.graph import Graph
from archspec.passes.rewiring import without


def without_training_layers(graph: Graph) -> Graph:
    """Returns a graph without the layers that let everything through unchanged outside of training.

    Those are the regularizations (dropout in all its forms, noise, drop path), `identity`, and activations that are
    `linear`. One stays where it does more than that: where it brings its input to a precision of its own, and where an
    output of the network would be nothing but an input.
    """
    outputs = set(graph.outputs.values())
    instead: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        if node.layer is None or not (node.layer.has("identity") or node.layer.has("training_only")):
            continue
        source = instead.get(node.inputs[0], node.inputs[0])
        before = graph.nodes[source]
        if node.precision in (None, before.precision) and (index not in outputs or before.layer is not None):
            instead[index] = source
    return without(graph, instead)
