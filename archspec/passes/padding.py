"""Folds padding layers into convolutions and poolings."""

from typing import Any

from archspec.graph import Graph
from archspec.layers.convolution.base import ConvolutionLayer
from archspec.layers.fields import amounts
from archspec.layers.pooling.avg_pool import AvgPool
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.shape.pad import Pad
from archspec.layers.window import WindowLayer
from archspec.passes.rewiring import uses, without
from archspec.passes.signs import never_negative
from archspec.tensors.arithmetic import same_padding
from archspec.tensors.shape import Shape


def fold_padding(graph: Graph) -> Graph:
    """Returns a graph in which windows pad for themselves.

    A `pad` with zeros is taken out where nothing but one window that means the same uses its output: that of a
    convolution, or of a max pooling of what is never negative. What pads by as much as `same` does at the known sizes
    of its input becomes `same`, for which Keras needs no layer that pads.
    """
    used, signs = uses(graph), never_negative(graph)
    nodes = list(graph.nodes)
    instead: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        layer = node.layer
        if not isinstance(layer, WindowLayer) or layer.spreads:
            continue
        source = node.inputs[0]
        while True:
            pad = nodes[source]
            if not isinstance(pad.layer, Pad) or used[source] > 1 or pad.precision not in (None, node.precision):
                break
            before = pad.inputs[0]
            folded = _folded(layer, pad.layer, nodes[before].shape.rank, is_never_negative=signs[before])
            if folded is None:
                break
            layer = folded
            instead[source] = pad.inputs[0]
            source = pad.inputs[0]
        nodes[index] = node._replace(layer=natively_padded(layer, nodes[source].shape))
    return without(graph.with_nodes(nodes), instead)


def _folded(layer: WindowLayer, pad: Pad, rank: int, *, is_never_negative: bool) -> WindowLayer | None:
    """Returns a layer that pads as the `pad` before it does; None if none means the same."""
    window = layer.window(rank)
    if pad.mode != "zeros" or "same" in window.padding or "causal" in window.padding:
        return None
    own, more = window.explicit_padding(), amounts(pad.padding, rank, "padding")
    pairs = tuple((a + c, b + d) for (a, b), (c, d) in zip(own, more, strict=True))
    if isinstance(layer, ConvolutionLayer):
        return _with(layer, padding=pairs)
    if any(max(pair) >= size for pair, size in zip(pairs, window.size, strict=True)):
        return None
    return _with(layer, padding=pairs) if isinstance(layer, MaxPool) and is_never_negative else None


def natively_padded(layer: WindowLayer, x: Shape) -> WindowLayer:
    """Returns a layer that says `same` where that is what it pads by at the known sizes of its input."""
    window = layer.window(x.rank)
    if window.native_padding() is not None or (isinstance(layer, AvgPool) and layer.count_padding):
        return layer
    axes = zip(x.spatial, *window[:3], window.explicit_padding(), strict=True)
    same = all(isinstance(n, int) and same_padding(n, *rest) == pair for n, *rest, pair in axes)
    return _with(layer, padding="same") if same else layer


def _with(layer: WindowLayer, **fields: Any) -> WindowLayer:
    return layer.model_copy(update=fields)
