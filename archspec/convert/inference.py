"""Converts a trained model to a model for inference, with the same outputs and fewer layers.

The passes say which layers can be removed; this module computes the new weights.
"""

from typing import Any

from archspec.convert.backend import layer_name, layer_path
from archspec.convert.to_keras import to_keras
from archspec.graph import Graph
from archspec.language.document import Precision
from archspec.layers.layout import Layout
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.weighted import WeightedLayer
from archspec.passes.inference import for_inference

Weights = dict[str, Any]
"""The weights of one layer: arrays by Keras's names for them, in Keras's order."""


def to_inference(graph: Graph, trained: Any, precision: Precision = "float32", layout: Layout = "channels_last") -> Any:
    """Returns the Keras model of a graph for inference, with the weights of a trained one.

    Layers that only act in training are left out, batch norms are folded into the layers before them, and in a mixed
    precision weights are kept in the half precision that they are computed with.

    Args:
        graph: The graph, as it was trained.
        trained: The model that `to_keras` made of it, in whatever precision and layout.
        precision: The precision of the computation.
        layout: Where tensors with spatial axes have their channels.

    Raises:
        ValueError: If the trained model is one of another graph.
    """
    plan = for_inference(graph, precision)
    nodes = {node.name: node for node in graph.nodes}

    def weights_of(path: str) -> Weights:
        names = [weight.name for weight in graph.weights(nodes[path])]
        return dict(zip(names, trained.get_layer(layer_name(path)).get_weights(), strict=True))

    model = to_keras(plan.graph, precision, layout)
    for layer in model.layers:
        name = layer_path(layer.name)
        if name in plan.norms:
            weights, before = weights_of(name), nodes[name].plain
            assert isinstance(before, WeightedLayer)
            for path, norm in plan.norms[name]:
                weights = fold_norm(before, weights, norm, weights_of(path))
            layer.set_weights(list(weights.values()))
        elif layer.weights:
            layer.set_weights(trained.get_layer(layer.name).get_weights())
    return model


def fold_norm(layer: WeightedLayer, weights: Weights, norm: BatchNorm, statistics: Weights) -> Weights:
    """Returns the weights with which a layer does what it did, and then its norm.

    The norm makes `y * factor + (beta - mean * factor)` of an output `y`, with
    `factor = gamma / sqrt(variance + epsilon)`, channel by channel. Computed in float64.

    Args:
        layer: A convolution of any kind, or a dense layer.
        weights: Its weights.
        norm: The batch norm.
        statistics: The norm's weights.
    """
    statistics = {name: value.astype("float64") for name, value in statistics.items()}
    factor = statistics.get("gamma", 1.0) / (statistics["moving_variance"] + norm.epsilon) ** 0.5
    kernel = weights[layer.last_kernel].astype("float64")
    bias = weights.get("bias", 0.0) - statistics["moving_mean"]
    return {
        **weights,
        layer.last_kernel: kernel * factor.reshape(layer.along_outputs(kernel.shape)),
        "bias": bias * factor + statistics.get("beta", 0.0),
    }
