"""Document in, graph out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, compress
from typing import Any, NamedTuple, NoReturn

from archspec import budget, limits
from archspec.backends.limits import Backend
from archspec.budget import Budget
from archspec.compiler.conflicts import report_conflict
from archspec.compiler.edits import report_left
from archspec.compiler.faults import (
    NetworkHasTooMany,
    UnusedLayer,
)
from archspec.compiler.inference import infer_shape
from archspec.compiler.inputs import make_inputs
from archspec.compiler.kinds import nearest_kind
from archspec.compiler.lists import is_list
from archspec.compiler.name_faults import (
    BlockInDefaults,
    BrokenKind,
    NothingMadeYet,
    ReservedBlock,
    ReservedBlockParam,
    UnknownKindInDefaults,
)
from archspec.compiler.names import Scope, Tensor
from archspec.compiler.network import Network
from archspec.compiler.outputs import find_outputs
from archspec.compiler.params import bind
from archspec.compiler.size_contract import explain_contradiction, find_contradiction, find_size_contract
from archspec.compiler.size_faults import NoSizeAtAll
from archspec.compiler.unfold import begin_walk, unfold_network
from archspec.compiler.values import Context, Report, TooLargeError, UnreadableError
from archspec.compiler.walk import Frame, Infer, Refuse, Walk
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Graph, Node
from archspec.language.document import Architecture, Block, Input
from archspec.language.faults import UnknownKey, UnknownVariant
from archspec.language.located import as_tree, shown
from archspec.language.spelling import did_you_mean
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.faults import TooManyDiagnostics
from archspec.syntax.tree import Tree
from archspec.tensors.domain import Domain
from archspec.tensors.faults import NoValidSize, ShapeError
from archspec.tensors.shape import Shape


class Elaboration(NamedTuple):
    """What an architecture comes to.

    Attributes:
        graph: The network with every shape known; None if there is an error.
        network: The network as far as it could be made, with where its layers are written.
        diagnostics: What is wrong, each fault once.
        params: The values of the spec's params.
        cost: What it took, as a part of what a network may take.
    """

    graph: Graph | None
    network: Network
    diagnostics: list[Diagnostic]
    params: Mapping[str, Any]
    cost: float


def elaborate(
    architecture: Architecture,
    target: Backend | None = None,
    infer: Infer = infer_shape,
    refuse: Refuse | None = None,
) -> Elaboration:
    """Unfolds an architecture into a graph with every shape known.

    Args:
        architecture: The architecture.
        target: The backend that is to compute it; None if that does not matter.
        infer: Infers shapes.
        refuse: Takes layers that do not fit their inputs; without it they are reported.
    """
    found: dict[object, Diagnostic] = {}

    errors = [0, 0]  # all of them, and those that are told

    def report(diagnostic: Diagnostic) -> None:
        known = len(found)
        place = diagnostic.span or (diagnostic.layer, diagnostic.data)
        found.setdefault((diagnostic.kind, place), diagnostic)
        if diagnostic.is_error:
            errors[:] = errors[0] + 1, errors[1] + len(found) - known
            if errors[0] == limits.FAULTS or errors[1] == limits.DIAGNOSTICS:
                found.setdefault(TooManyDiagnostics, Diagnostic(NetworkHasTooMany(errors[0]), diagnostic.span))
                raise TooLargeError

    walk, graph, expressions = None, None, budget.current().expressions
    outcome = Outcome([], {})
    with suppress(UnreadableError, TooLargeError):
        params = _params(architecture, report)
        walk = begin_walk(
            architecture, params, report, target, infer, refuse or partial(report_conflict, rehearse=would_work)
        )
        _network(walk, outcome)
    cost = max(expressions.share, walk.bounds.share if walk else 0)
    if walk is None:
        return Elaboration(None, Network(architecture.name), list(found.values()), {}, cost)
    network = _so_far(walk, outcome)
    if outcome.is_whole and not any(one.is_error for one in found.values()):
        graph = _graph(walk, network, outcome.form)
    return Elaboration(graph, network, list(found.values()), walk.params, cost)


@dataclass
class Outcome:
    """The two ends of a network, as far as a walk came.

    Attributes:
        inputs: The inputs.
        outputs: The outputs by name.
        form: How the spec gives the outputs; empty if the walk did not come to them.
    """

    inputs: list[Tensor]
    outputs: dict[str, Tensor]
    form: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the shapes of all are known."""
        return bool(self.form) and all(one.shape is not None for one in (*self.inputs, *self.outputs.values()))


