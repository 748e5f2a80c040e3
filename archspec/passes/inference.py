"""All passes for a trained network."""

from archspec.graph import Graph
from archspec.passes.norms import Folded, fold_norms
from archspec.passes.padding import fold_padding
from archspec.passes.training_layers import without_training_layers
from archspec.passes.weights import for_given_weights


def for_inference(graph: Graph, precision: str = "float32") -> Folded:
    """Returns a graph that computes the same outside of training, and which norms its layers have taken in.

    Layers that only act in training go first: what they stand between can be folded then. The layers that are left keep
    their paths and, but for what they take in, their weights.

    Args:
        graph: The graph.
        precision: The precision of every layer that is not given one of its own.
    """
    folded = fold_norms(fold_padding(without_training_layers(graph)))
    return folded._replace(graph=for_given_weights(folded.graph, precision))
