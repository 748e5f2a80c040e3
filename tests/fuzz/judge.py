"""Compares what archspec says of a spec with what Keras makes of it."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import archspec
from archspec.backends.faults import UnsupportedByBackend
from archspec.compiler.elaborate import elaborate
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Graph
from archspec.language.document import Architecture, Input
from archspec.layers.base import Layer
from archspec.report import Report
from archspec.syntax.tree import plain
from tests.fuzz import known as known_differences
from tests.fuzz.accepted import judge_accepted
from tests.fuzz.keras_side import KerasInference, KerasRefusedError
from tests.fuzz.recipes import forms_of
from tests.fuzz.spec import fault_of
from tests.fuzz.verdict import DisagreementError, Verdict

SHAPE_FAULTS = ("archspec.tensors.faults", "archspec.layers.faults")


def judge(text: str, ending: str | None = None) -> Verdict:
    """Returns what archspec and Keras make of a spec.

    Args:
        text: The spec.
        ending: The ending of a format in which the network is exported and run too, if at all.
    """
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
            judge_accepted(report.graph, verdict, ending)
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
        reason = known_differences.refused(first.data, layer)
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
    reason = known_differences.refused(errors[0].data, layer)
    return reason.name if reason else None


def is_shape_fault(finding: Diagnostic) -> bool:
    """Returns whether a finding says that a layer does not fit its input, which Keras should find too."""
    return finding.kind.__module__ in SHAPE_FAULTS or finding.kind.__name__ == "IntegerInput"


def _walk(
    architecture: Architecture, sizes: Mapping[str, int] | None, path: str
) -> tuple[KerasRefusedError | None, Layer | None]:
    """Returns what Keras refuses in a whole network, if anything, and the layer at a path, if Keras has taken it."""
    infer, refusal = KerasInference(), None
    try:
        elaborate(architecture if sizes is None else at_sizes(architecture, sizes), infer=infer)
    except KerasRefusedError as error:
        refusal = error
    # A residual is its sum.
    return refusal, next((node.plain for node in infer.nodes if node.name in (path, f"{path}.add")), None)


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
