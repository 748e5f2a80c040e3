"""Builds a Keras model from a graph with all options: layers, weights, conversion for inference, compilation."""

from pathlib import Path
from typing import Any, NamedTuple

from archspec.convert.inference import to_inference
from archspec.convert.to_keras import to_keras, with_jit
from archspec.convert.weights import WeightsReport, load_weights
from archspec.graph import Graph
from archspec.language.document import Jit, Precision, Purpose
from archspec.layers.layout import Layout


class BuildOptions(NamedTuple):
    """How to build a model.

    Attributes:
        precision: The precision of every layer that has none of its own.
        layout: Whether tensors with spatial axes have their channels first or last.
        jit: Whether Keras compiles the computation; with `auto`, Keras decides.
        purpose: Training, or inference only.
    """

    precision: Precision = "float32"
    layout: Layout = "channels_last"
    jit: Jit = "auto"
    purpose: Purpose = "training"


def build_model(
    graph: Graph,
    options: BuildOptions = BuildOptions(),  # noqa: B008 - immutable
    *,
    seed: int | None = None,
    weights: str | Path | None = None,
    partial: bool = False,
) -> tuple[Any, WeightsReport]:
    """Builds the Keras model of a graph, and reports which of the given weights fit.

    Args:
        graph: The graph.
        options: How to build it.
        seed: The seed of the initial weights; random by default.
        weights: A file of weights to load.
        partial: Whether to load those that fit if others do not.

    Raises:
        WeightsError: If the weights cannot be read, or do not fit.
        OSError: If they cannot be opened.
    """
    precision, layout, jit, purpose = options
    model = to_keras(graph, precision, layout, seed=seed)
    loaded = WeightsReport() if weights is None else load_weights(model, weights, partial=partial)
    if purpose == "inference":
        model = to_inference(graph, model, precision, layout)
    return with_jit(model, jit), loaded
