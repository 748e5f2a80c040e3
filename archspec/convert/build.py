"""A graph made into a model the way it is asked for: every step from layers to what is saved."""

from pathlib import Path
from typing import Any, NamedTuple

from archspec.convert.inference import to_inference
from archspec.convert.to_keras import to_keras, with_jit
from archspec.convert.weights import WeightsReport, load_weights
from archspec.graph import Graph
from archspec.language.document import Jit, Precision, Purpose
from archspec.layers.layout import Layout


class Manner(NamedTuple):
    """How a model is built.

    Attributes:
        precision: The precision of every layer that is not given one of its own.
        layout: Where tensors with spatial axes have their channels.
        jit: Whether Keras compiles the computation, or decides itself.
        purpose: Whether it is to be trained, or only to infer.
    """

    precision: Precision = "float32"
    layout: Layout = "channels_last"
    jit: Jit = "auto"
    purpose: Purpose = "training"


def built(
    graph: Graph,
    manner: Manner = Manner(),  # noqa: B008 - nobody can change it
    *,
    seed: int | None = None,
    weights: str | Path | None = None,
    partial: bool = False,
) -> tuple[Any, WeightsReport]:
    """Returns the Keras model of a graph, and how the weights that it is given fit.

    Args:
        graph: The graph.
        manner: How it is built.
        seed: The seed of the initial weights; random unless given.
        weights: A file of weights.
        partial: Whether to be content with those that fit.

    Raises:
        WeightsError: If the weights cannot be read, or do not fit.
        OSError: If they cannot be opened.
    """
    precision, layout, jit, purpose = manner
    model = to_keras(graph, precision, layout, seed=seed)
    loaded = WeightsReport() if weights is None else load_weights(model, weights, partial=partial)
    if purpose == "inference":
        model = to_inference(graph, model, precision, layout)
    return with_jit(model, jit), loaded
