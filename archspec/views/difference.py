"""The difference between two networks: the layers that changed, and the effect on costs."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from archspec.estimate.memory import activation_memory, has_open_sizes
from archspec.estimate.receptive_field import largest_fields
from archspec.graph import Graph
from archspec.language.quantities import in_bytes, rounded
from archspec.layers.footprint import WHOLE
from archspec.tensors.dim import Size
from archspec.views.changes import Change, changes, path
from archspec.views.rows import Block, Network, kind
from archspec.views.table import amount, extent, spaced

FORMAT_VERSION = 1
SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}
IN_NUMBERED_BLOCK = re.compile(r"([~+-] [^.:]*?)(\d+)(\..*)")
"""What happened in a block of several: what is before its number, the number, and what is behind."""


class Fit(NamedTuple):
    """How many weights of one network can be taken over by another.

    Attributes:
        values: How many have the same path and shape in both.
        of: How many the one has.
        layers: How many layers can take over all of theirs.
        of_layers: How many layers with weights the one has.
    """

    values: int
    of: int
    layers: int
    of_layers: int


class Difference:
    """The difference between two networks, measured once.

    Attributes:
        before: The one.
        after: The other.
        changes: What changed.
    """

    def __init__(self, before: Graph, after: Graph) -> None:
        self.before = Network(before)
        self.after = Network(after)
        self.changes = changes(before, after)

    @property
    def is_empty(self) -> bool:
        """Whether the two networks are the same: the same layers under the same names, with the same outputs."""
        outputs = [
            {name: graph.nodes[index].name for name, index in graph.outputs.items()}
            for graph in (self.before.graph, self.after.graph)
        ]
        return not self.changes and outputs[0] == outputs[1]

    def measures(self) -> dict[str, tuple[Any, Any]]:
        """Returns what both networks cost, by name: an amount, or None where it depends on open sizes."""
        return {name: (measure(self.before), measure(self.after)) for name, measure in MEASURES.items()}

    def fit(self) -> Fit:
        """Returns how many weights of the one the other can take over."""
        before, after = self.before.graph, self.after.graph
        shapes = {node.name: [weight[:2] for weight in after.weights(node)] for node in after.nodes}
        values = layers = of_layers = 0
        for node in before.nodes:
            weights = before.weights(node)
            own = shapes.get(node.name, [])
            values += sum(weight.size for weight in weights if weight[:2] in own)
            of_layers += bool(weights)
            layers += bool(weights) and all(weight[:2] in own for weight in weights)
        return Fit(values, self.before.costs.params, layers, of_layers)


def _macs(network: Network) -> int | None:
    macs = network.costs.macs
    return macs if isinstance(macs, int) else None


def _activations(network: Network) -> int | None:
    return None if has_open_sizes(network.graph) else activation_memory(network.graph).peak


def _seen(network: Network) -> list[int | str]:
    """Returns the largest receptive field along each axis; `whole` where every layer sees all of it."""
    return [WHOLE.value if one is None else one[1].size for one in largest_fields(network.graph)]


def _contract(network: Network) -> list[str]:
    graph = network.graph
    return [condition for name in graph.open_sizes() for condition in graph.sizes.conditions(name)]


MEASURES: dict[str, Callable[[Network], Any]] = {
    "params": lambda network: network.costs.params,
    "trainable_params": lambda network: network.costs.trainable_params,
    "macs": _macs,
    "activation_bytes": _activations,
    "receptive_field": _seen,
    "size_contract": _contract,
}


def as_text(difference: Difference, columns: int = 80) -> str:
    """Returns a difference in a few lines: what changed, what it costs, and which weights still fit."""
    lines = [*_told_once(_line(difference, one) for one in difference.changes), *_consequences(difference)]
    return "\n".join(
        line
        for text in lines
        for line in wrap(text, columns, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    )


def as_json(difference: Difference) -> str:
    """Returns a difference for programs; the form is a contract with a version in it."""
    before, after = difference.before.graph, difference.after.graph
    fit = difference.fit()
    return json.dumps(
        {
            "format_version": FORMAT_VERSION,
            "same": difference.is_empty,
            "changes": [
                {
                    "what": one.what,
                    "before": [path(before, block) for block in one.before],
                    "after": [path(after, block) for block in one.after],
                    "fields": {field: [_plain(value) for value in pair] for field, pair in one.fields.items()},
                }
                for one in difference.changes
            ],
            "measures": {name: {"before": a, "after": b} for name, (a, b) in difference.measures().items()},
            "weights": fit._asdict(),
        },
        indent=2,
        ensure_ascii=False,
    )


def _told_once(lines: Iterable[str]) -> list[str]:
    """Returns the lines, with those of neighbouring blocks together in which the same happened."""
    told: list[str] = []
    runs: dict[tuple[str, str], tuple[int, int, int]] = {}  # where it is reported, from which number, and up to which
    for line in lines:
        if match := IN_NUMBERED_BLOCK.fullmatch(line):
            before, number, behind = match[1], int(match[2]), match[3]
            run = runs.get((before, behind))
            if run is not None and number == run[2] + 1:
                place, first, _ = run
                each = "" if before.startswith(SIGNS["changed"]) else " each"
                told[place] = f"{before}{first}…{number}{behind}{each}"
                runs[before, behind] = (place, first, number)
                continue
            runs[before, behind] = (len(told), number, number)
        told.append(line)
    return told


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _line(difference: Difference, change: Change) -> str:
    before, after = difference.before, difference.after
    sign = SIGNS[change.what]
    if change.what == "renamed":
        verb = "is" if len(change.before) == 1 else "are"
        return f"{sign} {_named(before.graph, change.before)} {verb} now {_named(after.graph, change.after)}"
    if change.what == "changed":
        fields = ", ".join(f"{field} {_written(a)} → {_written(b)}" for field, (a, b) in change.fields.items())
        return f"{sign} {_named(after.graph, change.after)}: {fields}"
    network, blocks = (after, change.after) if change.after else (before, change.before)
    return f"{sign} {_named(network.graph, blocks)}: {_described(network, blocks)}"


def _named(graph: Graph, blocks: Sequence[Block]) -> str:
    """Returns the path of a block, or of the first and the last of several."""
    first = path(graph, blocks[0])
    if len(blocks) == 1:
        return first
    base = blocks[0].name.rstrip("0123456789")
    return f"{first}…{blocks[-1].name.removeprefix(base)}"


def _described(network: Network, blocks: Sequence[Block]) -> str:
    """Returns what several equal blocks are: how many layers, what comes out, how many weights."""
    nodes = [index for block in blocks for index in block.nodes]
    last = network.graph.nodes[nodes[-1]]
    count = len(blocks[0].nodes)
    what = f"{count} layers" if blocks[0].parts else kind(last)
    params = sum(network.costs.layers[index].params for index in nodes)
    times = f"{len(blocks)} × " if len(blocks) > 1 else ""
    return f"{times}{what}, {spaced(last.shape)}, {params:,} params"


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    return str(value)


def _consequences(difference: Difference) -> Iterable[str]:
    measures = difference.measures()
    yield _pair("params", *measures["params"], lambda number: f"{number:,}")
    macs = _pair("MACs", *measures["macs"], rounded)
    yield f"{macs}, {_pair('activations', *measures['activation_bytes'], in_bytes)}"
    before, after = (
        extent([one if isinstance(one, int) else WHOLE for one in sizes]) for sizes in measures["receptive_field"]
    )
    seen = f"sees {before}" if before == after else f"sees {before or 'nothing'} → {after or 'nothing'}"
    fit = difference.fit()
    share = f" ({fit.values / fit.of:.0%})" if fit.of else ""
    fitting = f"weights that still fit: {fit.values:,} of {fit.of:,}{share}"
    yield f"{seen}; {fitting}" if before or after else fitting
    old, new = measures["size_contract"]
    if old != new:
        yield f"works for {', '.join(old) or 'any size'} → {', '.join(new) or 'any size'}"


def _pair(noun: str, before: Size | None, after: Size | None, write: Callable[[int], str]) -> str:
    """Returns what an amount was and is, and by how much it grew."""
    if before == after:
        return f"{noun} {amount(before, write)}"
    grown = ""
    if isinstance(before, int) and isinstance(after, int) and before:
        grown = f" ({after / before - 1:+.0%})"
    return f"{noun} {amount(before, write)} → {amount(after, write)}{grown}"
