"""Compares what archspec says of a spec with what Keras makes of it."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from math import prod
from typing import Any

import archspec
from archspec.backends.faults import UnsupportedByBackend
from archspec.compiler.elaborate import elaborate
from archspec.convert.to_keras import to_keras
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Graph, Node
from archspec.language.document import Architecture, Input
from archspec.layers.base import Layer
from archspec.layers.core.embedding import Embedding
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.layers.shape.crop import Crop
from archspec.pipeline import Report
from archspec.syntax.tree import plain
from archspec.tensors.dim import known
from tools.fuzzing import keras_side
from tools.fuzzing import known as known_differences
from tools.fuzzing.keras_side import KerasRefusedError, KerasWalk
from tools.fuzzing.recipes import forms_of
from tools.fuzzing.spec import fault_of

SHAPE_FAULTS = ("archspec.tensors.faults", "archspec.layers.faults")
MOST_VALUES = 60_000
"""The most values of a tensor for which a network is run."""
MISSING = "not run: an operation that this device has not"
MISSING_IN_TRAINING = "not trained: an operation that this device has not"
UNLISTED = f"known: {known_differences.UNLISTED}"
INSIDE, OUTSIDE = 2, 2
"""How many sizes of a network's contract it is run at, and how many beside it."""


@dataclass
class Verdict:
    """What came of one spec.

    Attributes:
        accepted: Whether archspec accepts it.
        disagreement: In one word how archspec and Keras differ, if they do.
        detail: In which way.
        fault: The sort of fault that it was given.
        located: Whether the first finding stands where the fault is.
        finding: The name of the first finding.
        notes: What happened besides: known differences, sizes run, by name.
        kinds: How often each kind stands in the graph.
        cells: The field combinations of its convolutions.
    """

    accepted: bool = False
    disagreement: str | None = None
    detail: str = ""
    fault: str | None = None
    located: bool | None = None
    finding: str | None = None
    notes: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    cells: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


class DisagreementError(Exception):
    """Archspec and Keras differ.

    Attributes:
        name: In one word how.
        detail: In which way.
    """

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name, self.detail = name, detail


def judge(text: str) -> Verdict:
    """Returns what archspec and Keras make of a spec."""
    verdict = Verdict()
    spoilt = fault_of(text)
    try:
        report = archspec.check(text)
        verdict.accepted = report.valid
        # A precision that was chosen at random, and that the backend lacks, is a fault that nobody put in.
        if spoilt is not None and all(one.kind is not UnsupportedByBackend for one in report.errors):
            verdict.fault = spoilt[0]
            _judge_place(report, spoilt[1], verdict)
        if report.graph is not None:
            _cover(report.graph, verdict)
            _judge_accepted(report.graph, verdict)
        else:
            _judge_refused(report, verdict)
    except DisagreementError as error:
        verdict.disagreement, verdict.detail = error.name, error.detail
    except Exception as error:
        verdict.disagreement, verdict.detail = "crash", f"{type(error).__name__}: {error}"
    return verdict


def _judge_place(report: Report, lines: range, verdict: Verdict) -> None:
    if report.valid:
        raise DisagreementError("fault-accepted", f"{verdict.fault}")
    first = report.errors[0]
    verdict.located = first.span is not None and first.span.line in lines
    if len(report.errors) > 1:
        names = ", ".join(f"{one.kind.__name__} ({one.layer or one.message})" for one in report.errors)
        raise DisagreementError("several-findings", f"one fault, {verdict.fault}, is told as {names}")


def _cover(graph: Graph, verdict: Verdict) -> None:
    for node in graph.nodes:
        if node.layer is not None:
            verdict.kinds[node.layer.kind] += 1
        if node.layer is not None and node.layer.kind == "conv":
            x = graph.nodes[node.inputs[0]].shape
            verdict.cells.append(forms_of(dict(node.layer), x.rank, x.channels))


# ---- accepted --------------------------------------------------------------------------------------------------------


