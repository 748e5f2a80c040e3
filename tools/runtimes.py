"""Runs networks at given sizes, in Keras and as files of other runtimes, and knows what each format lacks."""

# Keras and numpy have no types, so that strict would complain about each of their names.
# pyright: standard

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

import archspec
from archspec.graph import Graph, Node
from archspec.layers.base import Layer
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape

BATCH = 2

ENDINGS = (".onnx", ".tflite")
Lacks = Callable[[Any, Shape], bool]

LACKS: dict[str, dict[str, Lacks]] = {
    ".onnx": {
        "conv": lambda layer, x: x.rank == 3 and layer.groups > 1,
        "max_unpool": lambda *_: True,
        "resize": lambda layer, x: (
            "lanczos" in layer.interpolation or (layer.interpolation == "bicubic" and not _enlarges(layer, x))
        ),
        "upsample": lambda layer, x: "lanczos" in layer.interpolation and _is_keras(x),
    },
    ".tflite": {
        "avg_pool": lambda _, x: x.rank == 3,
        "conv": lambda layer, x: x.rank == 3 and (layer.groups > 1 or bool(np.max(layer.dilation) > 1)),
        "max_pool": lambda _, x: x.rank == 3,
        "max_unpool": lambda *_: True,
        "resize": lambda layer, _: layer.interpolation not in ("nearest", "bilinear"),
        "up_conv": lambda layer, _: bool(np.max(layer.dilation) > 1),
        "upsample": lambda layer, x: layer.interpolation not in ("nearest", "bilinear") and _is_keras(x),
    },
}
"""Which layers a format cannot hold, by kind, given their first input; `docs/exporting.md` says so."""
RECURRENT = ("lstm", "gru")
"""The kinds that work step by step."""
PRECISIONS = {".onnx": (None, "float32", "float16"), ".tflite": (None, "float32")}
"""The precisions that a format has."""


# ---- numbers ---------------------------------------------------------------------------------------------------------


def evaluated(size: int | Dim, sizes: Mapping[str, int]) -> int:
    """Returns the number that a size is, given the open sizes."""
    return size if isinstance(size, int) else size.evaluate(sizes)


def array(shape: Sequence[int | None], dtype: str, batch: int = BATCH) -> Any:
    """Returns a batch of values; integers are all 0, which every look-up table has."""
    full = (batch, *(size or 1 for size in shape))
    if "int" in dtype:
        return keras.ops.zeros(full, dtype)
    values = np.linspace(-1, 1, int(np.prod(full)), dtype="float32").reshape(full)
    return keras.ops.cast(values, dtype)


def arrays(graph: Graph, sizes: Mapping[str, int], batch: int = BATCH) -> dict[str, Any]:
    """Returns a batch of values for each input of a network, by name."""
    nodes = [graph.nodes[index] for index in graph.inputs]
    return {node.name: array([evaluated(size, sizes) for size in node.shape], node.dtype, batch) for node in nodes}


def named(graph: Graph, made: Any) -> Mapping[str, Any]:
    """Returns what a network's model makes, by the names of its outputs."""
    if isinstance(made, Mapping):
        return made
    return dict(zip(graph.outputs, made if isinstance(made, list | tuple) else [made], strict=True))


def difference(one: Any, other: Any, tolerance: float) -> str:
    """Returns how far two tensors are apart, if that is more than a part of the largest value; else nothing."""
    left, right = (np.asarray(keras.ops.convert_to_numpy(value)).astype("float64") for value in (one, other))
    if left.shape != right.shape:
        return f"is {left.shape} rather than {right.shape}"
    finite = np.isfinite(right)
    largest = np.abs(right[finite]).max(initial=1)
    if np.allclose(left[finite], right[finite], rtol=0, atol=tolerance * largest):
        return ""
    return f"is off by up to {np.abs(left - right)[finite].max():.3g}, and its largest value is {largest:.3g}"


# ---- files -----------------------------------------------------------------------------------------------------------


def lacks(ending: str, graph: Graph, node: Node) -> bool:
    """Returns whether a format cannot hold a layer."""
    if node.layer is None or node.plain is None:
        return False
    x = graph.nodes[node.inputs[0]].shape
    if isinstance(node.layer, StepwiseLayer):
        if ending == ".tflite" and node.plain.kind in RECURRENT and not all(isinstance(size, int) for size in x):
            return True
        x = step(x)
    return node.precision not in PRECISIONS[ending] or lacks_layer(ending, node.plain, x)


def lacks_layer(ending: str, layer: Layer, x: Shape) -> bool:
    """Returns whether a format cannot hold a layer, given the shape of its first input."""
    rule = LACKS.get(ending, {}).get(layer.kind)
    return rule is not None and rule(layer, x)


def _is_keras(x: Shape) -> bool:
    """Returns whether Keras's own layer interpolates, in float32."""
    return x.rank == 2 and all(isinstance(size, int) for size in x.spatial)


def _enlarges(layer: Any, x: Shape) -> bool:
    wanted = np.broadcast_to(layer.size, x.rank)
    return all(isinstance(size, int) and new >= size for size, new in zip(x.spatial, wanted, strict=True))


def samples(ending: str, graph: Graph) -> int:
    """Returns how many samples a file takes: one where LiteRT works step by step."""
    one_by_one = any(node.plain is not None and node.plain.kind in RECURRENT for node in graph.nodes)
    return 1 if ending == ".tflite" and one_by_one else BATCH


def run_exported(model: Any, ending: str, graph: Graph, fed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Exports a model and runs the file, with several inputs one after the other.

    Raises:
        Exception: Whatever the exporter or the runtime raises.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, f"model{ending}")
        archspec.export(model, path)
        converted = [{name: np.asarray(value) for name, value in one.items()} for one in fed]
        return list((_run_onnx if ending == ".onnx" else _run_litert)(path, graph, converted))


def _run_onnx(path: Path, graph: Graph, fed: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_outputs()]
    for one in fed:
        made = session.run(None, one)
        yield dict(zip(names if graph.output_form == "mapping" else graph.outputs, made, strict=True))


def _run_litert(path: Path, graph: Graph, fed: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    runner = Interpreter(str(path)).get_signature_runner()
    has_names = graph.output_form == "mapping"
    for one in fed:
        made = runner(**one)
        yield {name: made[name if has_names else f"output_{index}"] for index, name in enumerate(graph.outputs)}
