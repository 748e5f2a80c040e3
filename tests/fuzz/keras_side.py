"""Keras, asked layer by layer: what it makes of a layer in its symbolic build, and what it makes of it when it runs.

Our own shape rules have no say here: shapes are those of Keras's tensors.
"""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")  # off by default on processors without AVX-512 VNNI or the like
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import tensorflow as tf

import archspec.convert.keras_layers  # noqa: F401  # registers the layers that Keras lacks
from archspec.compiler.names import Tensor
from archspec.compiler.walk import Frame, Walk
from archspec.graph import Graph, Node
from archspec.layers.base import Layer, MergeLayer
from archspec.tensors.dim import Dim, known
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from tools.runtimes import array, evaluated


class KerasRefusedError(Exception):
    """Keras does not take a layer.

    Attributes:
        path: The layer's path.
        stage: `conversion` where our own code refuses to make the Keras layer, `build` where the symbolic build fails,
            `run` where it does not and the forward pass does, `empty` where a tensor without values comes out,
            `shape` where the forward pass gives another shape than the build says, `missing` where this device cannot
            run it.
        why: What Keras says.
    """

    def __init__(self, path: str, stage: str, why: str) -> None:
        super().__init__(f"{path} ({stage}): {why}")
        self.path, self.stage, self.why = path, stage, why


class Made(NamedTuple):
    """What a layer makes.

    Attributes:
        symbolic: Keras's symbolic tensor.
        real: An array; None where sizes are open, or the device has no such operation.
    """

    symbolic: Any
    real: Any


def made_input(shape: Sequence[int | None], dtype: str, name: str) -> Made:
    """Returns an input: of a few values, where its sizes are known."""
    symbolic = keras.Input(tuple(shape), dtype=dtype, name=name)
    return Made(symbolic, None if None in shape else array(shape, dtype))


def apply(layer: Layer, path: str, inputs: Sequence[Made], dtype: str, trainable: bool) -> Made:
    """Returns what Keras makes of tensors with a layer.

    Raises:
        KerasRefusedError: If it does not.
    """
    shapes: tuple[Shape, ...] = tuple(shape_of(one.symbolic) for one in inputs)
    x: Any = shapes if isinstance(layer, MergeLayer) or len(shapes) > 1 else shape_of(inputs[0].symbolic)
    try:
        layers = layer.to_keras(keras, x, name=path, dtype=dtype, trainable=trainable)
    except ShapeError as error:
        raise KerasRefusedError(path, "conversion", error.message) from None
    except Exception as error:
        raise KerasRefusedError(path, "build", _short(error)) from None
    try:
        symbolic = layer.call_keras(layers, [one.symbolic for one in inputs])
    except Exception as error:
        raise KerasRefusedError(path, "build", _short(error)) from None
    if any(size is not None and size < 1 for size in symbolic.shape[1:]):
        raise KerasRefusedError(path, "build", f"an empty shape, {symbolic.shape}")
    if any(one.real is None for one in inputs):
        return Made(symbolic, None)
    try:
        real = layer.call_keras(layers, [one.real for one in inputs])
    except Exception as error:
        if is_missing(error):
            return Made(symbolic, None)
        raise KerasRefusedError(path, "run", _short(error)) from None
    if 0 in real.shape:
        raise KerasRefusedError(path, "empty", f"an empty tensor, {tuple(real.shape)}")
    if any(size not in (None, other) for size, other in zip(symbolic.shape, real.shape, strict=True)):
        raise KerasRefusedError(path, "shape", f"{tuple(real.shape)}, and the build says {symbolic.shape}")
    return Made(symbolic, real)


def is_missing(error: Exception) -> bool:
    """Returns whether an operation is not there at all on this device in this precision, as half-precision pooling."""
    missing = (
        "Could not find device for node",  # by itself
        "No OpKernel was registered to support Op",  # in a compiled step
        "CPU implementation does not yet support",
        "CPU implementations do not yet support",
    )
    return any(words in str(error) for words in missing)


def is_unlisted(error: Exception) -> bool:
    """Returns whether a number was looked up in a table that has fewer rows."""
    return "GatherV2" in str(error) and "is not in [0," in str(error)


def shape_of(tensor: Any) -> Shape:
    """Returns the shape of one of Keras's tensors, each unknown size as an open one of its own."""
    return Shape(
        Dim.symbol(f"?{id(tensor)}_{axis}") if size is None else size for axis, size in enumerate(tensor.shape[1:])
    )


def run_at(graph: Graph, sizes: Mapping[str, int]) -> None:
    """Builds and runs a graph anew, layer by layer, with its open sizes given; only its layers and wires are believed.

    Raises:
        KerasRefusedError: If Keras does not take it.
    """
    made: list[Made] = []
    for node in graph.nodes:
        if node.layer is None:
            made.append(made_input([evaluated(size, sizes) for size in node.shape], node.dtype, node.name))
        else:
            inputs = [made[one] for one in node.inputs]
            made.append(apply(node.layer, node.name, inputs, node.precision or "float32", node.trainable))
            if made[-1].real is None:
                raise KerasRefusedError(node.name, "missing", "the device has no such operation")


def gradients(model: Any, arrays: Sequence[Any]) -> list[Any]:
    """Returns the gradient of the sum of a model's outputs while training for each of its trainable variables.

    It is compiled with the batch and all that is open left open, as `fit` compiles its step once it has met a second
    size. None stands for a variable that the outputs do not depend on. Raises what TensorFlow does.
    """

    def step(values: list[Any]) -> list[Any]:
        with tf.GradientTape() as tape:
            outputs: list[Any] = keras.tree.flatten(model(values, training=True))
            loss: Any = sum(tf.reduce_sum(tf.cast(one, tf.float32)) for one in outputs)
        return tape.gradient(loss, [one.value for one in model.trainable_variables])

    taken = [tf.TensorSpec(one.shape, one.dtype) for one in model.inputs]
    return tf.function(step, input_signature=[taken], autograph=False)(list(arrays))


class KerasInference:
    """Infers shapes by asking Keras, in the place of archspec's rules.

    Attributes:
        nodes: The nodes that Keras has taken.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._made: dict[int, Made] = {}

    def __call__(self, walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        """Returns the shape of what Keras makes of tensors with a layer.

        Raises:
            KerasRefusedError: If it does not take them.
        """
        self.nodes = walk.nodes
        given = [self._tensor(tensor.node) for tensor in inputs]
        made = apply(layer, path, given, frame.precision or "float32", frame.trainable)
        self._made[len(walk.nodes)] = made
        return shape_of(made.symbolic)

    def _tensor(self, index: int) -> Made:
        """Returns what a node makes: of an input, or a layer that is copied with its block, as of an input."""
        if index not in self._made:
            node = self.nodes[index]
            dtype = "float32" if node.dtype == "float" else node.dtype
            self._made[index] = made_input([known(size) for size in node.shape], dtype, node.name)
        return self._made[index]


def _short(error: Exception) -> str:
    text = str(error).strip().replace("\n", " ")
    return f"{type(error).__name__}: {text[:160]}"


def clear() -> None:
    """Lets go of what Keras remembers."""
    keras.backend.clear_session()
