"""Converts a graph to a `keras.Model`: an ordinary functional model whose layers are named by their paths."""

import random
from importlib import import_module
from typing import Any, NamedTuple

from archspec.convert.backend import layer_name, load_keras
from archspec.graph import Graph
from archspec.language.document import Jit, Precision
from archspec.layers.layout import Form, Layout, form_of, form_of_output, permutation
from archspec.passes.channel_activations import part_channel_activations
from archspec.passes.crops import crop_by_amounts
from archspec.passes.pool_padding import pad_pools_plainly
from archspec.tensors.dim import known


def to_keras(
    graph: Graph, precision: Precision = "float32", layout: Layout = "channels_last", *, seed: int | None = None
) -> Any:
    """Returns the Keras model of a graph.

    Args:
        graph: The graph.
        precision: The precision of every layer that is not given one of its own.
        layout: Where tensors with spatial axes have their channels, the model's inputs and outputs among them. The
            weights are the same.
        seed: The seed of the initial weights; random by default.
    """
    state = random.getstate()
    try:
        # Keras draws the seeds of initializers and dropouts that are given none from Python's generator.
        if seed is not None:
            random.seed(seed)
        return _model(_converted(graph, layout), precision, layout)
    finally:
        if seed is not None:
            random.setstate(state)


def layers_of(graph: Graph, precision: Precision = "float32", layout: Layout = "channels_last") -> list[Any]:
    """Returns the Keras layers that the model of a graph has, but for those that transpose; without weights yet."""
    keras = load_keras()
    import_module("archspec.convert.keras_layers")
    return [layer for part in _parts(keras, _converted(graph, layout), precision, layout) for layer in part.layers]


def _converted(graph: Graph, layout: Layout) -> Graph:
    """Returns a graph in which each layer is one that Keras, or else archspec, has for the layout."""
    plain = crop_by_amounts(pad_pools_plainly(graph))
    return plain if layout == "channels_last" else part_channel_activations(plain)


def with_jit(model: Any, jit: Jit) -> Any:
    """Returns a model that computes with, or without, Keras's `jit_compile`; as Keras decides where that is `auto`.

    Keras keeps it where a model is compiled, and saves it with a model that is. So the model is compiled, with no loss,
    and with the one optimizer that has no state.
    """
    if jit != "auto":
        model.compile("sgd", jit_compile=jit)
    return model


class _Part(NamedTuple):
    """The Keras layers of a node; none for an input.

    Attributes:
        layers: The layers, in the order in which they are called.
        taken: The form in which they take tensors.
        given: The form of what comes out.
    """

    layers: list[Any]
    taken: Form
    given: Form


def _model(graph: Graph, precision: Precision, layout: Layout) -> Any:
    keras = load_keras()
    import_module("archspec.convert.keras_layers")  # registers the layers that Keras lacks
    tensors = _Tensors(keras)
    for node, part in zip(graph.nodes, _parts(keras, graph, precision, layout), strict=True):
        if node.layer is None:
            shape = [known(node.shape[axis]) for axis in part.given]
            made = keras.Input(shape, name=node.name, dtype=node.dtype)
        else:
            made = node.layer.call_keras(part.layers, [tensors.get(one, part.taken) for one in node.inputs])
        tensors.add(made, part.given, node.name)
    outputs: Any = {
        name: tensors.get(index, form_of(len(graph.nodes[index].shape), layout))
        for name, index in graph.outputs.items()
    }
    if graph.output_form != "mapping":
        outputs = list(outputs.values()) if graph.output_form == "list" else next(iter(outputs.values()))
    inputs = [tensors.get(index, tensors.form(index)) for index in graph.inputs]
    model = keras.Model(inputs[0] if len(inputs) == 1 else inputs, outputs, name=graph.name or "model")
    # Every layer has its own policy; the model's tells `compile` whether the loss needs scaling.
    model.dtype_policy = precision
    return model


def _parts(keras: Any, graph: Graph, precision: Precision, layout: Layout) -> list[_Part]:
    """Returns the Keras layers of every node, not called yet.

    NOTE: Why not call each as it is made? What makes layers stays in the processor's caches only as long as nothing
    else runs between them, and a call runs most of Keras.
    """
    parts: list[_Part] = []
    for index, node in enumerate(graph.nodes):
        if node.layer is None:
            form = form_of(len(node.shape), layout)
            parts.append(_Part([], form, form))
            continue
        x = graph.argument(node)
        form, told = node.layer.placing(x, parts[node.inputs[0]].given, layout)
        policy = graph.precision_of(index, precision)
        common = {"name": layer_name(node.name), "dtype": policy, "trainable": node.trainable}
        layers = node.layer.to_keras(keras, x, **common, **told)
        parts.append(_Part(layers, form, form_of_output(form, len(node.shape))))
    return parts


class _Tensors:
    """The tensors made so far, each in the form in which it was made, and in those that were asked for."""

    def __init__(self, keras: Any) -> None:
        self.keras = keras
        self.made: list[tuple[Any, Form]] = []
        self.names: list[str] = []
        self.transposed: dict[tuple[int, Form], Any] = {}

    def add(self, tensor: Any, form: Form, name: str) -> None:
        """Adds the tensor of the next node, which has a name."""
        self.made.append((tensor, form))
        self.names.append(name)

    def form(self, index: int) -> Form:
        """Returns the form in which a node's tensor was made."""
        return self.made[index][1]

    def get(self, index: int, form: Form) -> Any:
        """Returns a node's tensor in a form."""
        tensor, made = self.made[index]
        if form == made:
            return tensor
        if (index, form) not in self.transposed:
            place = {0: "first", len(form) - 1: "last"}.get(form.index(len(form) - 1), "inside")
            # In the precision of the tensor itself, whatever that of the layers that take it.
            name = f"{self.names[index]}.channels_{place}"
            permute = self.keras.layers.Permute(permutation(made, form), name=name, dtype=tensor.dtype)
            self.transposed[index, form] = permute(tensor)
        return self.transposed[index, form]