def _judge_accepted(graph: Graph, verdict: Verdict) -> None:
    try:
        model = to_keras(graph)
    except Exception as error:
        raise DisagreementError("build-refused", f"{type(error).__name__}: {error}"[:400]) from None
    _compare_symbolic(graph, model)
    inside, outside = sizes_to_try(graph)
    tensors = {node.name: _last_layer(model, node.name).output for node in graph.nodes}
    probe = keras_side.keras.Model(model.inputs, tensors)
    for sizes in inside:
        _compare_real(graph, probe, sizes, verdict)
    for sizes in outside:
        _expect_refusal(graph, sizes, verdict)
    if inside:
        _train(graph, model, inside[0], verdict)
    else:
        verdict.notes["not run: too large"] += 1


def _compare_symbolic(graph: Graph, model: Any) -> None:
    for node in graph.nodes:
        layer = model.get_layer(node.name)
        theirs, ours = tuple(_last_layer(model, node.name).output.shape[1:]), tuple(known(size) for size in node.shape)
        if len(theirs) != len(ours) or any(a != b for a, b in zip(theirs, ours, strict=True) if None not in (a, b)):
            raise DisagreementError("symbolic-shape", f"`{node.name}` is {node.shape}, and Keras says {theirs}")
        counts = sum(weight.size for weight in graph.weights(node)), layer.count_params()
        if counts[0] != counts[1]:
            raise DisagreementError("params", f"`{node.name}` has {counts[0]}, and Keras counts {counts[1]}")
    ours, theirs = graph.params(), model.count_params()
    trainable = graph.trainable_params(), sum(prod(one.shape) for one in model.trainable_variables)
    if ours != theirs or trainable[0] != trainable[1]:
        raise DisagreementError(
            "params", f"{ours} and {trainable[0]} trainable, and Keras counts {theirs}, {trainable[1]}"
        )


def _last_layer(model: Any, name: str) -> Any:
    """Returns the last of the Keras layers that a layer becomes: an `up_conv` crops what its padding takes off."""
    names = {layer.name for layer in model.layers}
    return model.get_layer(f"{name}.crop" if f"{name}.crop" in names else name)


def _compare_real(graph: Graph, probe: Any, sizes: Mapping[str, int], verdict: Verdict) -> None:
    arrays = [_array(graph, index, sizes) for index in graph.inputs]
    try:
        made = probe(arrays)
    except Exception as error:
        if keras_side.is_missing(error) or keras_side.is_unlisted(error):
            verdict.notes[MISSING if keras_side.is_missing(error) else UNLISTED] += 1
            return
        raise DisagreementError("run-refused", f"at {dict(sizes)}: {type(error).__name__}: {error}"[:400]) from None
    for node in graph.nodes:
        ours = tuple(keras_side.evaluated(size, sizes) for size in node.shape)
        theirs = tuple(made[node.name].shape[1:])
        if ours != theirs:
            raise DisagreementError("real-shape", f"at {dict(sizes)} `{node.name}` is {ours}, and Keras makes {theirs}")
    verdict.notes["run inside of the contract"] += 1


def _train(graph: Graph, model: Any, sizes: Mapping[str, int], verdict: Verdict) -> None:
    """Takes the gradient of the outputs, as training does, with respect to all weights that training changes."""
    try:
        gradients = keras_side.gradients(model, [_array(graph, index, sizes) for index in graph.inputs])
    except Exception as error:
        if keras_side.is_missing(error) or keras_side.is_unlisted(error):
            verdict.notes[MISSING_IN_TRAINING if keras_side.is_missing(error) else UNLISTED] += 1
            return
        raise DisagreementError("train-refused", f"at {dict(sizes)}: {type(error).__name__}: {error}"[:400]) from None
    pairs = zip(model.trainable_variables, gradients, strict=True)
    untrained = {id(variable) for variable, gradient in pairs if gradient is None}
    for node in _learning(graph):
        if any(id(variable) in untrained for variable in model.get_layer(node.name).trainable_variables):
            raise DisagreementError("untrained", f"at {dict(sizes)} `{node.name}` learns nothing")
    verdict.notes["trained inside of the contract"] += 1


