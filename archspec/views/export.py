"""A network as JSON, in a stable and versioned format, and as CSV."""

import csv
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, cast

from archspec.compiler.network import Gap
from archspec.compiler.network import Network as Partial
from archspec.estimate.memory import activation_memory, has_open_sizes
from archspec.estimate.receptive_field import Field
from archspec.graph import Graph
from archspec.layers.footprint import WHOLE, Indefinite
from archspec.tensors.dim import Size, known
from archspec.tensors.shape import Shape
from archspec.views.rows import Network, kind
from archspec.views.training import Training

FORMAT_VERSION = 1
NAMES = ("name", "kind", "inputs", "output_shape", "params", "trainable_params", "macs", "activation_bytes",
         "receptive_field")  # fmt: skip
"""What each layer is told."""


def as_json(
    shown: Graph | Partial,
    budget: Iterable[tuple[str, str, str, bool]] = (),
    training: Training | None = None,
) -> str:
    """Returns a network as JSON, or what could be made of it.

    Sizes and amounts are numbers, or text where they depend on open sizes (`2*H`); what cannot be told is null.
    """
    network = Network.of(shown)
    graph, is_whole = network.graph, isinstance(shown, Graph)
    memory = None if has_open_sizes(graph) or not is_whole else activation_memory(graph)
    whole = {
        "format_version": FORMAT_VERSION,
        "name": graph.name,
        "inputs": {graph.nodes[one].name: _shape(graph.nodes[one].shape) for one in graph.inputs},
        "outputs": {
            **{name: _shape(graph.nodes[one].shape) for name, one in graph.outputs.items()},
            **dict.fromkeys(network.unknown_outputs),
        },
        "size_contract": {name: list(graph.sizes.conditions(name)) for name in graph.open_sizes()},
        "totals": {
            "params": network.costs.params if is_whole else None,
            "trainable_params": network.costs.trainable_params if is_whole else None,
            "macs": _number(network.costs.macs) if is_whole else None,
            "activation_bytes": memory and memory.peak,
            "activation_bytes_sum": memory and memory.total,
        },
        "training_memory": training and _training(training),
        "expect": [dict(zip(("key", "actual", "expected", "holds"), line, strict=True)) for line in budget],
        "layers": list(_layers(network)),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _training(training: Training) -> dict[str, int]:
    parts = {noun.replace(" ", "_"): amount for noun, amount in training.memory.parts().items()}
    largest = {} if training.largest_batch is None else {"largest_batch": training.largest_batch}
    return {"least": training.memory.least, "total": training.memory.most, **parts, **largest}


def as_csv(shown: Graph | Partial) -> str:
    """Returns the layers of a network as CSV, with a line of names above."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    layers = list(_layers(Network.of(shown)))
    writer.writerow(NAMES)
    for layer in layers:
        writer.writerow([_cell(value) for value in layer.values()])
    return text.getvalue().rstrip("\n")


def _layers(network: Network) -> Iterator[dict[str, Any]]:
    """Yields the layers in the order in which they are written."""
    gaps = deque(network.gaps)
    for index in range(len(network.graph.nodes) + 1):
        while gaps and gaps[0].position <= index:
            yield _unknown(gaps.popleft())
        if index < len(network.graph.nodes):
            yield _layer(network, index)


def _unknown(gap: Gap) -> dict[str, Any]:
    return {**dict.fromkeys(NAMES), "name": gap.name, "kind": gap.kind or None}


def _layer(network: Network, index: int) -> dict[str, Any]:
    node, cost = network.graph.nodes[index], network.costs.layers[index]
    fields = network.field_of(index)
    return {
        "name": node.name,
        "kind": kind(node),
        "inputs": [network.graph.nodes[one].name for one in node.inputs],
        "output_shape": _shape(node.shape),
        "params": cost.params,
        "trainable_params": cost.trainable_params,
        "macs": _number(cost.macs),
        "activation_bytes": _number(cost.bytes),
        "receptive_field": None if fields is None else [_field(one) for one in fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "size": _seen(field.size),
        "smallest": _seen(field.smallest),
        "jump": None if field.jump is None else float(field.jump),
        "centre": None if field.centre is None else float(field.centre),
    }


def _seen(size: int | Indefinite) -> int | str | None:
    return size if isinstance(size, int) else "whole" if size is WHOLE else None


def _shape(shape: Shape) -> list[int | str | None]:
    return [_number(size) for size in shape]


def _number(size: Size | None) -> int | str | None:
    if size is None:
        return None
    number = known(size)
    return str(size) if number is None else number


def _cell(value: Any) -> Any:
    """Returns what is in one field of CSV: a list as text."""
    if not isinstance(value, list):
        return value
    sizes = (cast("dict[str, Any]", one)["size"] if isinstance(one, dict) else one for one in cast("list[Any]", value))
    return " ".join(map(str, sizes))
