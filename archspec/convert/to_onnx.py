"""Writes a model as an ONNX file.

Keras exports it, with tf2onnx on TensorFlow. This module does what tf2onnx does not: operations that it does not know,
statistics that it treats as inputs, and names. Since tf2onnx writes a file even if ONNX lacks an operation, the file is
checked.
"""

import copy
import gc
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archspec.convert.inlined import inlined
from archspec.convert.signature import signature

LARGE = 2**25
"""The number of weights above which memory is freed at once, and not when Python comes to it."""


def write_onnx(model: Any, path: Path) -> None:
    """Writes an ONNX file. Its batch and what is open in the model's inputs stay open.

    Raises:
        Exception: Whatever prevents it, of every class.
    """
    keras: Any = import_module("keras")
    onnx: Any = import_module("onnx")
    with ExitStack() as stack:
        stack.enter_context(_statistics_as_constants(keras, model))
        stack.enter_context(inlined(model))
        if keras.backend.backend() == "tensorflow":
            _teach_tf2onnx()
            stack.enter_context(_copies_freed(model))
        model.export(path, format="onnx", verbose=False, input_signature=signature(model))
    proto = onnx.load(path)
    if len(proto.graph.input) != len(model.inputs):
        raise ValueError("a value that the layer holds became an input")
    _name(proto.graph, _output_names(model))
    onnx.save(proto, path)
    onnx.checker.check_model(path)
    if find_spec("onnxruntime") is not None:  # which lacks a few operations of ONNX
        runtime: Any = import_module("onnxruntime")
        runtime.InferenceSession(path, providers=["CPUExecutionProvider"])


@contextmanager
def _copies_freed(model: Any) -> Generator[None]:
    """Has tf2onnx give back the memory of a large model's copies at once.

    It copies the graph, weights and all, before each of its optimizers; and the copies hold themselves in circles, so
    that dozens of them pile up before Python looks.
    """
    optimizer: Any = import_module("tf2onnx.optimizer")

    def copied(graph: Any) -> Any:
        gc.collect()
        return copy.deepcopy(graph)

    if model.count_params() > LARGE:
        optimizer.copy = SimpleNamespace(deepcopy=copied)
    try:
        yield
    finally:
        optimizer.copy = copy


@cache
def _teach_tf2onnx() -> None:
    """Tells tf2onnx how to write operations of TensorFlow that it does not know, or gets wrong."""
    tf_op: Any = import_module("tf2onnx.handler").tf_op

    class Erfc:
        @classmethod
        def version_9(cls, ctx: Any, node: Any, **_: Any) -> None:
            _one_apart(ctx, node, "Erf", one_first=True)

    class Expm1:
        @classmethod
        def version_7(cls, ctx: Any, node: Any, **_: Any) -> None:
            _one_apart(ctx, node, "Exp", one_first=False)

    original: Any = import_module("tf2onnx.onnx_opset.nn").Resize

    class Resize:
        @classmethod
        def version_11(cls, ctx: Any, node: Any, **options: Any) -> None:
            # Of axes whose sizes it knows it writes how they scale, and 29 * (2 / 29) is below 2 in float32. Where
            # `bicubic` makes them smaller the runtime refuses the scales at once, and sizes only when the file is run.
            image, shape = node.input[0], ctx.get_shape(node.input[0])
            by_sizes = bool(shape) and (node.type != "ResizeBicubic" or _enlarges(node, shape))
            if by_sizes:
                ctx.set_shape(image, [shape[0], -1, -1, shape[3]])
            original.version_11(ctx, node, **options)
            if by_sizes:
                ctx.set_shape(image, shape)

    tf_op(["ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic"])(Resize)
    tf_op("Erfc")(Erfc)
    tf_op("Expm1")(Expm1)


def _enlarges(node: Any, shape: list[int]) -> bool:
    """Returns whether a node resizes a batch of images of a shape, -1 where a size is open, to no smaller ones."""
    wanted = node.inputs[1]
    if -1 in shape[1:3] or not wanted.is_const():
        return False
    return all(new >= size for new, size in zip(wanted.get_tensor_value(), shape[1:3], strict=True))


def _one_apart(ctx: Any, node: Any, function: str, *, one_first: bool) -> None:
    """Puts `1 - function(x)`, or `function(x) - 1`, in the place of a node."""
    numpy: Any = import_module("numpy")
    shapes, dtypes = [ctx.get_shape(node.output[0])], [ctx.get_dtype(node.output[0])]
    dtype = import_module("tf2onnx.utils").map_onnx_to_numpy_type(dtypes[0])
    one = ctx.make_const(f"{node.name}/one", numpy.ones((), dtype)).output[0]
    value = ctx.make_node(function, [node.input[0]], shapes=shapes, dtypes=dtypes).output[0]
    ctx.remove_node(node.name)
    sides = [one, value] if one_first else [value, one]
    ctx.make_node("Sub", sides, name=node.name, outputs=node.output, shapes=shapes, dtypes=dtypes)


@contextmanager
def _statistics_as_constants(keras: Any, model: Any) -> Generator[None]:
    """Has the given statistics of `Normalization` layers be arrays for a while.

    Keras makes tensors of them, and a function that is traced takes tensors from outside as further inputs.
    """
    layers = [getattr(layer, "layer", layer) for layer in model.layers]
    found = [layer for layer in layers if isinstance(layer, keras.layers.Normalization)]
    kept = [(layer.mean, layer.variance) for layer in found]
    try:
        for layer, (mean, variance) in zip(found, kept, strict=True):
            layer.mean, layer.variance = map(keras.ops.convert_to_numpy, (mean, variance))
        yield
    finally:
        for layer, (mean, variance) in zip(found, kept, strict=True):
            layer.mean, layer.variance = mean, variance


def _output_names(model: Any) -> list[str]:
    """Returns what a model calls its outputs, in the order in which they are exported."""
    made: Any = model.output
    return sorted(made.keys()) if hasattr(made, "keys") else model.output_names


def _name(graph: Any, outputs: list[str]) -> None:
    """Gives outputs the names that the model has for them, and open axes names that mean something."""
    taken = {name for node in graph.node for name in (*node.input, *node.output)} | {one.name for one in graph.input}
    names = dict(zip((one.name for one in graph.output), outputs, strict=True))
    if len(set(outputs)) == len(outputs) and not taken & set(outputs):
        for node in graph.node:
            node.input[:] = [names.get(one, one) for one in node.input]
            node.output[:] = [names.get(one, one) for one in node.output]
        for value in (*graph.output, *graph.value_info):
            value.name = names.get(value.name, value.name)
    for value in (*graph.input, *graph.output):
        for axis, size in enumerate(value.type.tensor_type.shape.dim):
            if not size.HasField("dim_value"):
                size.dim_param = f"{value.name}_{axis}" if axis else "batch"
