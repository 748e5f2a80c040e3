"""Makes a separate layer of an activation over the channels of a position.

Keras computes the softmax in a convolution along the last axis, wherever the channels are; a separate layer has an
axis.
"""

from archspec.graph import Graph, Node
from archspec.layers.activation.activation import Activation
from archspec.layers.base import Layer
from archspec.layers.convolution.base import ConvolutionLayer
from archspec.layers.stepwise import StepwiseLayer


def part_channel_activations(graph: Graph) -> Graph:
    """Returns a graph in which no convolution ends in a softmax, and no `activation` is one.

    What was the convolution `mask` is the convolution `mask`, with its weights, and `mask.activation` behind it.
    """
    nodes: list[Node] = []
    places: list[int] = []
    for node in graph.nodes:
        moved = node._replace(inputs=tuple(places[index] for index in node.inputs))
        layer = node.plain
        if isinstance(layer, ConvolutionLayer) and (function := layer.last_function) and function.has("shares"):
            alone = layer.model_copy(update={"activation": None})
            # A softmax is computed in float32 unless it has a precision of its own; its convolution still is, too.
            nodes.append(moved._replace(layer=_like(node, alone), precision=node.precision or "float32"))
            inputs = (len(nodes) - 1,)
            moved = node._replace(name=f"{node.name}.activation", layer=_like(node, function), inputs=inputs)
        elif isinstance(layer, Activation) and layer.has("shares"):
            moved = moved._replace(layer=_like(node, layer.last_function))
        places.append(len(nodes))
        nodes.append(moved)
    return graph.with_nodes(nodes, places)


def _like(node: Node, layer: Layer) -> Layer:
    """Returns a layer that works step by step if that of the node does."""
    return StepwiseLayer(layer=layer) if isinstance(node.layer, StepwiseLayer) else layer
