"""Prepares layers for weights that are loaded and do not change."""

from archspec.graph import Graph
from archspec.layers.base import Layer
from archspec.layers.stepwise import StepwiseLayer


def for_given_weights(graph: Graph, precision: str) -> Graph:
    """Returns a graph whose layers draw no initial weights, and keep weights in the precision that they compute with.

    A mixed precision keeps weights in float32, because training changes them by little, and casts them to half of it
    whenever it computes. What does not train can keep the outcome. Norms compute in float32 and keep their weights.

    Args:
        graph: The graph.
        precision: The precision of every layer that is not given one of its own.
    """
    nodes = list(graph.nodes)
    for index, node in enumerate(nodes):
        if node.layer is None or not graph.weights(node):
            continue
        own = node.precision
        if not node.layer.has("float32"):
            own = graph.precision_of(index, precision).removeprefix("mixed_")
        nodes[index] = node._replace(layer=_drawing_none(node.layer), precision=own)
    return graph.with_nodes(nodes)


def _drawing_none(layer: Layer) -> Layer:
    if isinstance(layer, StepwiseLayer):
        return layer.model_copy(update={"layer": _drawing_none(layer.layer)})
    initializers = (field for field in layer.own_fields() if field.endswith("initializer"))
    return layer.model_copy(update=dict.fromkeys(initializers, "zeros"))
