"""Folds batch norms into the layers before them.

In inference, a batch norm multiplies every channel by a number and adds another. A layer that ends in a weighted sum
can do that itself, with other weights and another bias. Source: Jacob and others. Quantization and Training of Neural
Networks for Efficient Integer-Arithmetic-Only Inference. CVPR 2018. arXiv:1712.05877, section 3.2.
"""

from typing import NamedTuple

from archspec.graph import Graph
from archspec.layers.base import Layer
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.stepwise import StepwiseLayer
from archspec.layers.weighted import WeightedLayer
from archspec.passes.rewiring import uses, without


class Folded(NamedTuple):
    """A graph with batch norms folded.

    Attributes:
        graph: The graph; a layer that has taken in a norm has a bias.
        norms: By the path of such a layer, the paths of the norms that it has taken in, and the norms, in the order in
            which they are applied.
    """

    graph: Graph
    norms: dict[str, list[tuple[str, BatchNorm]]]


def fold_norms(graph: Graph) -> Folded:
    """Returns a graph without the batch norms that the layer before them can take in.

    That is a convolution of any kind, or a dense layer, that has no activation, whose output nothing else uses, and
    that computes in the precision of the norm.
    """
    used = uses(graph)
    nodes = list(graph.nodes)
    instead: dict[int, int] = {}
    norms: dict[str, list[tuple[str, BatchNorm]]] = {}
    for index, node in enumerate(graph.nodes):
        norm = node.plain
        if not isinstance(norm, BatchNorm) or used[node.inputs[0]] > 1:
            continue
        source = instead.get(node.inputs[0], node.inputs[0])
        before = nodes[source]
        if before.layer is not None and _ends_in_a_sum(before.plain) and before.precision == node.precision:
            instead[index] = source
            nodes[source] = before._replace(layer=_with_bias(before.layer))
            norms.setdefault(before.name, []).append((node.name, norm))
    return Folded(without(graph.with_nodes(nodes), instead), norms)


def _ends_in_a_sum(layer: Layer | None) -> bool:
    return isinstance(layer, WeightedLayer) and layer.ends_in_sums


def _with_bias(layer: Layer) -> Layer:
    if isinstance(layer, StepwiseLayer):
        return layer.model_copy(update={"layer": _with_bias(layer.layer)})
    return layer.model_copy(update={"bias": True})