def _learning(graph: Graph) -> list[Node]:
    """Returns the nodes that can learn from the outputs: not those that give a size, an order or a row of a table."""
    indices = set(graph.outputs.values())
    for index, node in reversed([*enumerate(graph.nodes)]):
        if index in indices and not isinstance(node.plain, Embedding):
            indices.update(node.inputs[:1] if isinstance(node.plain, Crop | MaxUnpool) else node.inputs)
    return [node for index, node in enumerate(graph.nodes) if index in indices]


def _array(graph: Graph, index: int, sizes: Mapping[str, int]) -> Any:
    node = graph.nodes[index]
    return keras_side.array([keras_side.evaluated(size, sizes) for size in node.shape], node.dtype)


def _expect_refusal(graph: Graph, sizes: Mapping[str, int], verdict: Verdict) -> None:
    culprit = next((node for node in graph.nodes if not _exists(node.shape, sizes)), None)
    try:
        keras_side.run_at(graph, sizes)
    except KerasRefusedError as error:
        note = MISSING if error.stage == "missing" else f"refused outside of the contract ({error.stage})"
        verdict.notes[note] += 1
        return
    if culprit is not None and known_differences.stretches(culprit.layer):
        verdict.notes[f"known: {known_differences.STRETCHED}"] += 1
        return
    name = culprit.name if culprit else "no layer alone"
    raise DisagreementError("runs-outside", f"`{name}` rules out {dict(sizes)}, and Keras runs it")


def _exists(shape: Any, sizes: Mapping[str, int]) -> bool:
    try:
        return all(keras_side.evaluated(size, sizes) >= 1 for size in shape)
    except ValueError:
        return False


