"""Networks as files of other runtimes: what each format lacks, and what a file computes."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

import archspec
from archspec.graph import Graph, Node
from archspec.layers.base import Layer
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.tensors.shape import Shape


class LacksError(Exception):
    """A format cannot hold some layers."""


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
PRECISIONS = {".onnx": (None, "float32", "float16"), ".tflite": (None, "float32")}
"""The precisions that a format has."""


def lacks(ending: str, graph: Graph, node: Node) -> bool:
    """Returns whether a format cannot hold a layer."""
    if node.layer is None or node.plain is None:
        return False
    x = graph.nodes[node.inputs[0]].shape
    x = step(x) if isinstance(node.layer, StepwiseLayer) else x
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


def batch(ending: str, graph: Graph) -> int:
    """Returns how many samples a file takes: one where LiteRT works step by step."""
    one_by_one = any(node.plain is not None and node.plain.kind in ("lstm", "gru") for node in graph.nodes)
    return 1 if ending == ".tflite" and one_by_one else 2


def run(model: Any, ending: str, graph: Graph, fed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Exports a model and runs the file, with several inputs one after the other.

    Raises:
        Exception: Whatever the exporter or the runtime raises.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, f"model{ending}")
        archspec.export(model, path)
        arrays = [{name: np.asarray(value) for name, value in one.items()} for one in fed]
        return list((_run_onnx if ending == ".onnx" else _run_litert)(path, graph, arrays))


def _run_onnx(path: Path, graph: Graph, fed: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_outputs()]
    for arrays in fed:
        made = session.run(None, arrays)
        yield dict(zip(names if graph.output_form == "mapping" else graph.outputs, made, strict=True))


def _run_litert(path: Path, graph: Graph, fed: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    runner = Interpreter(str(path)).get_signature_runner()
    named = graph.output_form == "mapping"
    for arrays in fed:
        made = runner(**arrays)
        yield {name: made[name if named else f"output_{index}"] for index, name in enumerate(graph.outputs)}
