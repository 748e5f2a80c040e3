"""Graph in, `keras.Model` out: an ordinary functional model whose layers are called by their paths."""

import random
from importlib import import_module
from typing import Any

from archspec.graph import Graph
from archspec.language.document import Precision
from archspec.tensors.dim import known


def to_keras(graph: Graph, precision: Precision = "float32", *, seed: int | None = None) -> Any:
    """Returns the Keras model of a graph.

    Args:
        graph: The graph.
        precision: The precision of every layer that is not given one of its own.
        seed: The seed of the initial weights; random unless given.
    """
    state = random.getstate()
    try:
        # Keras draws the seeds of initializers and dropouts that are given none from Python's generator.
        if seed is not None:
            random.seed(seed)
        return _model(graph, precision)
    finally:
        if seed is not None:
            random.setstate(state)


def _model(graph: Graph, precision: Precision) -> Any:
    keras: Any = import_module("keras")
    import_module("archspec.convert.keras_layers")  # registers the layers that Keras lacks
    tensors: list[Any] = []
    for index, node in enumerate(graph.nodes):
        if node.layer is None:
            shape = tuple(known(size) for size in node.shape)
            tensors.append(keras.Input(shape, name=node.name, dtype=node.dtype))
            continue
        policy = graph.precision_of(index, precision)
        layers = node.layer.to_keras(
            keras, graph.argument(node), name=node.name, dtype=policy, trainable=node.trainable
        )
        tensors.append(node.layer.call_keras(layers, [tensors[one] for one in node.inputs]))
    made: Any = {name: tensors[index] for name, index in graph.outputs.items()}
    if graph.output_form != "mapping":
        made = list(made.values()) if graph.output_form == "list" else next(iter(made.values()))
    inputs = [tensors[index] for index in graph.inputs]
    model = keras.Model(inputs[0] if len(inputs) == 1 else inputs, made, name=graph.name or "model")
    # Every layer has its own policy; the model's tells `compile` whether the loss needs scaling.
    model.dtype_policy = precision
    return model
