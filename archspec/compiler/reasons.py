"""Why a network asks something of its open sizes: which layers ask for what, and for the sake of what.

The domain of a tensor holds what all layers before it ask. What one layer asks by itself comes out when its rule is
applied to shapes that exist for all sizes; what would be wrong with others, when it is applied to shapes that exist for
no others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import NamedTuple, cast

from archspec import budget
from archspec.compiler.conditions import ConditionError
from archspec.compiler.conditions import domain as read_condition
from archspec.compiler.names import Tensor
from archspec.diagnostics.kind import DiagnosticKind
from archspec.graph import Graph, Node, ancestors
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.stepwise import StepwiseLayer
from archspec.syntax.expression_faults import ExpressionError
from archspec.tensors.dim import Dim, Size, domain_of, everywhere, fixed, restrict
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape
from archspec.tensors.sizeset import size_set

LONGEST_FORMULA = 40
"""The longest formula of a size, in characters, that is written out; of a longer one an example is."""

MOST_CAUSES = 3
"""The most layers that are named as the cause of a fault."""


@dataclass(frozen=True)
class Constraint:
    """What one layer asks of the open sizes, apart from what the layers before it ask.

    Attributes:
        layer: The layer's path.
        domain: The sizes that it asks for.
    """

    layer: str
    domain: Domain
    _say: Callable[[], str] = field(compare=False, repr=False)  # asked for few of them, and not for nothing

    @property
    def why(self) -> str:
        """What the layer does that needs the sizes, or what would be wrong with others: the end of a sentence."""
        return self._say()

    @property
    def asks(self) -> str:
        """What it asks for, in short statements."""
        return asked_by(self.domain)

    def __str__(self) -> str:
        return f"`{self.layer}` {self.why}"


class Reason(NamedTuple):
    """Why a condition is part of a size contract.

    Attributes:
        condition: The condition.
        constraints: The constraints, in the order of the layers, that it follows from. None of them can be left out.
    """

    condition: str
    constraints: tuple[Constraint, ...]


def reasons(graph: Graph) -> dict[str, tuple[Reason, ...]]:
    """Returns, for each open size of a network, its conditions and the layers that they come from."""
    found = {name: tuple(Reason(text, ()) for text in graph.sizes.conditions(name)) for name in graph.open_sizes()}
    with budget.start_check(), suppress(ShapeError, ExpressionError):  # else the conditions stay without reasons
        asked = constraints(graph.nodes)
        for name, bare in found.items():
            found[name] = tuple(
                Reason(one.condition, needed(asked, _meant(one.condition, name, graph))) for one in bare
            )
    return found


def asked_by(domain: Domain) -> str:
    """Returns what a domain asks of all its open sizes, in short statements."""
    return " and ".join(dict.fromkeys(text for name in domain.symbols for text in domain.conditions(name)))


def constraints(nodes: Sequence[Node], among: Iterable[int] | None = None) -> tuple[Constraint, ...]:
    """Returns what the layers of a network ask for, each only what is new.

    Together they ask for what the network asks for.

    Args:
        nodes: The layers.
        among: The indices of those that are asked, in order; all of them by default.
    """
    found: list[Constraint] = []
    whole, seen = EVERYTHING, {EVERYTHING}
    for node in nodes if among is None else (nodes[index] for index in among):
        after = whole
        for domain in dict.fromkeys(domain_of(size) for size in node.shape):
            if domain not in seen:
                seen.add(domain)
                after &= domain
        if after != whole:
            found += _by(node, nodes, whole, after)
            whole = after
    return tuple(found)


def needed(asked: Sequence[Constraint], goal: Domain) -> tuple[Constraint, ...]:
    """Returns the constraints that a condition follows from, the earlier where there is a choice.

    Args:
        asked: All constraints.
        goal: The sizes for which the condition holds.
    """
    return _fewest(asked, lambda whole: whole & goal == whole)


def _fewest(asked: Sequence[Constraint], enough: Callable[[Domain], bool]) -> tuple[Constraint, ...]:
    """Returns constraints that suffice together, the earlier where there is a choice, none of which can be left out."""
    before = list(accumulate((constraint.domain for constraint in asked), Domain.__and__, initial=EVERYTHING))
    kept: list[Constraint] = []
    later = EVERYTHING
    for index in range(len(asked) - 1, -1, -1):
        if not enough(before[index] & later):
            kept.append(asked[index])
            later &= asked[index].domain
    return tuple(reversed(kept))


def narrowed(layer: Layer, inputs: Sequence[Tensor], nodes: Sequence[Node]) -> tuple[str, ...]:
    """Says what earlier layers left of the open sizes, where a layer does not fit its inputs because of that.

    Args:
        layer: The layer.
        inputs: What it takes.
        nodes: The network so far.
    """
    shapes = [shape for tensor in inputs if (shape := tensor.whole.shape) is not None]
    anywhere = [Shape(map(everywhere, shape)) for shape in shapes]

    def refuses(whole: Domain) -> bool:
        left = [Shape(restrict(size, whole) or size for size in shape) for shape in anywhere]
        return whole.is_empty or _refusal(layer, left) is not None

    if _refusal(layer, anywhere) is not None or _refusal(layer, shapes) is None:
        return ()
    asked = constraints(nodes, ancestors(nodes, [tensor.node for tensor in inputs]))
    if not refuses(_together(asked)):
        return ()
    found = _fewest(asked, refuses)
    left = _together(found)
    said = "no size of the input is left here" if left.is_empty else f"only `{asked_by(left)}` is left here"
    causes = [str(constraint) for constraint in found[:MOST_CAUSES]]
    if len(found) > MOST_CAUSES:
        causes.append(f"{len(found) - MOST_CAUSES} more layers ask for more")
    return (f"{said}: {', and '.join(causes)}",)


def _together(asked: Iterable[Constraint]) -> Domain:
    whole = EVERYTHING
    for constraint in asked:
        whole &= constraint.domain
    return whole


def _meant(condition: str, name: str, graph: Graph) -> Domain:
    """Returns the sizes for which a condition on an open size holds."""
    try:
        return read_condition(condition, graph.open_sizes())
    except ConditionError:  # a list in it is too long to be written out
        allowed = graph.sizes.sizes(name)
        pattern = size_set((), 1, allowed.period, allowed.residues)
        return Domain.of(name, pattern) if condition.startswith(f"{name} %") else graph.sizes


def _by(node: Node, nodes: Sequence[Node], before: Domain, after: Domain) -> Iterable[Constraint]:
    """Returns the constraints of a node, between what was asked for before it and after it."""
    inputs = [nodes[index] for index in node.inputs]
    shapes = [Shape(map(everywhere, one.shape)) for one in inputs]
    try:
        found = list(_asked(node, [one.name for one in inputs], shapes, before))
    except ShapeError:  # it fits only because of what was asked before
        found = []
    if before & _together(found) == after:
        return [constraint for constraint in found if before & constraint.domain != before]
    return [Constraint(node.name, after, partial(_takes, shapes))]


def _asked(node: Node, names: list[str], shapes: list[Shape], before: Domain) -> Iterator[Constraint]:
    """Yields what a layer asks for by itself, one open size or one pair of axes at a time."""
    layer = node.layer
    if isinstance(layer, StepwiseLayer):
        layer, shapes = layer.layer, [Shape(shape[1:]) for shape in shapes]
    assert layer is not None
    if isinstance(layer, MergeLayer):
        for other in range(1, len(shapes)):
            pair = (shapes[0], shapes[other])
            for axis, size in enumerate(layer.output(pair)):
                if (domain := domain_of(size)) != EVERYTHING:
                    ends = ((names[0], pair[0][axis]), (names[other], pair[1][axis]))
                    yield Constraint(node.name, domain, partial(_merges, *ends, domain, before))
        return
    whole = EVERYTHING
    for size in _output(layer, shapes):
        whole &= domain_of(size)
    if whole.relations:
        yield Constraint(node.name, whole, partial(_takes, shapes))
        return
    for name, sizes in whole.sets:
        domain = Domain.of(name, sizes)
        yield Constraint(node.name, domain, partial(_otherwise, layer, shapes, domain, before))


def _output(layer: Layer, shapes: Sequence[Shape]) -> Shape:
    return layer.output(tuple(shapes) if isinstance(layer, MergeLayer) or len(shapes) > 1 else shapes[0])


def _merges(one: tuple[str, Size], other: tuple[str, Size], asked: Domain, before: Domain) -> str:
    """Says what a merge joins, with the sizes that must agree: as formulas, or, where those are long, as an example."""
    sizes = {}
    if not all(_is_readable(size) for _, size in (one, other)):
        sizes = _example(asked, before)
    where = f", where {equations(sizes)}" if sizes else ""
    (a, n), (b, m) = ((name, fixed(size, sizes)) for name, size in (one, other))
    return f"merges `{a}` ({n}) with `{b}` ({m}){where}"


def _otherwise(layer: Layer, shapes: Sequence[Shape], asked: Domain, before: Domain) -> str:
    """Says what would be wrong with a layer for other values of an open size: with formulas, or an example."""
    elsewhere = Domain.of(asked.symbols[0], ~asked.sizes(asked.symbols[0]))
    refusal = _refusal(layer, [Shape(_only(size, elsewhere) for size in shape) for shape in shapes])
    if refusal is None:
        return _takes(shapes)
    if all(map(_is_readable, _open_sizes(refusal.data))) or not (sizes := _example(asked, before)):
        return f"otherwise {refusal.message}"
    refusal = _refusal(layer, [Shape(fixed(size, sizes) for size in shape) for shape in shapes])
    return _takes(shapes) if refusal is None else f"for {equations(sizes)} {refusal.message}"


def _example(asked: Domain, before: Domain) -> dict[str, int]:
    """Returns the smallest sizes that a layer rules out, and the layers before it do not."""
    found = asked.counterexample(within=before) or {}
    return {**(before.given(found).example(asked.symbols) or {}), **found}


def _is_readable(size: Size) -> bool:
    text = str(size)
    return len(text) <= LONGEST_FORMULA and "…" not in text


def _open_sizes(data: DiagnosticKind) -> Iterator[Dim]:
    """Yields the open sizes among the fields of what is wrong."""
    for value in data.facts().values():
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        yield from (part for part in parts if isinstance(part, Dim))


def _refusal(layer: Layer, shapes: Sequence[Shape]) -> ShapeError | None:
    """Returns what is wrong with a layer for some shapes, or None if nothing is."""
    try:
        _output(layer, shapes)
    except ShapeError as error:
        return error
    return None


def _only(size: Size, domain: Domain) -> Size:
    """Returns a size as it is written, where it exists in a domain only."""
    return size if isinstance(size, int) else Dim(size.term, domain)


def _takes(shapes: Sequence[Shape]) -> str:
    return "takes " + " and ".join(map(str, shapes))
