"""Replaces crops to the size of another tensor by crops by amounts, for which Keras has layers."""

from archspec.graph import Graph, Node
from archspec.layers.shape.crop import Crop
from archspec.tensors.arithmetic import crop_like
from archspec.tensors.dim import known


def crop_by_amounts(graph: Graph) -> Graph:
    """Returns a graph in which a crop to the size of another tensor takes that tensor no more.

    That is where it cuts off as much whatever the sizes of the input, and an output depends on the other tensor without
    it: else the model would lack the layers that make it.
    """
    crops = {index: crop for index, node in enumerate(graph.nodes) if (crop := _by_amounts(graph, node)) is not None}
    needed = {*graph.inputs, *graph.outputs.values()}
    for index in range(len(graph.nodes) - 1, -1, -1):
        if index in needed:
            inputs = graph.nodes[index].inputs
            needed.update(inputs[:1] if index in crops else inputs)
    nodes = list(graph.nodes)
    for index, crop in crops.items():
        tensor, like = nodes[index].inputs
        if like in needed:
            nodes[index] = nodes[index]._replace(layer=crop, inputs=(tensor,))
    return graph.with_nodes(nodes)


def _by_amounts(graph: Graph, node: Node) -> Crop | None:
    """Returns the crop that cuts off the same amounts; None if they depend on open sizes, or it is no such crop."""
    if not isinstance(node.layer, Crop) or node.layer.like is None:
        return None
    x, like = (graph.nodes[index].shape for index in node.inputs)
    pairs: list[tuple[int, int]] = []
    for n, wanted, offset in zip(x.spatial, like.spatial, node.layer.offsets(x.rank), strict=True):
        before, after = map(known, crop_like(n, wanted, offset))
        if before is None or after is None:
            return None
        pairs.append((before, after))
    return Crop(cropping=tuple(pairs))