def _params(architecture: Architecture, report: Report) -> dict[str, Any]:
    """Returns the values of the spec's params, after a look at what else is given outside of the layers."""
    outside = Context({}, None, unmade, report, budget.current().expressions)
    given = {**_variant(architecture, report), **architecture.settings}
    check_blocks(architecture.blocks, report)
    _check_defaults(architecture, report)
    variant = architecture.variant if architecture.needs_variant else None
    place = None if variant is None else architecture.place("variants", variant)
    return bind(architecture.params, given, outside, {}, "the spec", place, lambda name: given[name].span)


def _network(walk: Walk, outcome: Outcome) -> None:
    """Walks over a whole network."""
    frame = Frame(Scope(), walk.params)
    context = Context(walk.params, None, unmade, walk.report, walk.budgets.expressions)
    outcome.inputs = inputs = make_inputs(walk, context)
    layers = walk.architecture.layers
    if layers is None or not is_list(layers, walk.report, walk.architecture.place("layers")):
        return
    current = unfold_network(walk, layers, inputs[0] if len(inputs) == 1 else None, frame)
    outcome.form, outcome.outputs = find_outputs(walk, current, frame)
    report_left(walk)


def _so_far(walk: Walk, outcome: Outcome) -> Network:
    """Returns all that a walk has made."""
    inputs = tuple(one.node for one in outcome.inputs if one.node >= 0)
    outputs = {name: one.node if one.node >= 0 else None for name, one in outcome.outputs.items()}
    return Network(walk.architecture.name, walk.nodes, walk.places, walk.gaps, inputs, outputs)


def unmade(name: str) -> int:
    """Stands for `channels_of` where no layer has been made yet.

    Raises:
        ExpressionError: Always.
    """
    raise ExpressionError(NothingMadeYet(shown(name)))


def _variant(architecture: Architecture, report: Report) -> Mapping[str, Tree]:
    variant = architecture.variant
    if variant is None:
        return {}
    values = architecture.variants.get(variant)
    if values is None:
        helps = did_you_mean(variant, architecture.variants, "its variants are")
        report(Diagnostic(UnknownVariant(variant), remedies=helps))
        raise UnreadableError
    return values


def check_blocks(blocks: Mapping[str, Block], report: Report) -> None:
    """Reports blocks and params of blocks whose names mean something else."""
    for name, block in blocks.items():
        if name in STRUCTURES or registry.is_kind(registry.split_rank(name)[0]):
            report(Diagnostic(ReservedBlock(name), block.layers.span))
        for param in block.params:
            if param in COMMON_FIELDS:
                report(Diagnostic(ReservedBlockParam(param, name), block.layers.span))
        is_list(block.layers, report, may_be_empty=True)


def _check_defaults(architecture: Architecture, report: Report) -> None:
    for kind, fields in architecture.defaults.items():
        span = architecture.place("defaults", kind)
        try:
            model = STRUCTURES.get(kind) or registry.find(kind)
        except registry.BrokenKindError as error:
            report(Diagnostic(BrokenKind(kind, str(error)), span))
            continue
        if model is None:
            if kind in architecture.blocks:
                report(Diagnostic(BlockInDefaults(kind), span))
            else:
                helps = nearest_kind(kind, [*STRUCTURES, *registry.names()])
                report(Diagnostic(UnknownKindInDefaults(kind), span, remedies=helps))
            continue
        known = [name for name in model.model_fields if name not in Layer.model_fields]
        for name in fields:
            if name not in known:
                place = architecture.place("defaults", kind, name)
                helps = did_you_mean(name, known, "it takes", place, fields)
                report(Diagnostic(UnknownKey(f"`{kind}`", name), place, remedies=helps))