def sizes_to_try(graph: Graph) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Returns a few open sizes for which a graph works, and a few beside them for which it does not."""
    names = graph.open_sizes()
    if not names:
        return [{}], []
    least = graph.sizes.example(names)
    if least is None:
        return [], []
    inside: list[dict[str, int]] = []
    outside: list[dict[str, int]] = []
    for steps in sorted(product(range(-3, 7), repeat=len(names)), key=lambda steps: sum(map(abs, steps))):
        sizes = {name: least[name] + step for name, step in zip(names, steps, strict=True)}
        if min(sizes.values()) < 1:
            continue
        if not graph.sizes.contains(sizes):
            outside.append(sizes)
        elif _is_small(graph, sizes):
            inside.append(sizes)
    # The nearest, and one that is farther away.
    return [*inside[:1], *inside[-1:]][:INSIDE] if len(inside) > 1 else inside, [*outside[:1], *outside[-1:]][:OUTSIDE]


def _is_small(graph: Graph, sizes: Mapping[str, int]) -> bool:
    return all(prod(keras_side.evaluated(size, sizes) for size in node.shape) <= MOST_VALUES for node in graph.nodes)


# ---- refused ---------------------------------------------------------------------------------------------------------


def _judge_refused(report: Report, verdict: Verdict) -> None:
    first = report.errors[0]
    verdict.finding = first.kind.__name__
    if report.architecture is None or first.layer is None or not is_shape_fault(first):
        return
    if first.kind.__name__ == "OpenSize":
        attempts: Iterator[dict[str, int] | None] = iter([None])
    else:
        attempts = islice(_some_sizes(report.architecture), 6)
    elsewhere: list[KerasRefusedError] = []
    for sizes in attempts:
        refusal, layer = _walk(report.architecture, sizes, first.layer)
        if refusal is not None and (refusal.path == first.layer or refusal.path.startswith(f"{first.layer}.")):
            verdict.notes[f"refused by both ({refusal.stage})"] += 1
            continue
        if sizes is None and refusal is None and layer is None:
            # Keras tells no open size from another, so that a residual on the way had no projection.
            verdict.notes["refused, and not reached by Keras with open sizes"] += 1
            return
        reason = known_differences.refused(first.kind, layer, first.message)
        if reason is not None:
            verdict.notes[f"known: {reason.name}"] += 1
            return
        if refusal is None and sizes and (before := _known_before(report.architecture, sizes)):
            verdict.notes[f"known: {before}"] += 1
            continue
        if refusal is None:
            raise DisagreementError("keras-accepts", f"{first.kind.__name__}: {first.message}; at {sizes}")
        elsewhere.append(refusal)
    if elsewhere and not _opens(report.architecture):
        raise DisagreementError("refused-elsewhere", f"{first.kind.__name__}: {first.message}; Keras: {elsewhere[0]}")
    if elsewhere:
        verdict.notes["refused by both, elsewhere at that size"] += len(elsewhere)


def _known_before(architecture: Architecture, sizes: Mapping[str, int]) -> str | None:
    """Returns the known difference for which archspec refuses a network at some sizes, at whichever layer, if any.

    What rules out all sizes together is found at the last of the layers that do; at one size it may be another.
    """
    errors = archspec.check(at_sizes(architecture, sizes)).errors
    if not errors or errors[0].layer is None:
        return None
    _, layer = _walk(architecture, sizes, errors[0].layer)
    reason = known_differences.refused(errors[0].kind, layer, errors[0].message)
    return reason.name if reason else None


def is_shape_fault(finding: Diagnostic) -> bool:
    """Returns whether a finding says that a layer does not fit its input, which Keras should find too."""
    return finding.kind.__module__ in SHAPE_FAULTS or finding.kind.__name__ == "IntegerInput"


def _walk(
    architecture: Architecture, sizes: Mapping[str, int] | None, path: str
) -> tuple[KerasRefusedError | None, Layer | None]:
    """Returns what Keras refuses in a whole network, if anything, and the layer at a path, if Keras has taken it."""
    walks: list[KerasWalk] = []

    def begin(*arguments: Any) -> KerasWalk:
        walks.append(KerasWalk(*arguments))
        return walks[0]

    refusal = None
    try:
        elaborate(architecture if sizes is None else at_sizes(architecture, sizes), walk_class=begin)
    except KerasRefusedError as error:
        refusal = error
    # A residual is its sum.
    return refusal, next((node.plain for node in walks[0].nodes if node.name in (path, f"{path}.add")), None)


def _opens(architecture: Architecture) -> list[str]:
    """Returns the names of the open sizes of the inputs."""
    found = [
        name
        for key, one in architecture.inputs.items()
        for axis, size in enumerate(plain(one.shape))
        for name in _open(key, axis, size)
    ]
    return list(dict.fromkeys(found))


def _open(key: str, axis: int, size: Any) -> list[str]:
    if size is None:
        return [f"{key}[{axis}]"]
    return [size] if isinstance(size, str) and "$" not in size else []


def at_sizes(architecture: Architecture, sizes: Mapping[str, int]) -> Architecture:
    """Returns an architecture with its open sizes given."""
    inputs = {
        key: Input(
            shape=[
                next((sizes[name] for name in _open(key, axis, size)), size)
                for axis, size in enumerate(plain(one.shape))
            ],  # pyright: ignore[reportArgumentType]  # a tree is made of it
            dtype=one.dtype,
        )
        for key, one in architecture.inputs.items()
    }
    return architecture.model_copy(update={"inputs": inputs})


def _some_sizes(architecture: Architecture) -> Iterator[dict[str, int]]:
    names = _opens(architecture)
    if not names:
        yield {}
        return
    for first in (8, 12, 6, 9, 7, 16):
        yield (
            {name: first + step for step, name in enumerate(names)} if first in (9, 7) else dict.fromkeys(names, first)
        )
