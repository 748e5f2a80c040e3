"""Replaces padding of poolings that Keras lacks by padding that it has.

Otherwise a layer of archspec pads, and a saved model loads only with archspec.
"""

from archspec.graph import Graph, Node
from archspec.layers.base import Layer
from archspec.layers.pooling.avg_pool import AvgPool
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.shape.pad import Pad
from archspec.passes.padding import natively_padded
from archspec.passes.signs import never_negative
from archspec.tensors.arithmetic import same_padding
from archspec.tensors.shape import Shape


def pad_pools_plainly(graph: Graph) -> Graph:
    """Returns a graph in which poolings are padded as Keras knows it, wherever that means the same.

    What pads by as much as `same` does at the known sizes of its input becomes `same`. A maximum of what is never
    negative does not notice zeros, and a mean may count them: such a pooling `pool` becomes `pool.pad`, which pads with
    zeros, and `pool`.
    """
    signs = never_negative(graph)
    nodes: list[Node] = []
    places: list[int] = []
    for index, node in enumerate(graph.nodes):
        moved = node._replace(inputs=tuple(places[one] for one in node.inputs))
        if isinstance(node.layer, MaxPool | AvgPool):
            source = node.inputs[0]
            x = graph.nodes[source].shape
            layer = natively_padded(node.layer, x)
            zeros = _zeros(layer, x, is_never_negative=signs[source])
            if zeros is not None:
                # As precise as the pooling, which may be an output.
                precision = node.precision or ("float32" if index in graph.outputs.values() else None)
                pad = Node(f"{node.name}.pad", zeros, moved.inputs, zeros.output(x), precision=precision)
                moved = moved._replace(inputs=(len(nodes),))
                nodes.append(pad)
                layer = layer.model_copy(update={"padding": "valid"})
            moved = moved._replace(layer=layer)
        places.append(len(nodes))
        nodes.append(moved)
    return graph.with_nodes(nodes, places)


def _zeros(layer: Layer, x: Shape, *, is_never_negative: bool) -> Pad | None:
    """Returns what pads with zeros in place of a pooling; None if Keras pads as it does, or zeros would be noticed."""
    if isinstance(layer, MaxPool):
        window = layer.window(x.rank)
        if window.native_padding() is None and is_never_negative:
            return Pad(padding=window.explicit_padding())
    elif isinstance(layer, AvgPool) and layer.count_padding:
        window = layer.window(x.rank)
        if window.native_padding() == "valid":
            return None
        if window.padding[0] != "same":
            return Pad(padding=window.explicit_padding())
        axes = list(zip(x.spatial, window.size, window.stride, strict=True))
        if all(isinstance(n, int) or stride == 1 for n, _, stride in axes):
            # At stride 1 the padding is the same for every size.
            return Pad(padding=tuple(same_padding(n if isinstance(n, int) else 1, *rest) for n, *rest in axes))
    return None