def _graph(walk: Walk, network: Network, form: str) -> Graph | None:
    """Returns the graph of what the outputs depend on, and warns of the rest; None if it works for no sizes."""
    nodes = network.nodes
    outputs = {name: index for name, index in network.outputs.items() if index is not None}
    live = [False] * len(nodes)
    used = [False] * len(nodes)
    for index in (*network.inputs, *outputs.values()):
        live[index] = True
    for index in range(len(nodes) - 1, -1, -1):
        for one in nodes[index].inputs:
            used[one] = True
            live[one] |= live[index]
    for index, node in enumerate(nodes):
        if not live[index] and not used[index]:
            walk.fault(UnusedLayer(node.name), walk.places[index].span, layer=node.name)
    moved = list(accumulate(live, initial=0))
    kept = tuple(nodes)
    if not all(live):
        kept = tuple(node._replace(inputs=tuple(moved[one] for one in node.inputs)) for node in compress(nodes, live))
    sizes = _contract(walk, kept)
    if sizes is None:
        return None
    inputs = tuple(moved[index] for index in network.inputs)
    return Graph(network.name, kept, inputs, {name: moved[index] for name, index in outputs.items()}, sizes, form)


def _contract(walk: Walk, nodes: tuple[Node, ...]) -> Domain | None:
    """Returns the sizes for which layers work; None if there are none, which is reported."""
    first = walk.places[0].span
    try:
        sizes = find_size_contract(nodes)
    except ShapeError as error:
        walk.report(Diagnostic(error.data, first, subject="the network"))
        return None
    if not sizes.is_empty:
        return sizes
    try:
        found = find_contradiction(nodes)
        if found is not None:
            walk.report(explain_contradiction(found, walk.spans()))
    except ShapeError:  # which layers rule each other out takes too long to tell
        walk.fault(NoSizeAtAll(), first)
    return None


# ---- rehearsal -------------------------------------------------------------------------------------------------------

REHEARSAL_COST = 4_000
"""As how many layers that are asked once more a rehearsal counts."""


def would_work(architecture: Architecture, shapes: Mapping[str, Shape], remedies: Budget) -> bool:
    """Returns whether a network would have no layer that does not fit, were its inputs of other shapes.

    A remedy that changes an input is tried on what has been made so far; what follows may refuse it. Faults that have
    nothing to do with shapes do not count: they are reported anyway.

    Args:
        architecture: The network.
        shapes: The shapes of some of its inputs, by name.
        remedies: What it is taken off.
    """
    if not remedies.spend(REHEARSAL_COST):
        return False
    try:
        with budget.start_rehearsal():
            made = elaborate(_with_inputs(architecture, shapes), infer=_bounded(), refuse=_stop)
    except _RefusedError:
        return False
    return not any(one.kind is NoValidSize for one in made.diagnostics)


def _with_inputs(architecture: Architecture, shapes: Mapping[str, Shape]) -> Architecture:
    def changed(name: str, one: Input) -> Input:
        shape = [size if isinstance(size, int) else str(size) for size in shapes[name]]
        return one.model_copy(update={"shape": as_tree(shape)})

    changes: dict[str, Any] = {
        "inputs": {name: changed(name, one) if name in shapes else one for name, one in architecture.inputs.items()}
    }
    if architecture.input is not None and "input" in shapes:
        changes["input"] = changed("input", architecture.input)
    return architecture.model_copy(update=changes)


class _RefusedError(Exception):
    """A layer does not fit, or it takes too long to find out."""


def _bounded() -> Infer:
    """Returns what infers shapes of so many layers at most."""
    layers = Budget(limits.REHEARSED)

    def infer(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        if not layers.spend(1):
            raise _RefusedError
        return infer_shape(walk, layer, inputs, path, frame)

    return infer


def _stop(*conflict: object) -> NoReturn:
    """Ends a walk where a layer does not fit."""
    del conflict
    raise _RefusedError
