"""The JSON of `check --format json`: stable and versioned; `docs/check.schema.json` describes it."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archspec.diagnostics.export.as_json import diagnostic_as_json
from archspec.fix import Outcome
from archspec.graph import Graph
from archspec.report import Report
from archspec.tensors.dim import known

if TYPE_CHECKING:
    from archspec.compiler.reasons import Reason

FORMAT_VERSION = 1


def as_json(outcomes: Iterable[tuple[str, Outcome | None, str]]) -> str:
    """Returns the results of files as JSON.

    Args:
        outcomes: The files as the user named them, each with what was found, or with why it could not be checked or
            written.
    """
    files: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for file, outcome, problem in outcomes:
        files += [] if outcome is None else [_file(file, outcome)]
        problems += [{"file": file, "message": problem}] if problem else []
    return json.dumps({"format_version": FORMAT_VERSION, "files": files, "problems": problems}, indent=2)


def _file(file: str, outcome: Outcome) -> dict[str, Any]:
    found = outcome.report
    graph = found.report.graph
    return {
        "file": file,
        **_network(found.report),
        "valid": found.valid,
        "layers": None if graph is None else sum(node.layer is not None for node in graph.nodes),
        "variants": {name: _network(one) for name, one in found.variants.items()},
        "diagnostics": [diagnostic_as_json(one) for one in found.diagnostics],
        "fixed": [diagnostic_as_json(one) for one in outcome.done],
        "not_fixed": [diagnostic_as_json(one) for one in outcome.undone],
    }


def _network(report: Report) -> dict[str, Any]:
    graph = report.graph
    return {
        "valid": report.valid,
        "params": None if graph is None else graph.params(),
        "outputs": None if graph is None else _outputs(graph),
        "size_contract": None if graph is None else _contracts(graph),
    }


def _outputs(graph: Graph) -> dict[str, list[int | str]]:
    """Returns the shape of each output; a size that is not a number is text, as in tables."""
    shapes = {name: graph.nodes[index].shape for name, index in graph.outputs.items()}
    return {name: [known(size) or str(size) for size in shape] for name, shape in shapes.items()}


def _contracts(graph: Graph) -> dict[str, dict[str, Any]]:
    """Returns the conditions on each open size, and the layers that are their reason."""
    if not graph.open_sizes():
        return {}
    from archspec.compiler.reasons import reasons

    return {size: _contract(graph, size, conditions) for size, conditions in reasons(graph).items()}


def _contract(graph: Graph, size: str, conditions: "tuple[Reason, ...]") -> dict[str, Any]:
    allowed = graph.sizes.sizes(size)
    return {
        "minimum": allowed.minimum(),
        "multiple_of": allowed.period if allowed.residues == (0,) else 1,
        "conditions": [one.condition for one in conditions],
        "reasons": [
            {
                "condition": one.condition,
                "layers": [{"layer": by.layer, "asks": by.asks, "because": by.why} for by in one.constraints],
            }
            for one in conditions
        ],
    }
