"""Document in, graph out."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import accumulate, compress
from typing import Any, NamedTuple

from archspec import budget, limits
from archspec.backends.limits import Backend
from archspec.compiler.construction import Frame
from archspec.compiler.faults import WRITE_NULL, NoInput, NoOutput, NoOutputs, NoSize, ParamAsSize, UnusedLayer
from archspec.compiler.kinds import nearest_kind
from archspec.compiler.lists import is_list
from archspec.compiler.name_faults import (
    BlockInDefaults,
    BrokenKind,
    OutputListedTwice,
    ReservedBlock,
    ReservedBlockParam,
    UnknownKindInDefaults,
    UnknownName,
)
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.origin import Place
from archspec.compiler.params import bind
from archspec.compiler.places import Places
from archspec.compiler.size_faults import NoSizeAtAll
from archspec.compiler.sizes import clash, contract, finding
from archspec.compiler.values import Context, Report, TooLargeError, UnreadableError
from archspec.compiler.walk import Walk
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.unconverted import Unconverted
from archspec.graph import Graph, Node
from archspec.language.accepts import NAME_PATTERN
from archspec.language.document import Architecture, Block, Input
from archspec.language.faults import NotAccepted, UnknownKey, UnknownVariant
from archspec.language.located import FAULTY, shown
from archspec.language.spelling import did_you_mean
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer
from archspec.layers.fields import Accepts
from archspec.syntax.edit import respelled, rewritten
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.faults import TooManyFindings
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree, plain
from archspec.tensors.dim import Dim, Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

_SIZES = Accepts("a list of sizes: whole numbers of at least 1, or names of open sizes", ("sizes", "list", "integer"))
_SHAPE = Accepts(f"a list of 1 to {limits.AXES} sizes")


class Elaboration(NamedTuple):
    """What an architecture comes to.

    Attributes:
        graph: The network; None if there is a fault.
        places: Where each of its nodes is written, which a graph does not know; empty if there is none.
        diagnostics: What is wrong, each fault once.
        params: The values of the spec's params.
        cost: What it took, as a part of what a network may take.
    """

    graph: Graph | None
    places: Places
    diagnostics: list[Diagnostic]
    params: Mapping[str, Any]
    cost: float


def elaborate(
    architecture: Architecture, target: Backend | None = None, walk_class: Callable[..., Walk] = Walk
) -> Elaboration:
    """Unfolds an architecture into a graph with every shape known.

    Args:
        architecture: The architecture.
        target: The backend that is to compute it; None if that does not matter.
        walk_class: What makes the walk; another one may infer shapes in another way.
    """
    found: dict[object, Diagnostic] = {}

    errors = [0, 0]  # all of them, and those that are told

    def report(diagnostic: Diagnostic) -> None:
        known = len(found)
        place = diagnostic.span or (diagnostic.layer, diagnostic.data)
        found.setdefault((diagnostic.kind, place), diagnostic)
        if diagnostic.is_error:
            errors[:] = errors[0] + 1, errors[1] + len(found) - known
            if errors[0] == limits.FAULTS or errors[1] == limits.FINDINGS:
                message = (
                    f"the network has {errors[0]:,} faults up to here, those of all turns; the rest is not looked at"
                )
                found.setdefault(TooManyFindings, Diagnostic(Unconverted(TooManyFindings, message), diagnostic.span))
                raise TooLargeError

    walk, network, expressions = None, None, budget.current().expressions
    with suppress(UnreadableError, TooLargeError):
        walk = _walk(architecture, report, target, walk_class)
        network = _network(walk)
    cost = max(expressions.share, walk.bounds.share if walk else 0)
    if network is None or any(one.is_error for one in found.values()):
        return Elaboration(None, Places(()), list(found.values()), {}, cost)
    graph, places = _live(network)
    return Elaboration(graph, places, list(found.values()), network.walk.params, cost)


class Network(NamedTuple):
    """What a walk came to.

    Attributes:
        walk: The walk, with all nodes.
        inputs: The inputs.
        outputs: The outputs by name.
        form: How the spec gives the outputs.
    """

    walk: Walk
    inputs: list[Tensor]
    outputs: dict[str, Tensor]
    form: str


def _walk(architecture: Architecture, report: Report, target: Backend | None, walk_class: Callable[..., Walk]) -> Walk:
    outside = Context({}, None, unmade, report, budget.current().expressions)
    given = {**_variant(architecture, report), **architecture.settings}
    check_blocks(architecture.blocks, report)
    _check_defaults(architecture, report)
    variant = architecture.variant if architecture.needs_variant else None
    place = None if variant is None else architecture.place("variants", variant)
    params = bind(architecture.params, given, outside, {}, "the spec", place, lambda name: given[name].span)
    return walk_class(architecture, params, report, target)


def _network(walk: Walk) -> Network | None:
    frame = Frame(Scope(), walk.params)
    inputs = _inputs(walk, Context(walk.params, None, unmade, walk.report, walk.budgets.expressions))
    layers = walk.architecture.layers
    if layers is None or not is_list(layers, walk.report, walk.architecture.place("layers")):
        return None
    current = walk.network(layers, inputs[0] if len(inputs) == 1 else None, frame)
    form, outputs = _outputs(walk, current, frame)
    walk.changes.finish(walk)
    if any(tensor.shape is None for tensor in (*inputs, *outputs.values())):
        return None
    return Network(walk, inputs, outputs, form)


def unmade(name: str) -> int:
    """Stands for `channels_of` where no layer has been made yet.

    Raises:
        ExpressionError: Always.
    """
    raise ExpressionError(Unconverted(UnknownName, f"nothing is called {shown(name)} before the layers are made"))


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


# ---- inputs ----------------------------------------------------------------------------------------------------------


def _inputs(walk: Walk, context: Context) -> list[Tensor]:
    declared = dict(walk.architecture.inputs)
    if walk.architecture.input is not None:
        declared = {"input": walk.architecture.input, **declared}
    if not declared:
        walk.fault(NoInput(), walk.architecture.layers.span if walk.architecture.layers else None)
        raise UnreadableError
    return [_input(walk, context, name, one) for name, one in declared.items()]


def _input(walk: Walk, context: Context, name: str, declared: Input) -> Tensor:
    tree = declared.shape
    if tree is FAULTY:
        tensor = UNKNOWN
    elif not isinstance(tree, Sequence) or not 0 < len(tree.items) <= limits.AXES:
        walk.fault(NotAccepted(f"the shape of `{name}`", _SHAPE), tree.span)
        tensor = UNKNOWN
    else:
        sizes = [_size(walk, context, name, axis, one) for axis, one in enumerate(tree.items)]
        if None in sizes:
            tensor = UNKNOWN
        else:
            shape = Shape(size for size in sizes if size is not None)
            walk.nodes.append(Node(name, None, (), shape, declared.dtype))
            walk.places.append(Place(tree.span, {}))
            tensor = Tensor(len(walk.nodes) - 1, shape, declared.dtype)
    walk.names.define(name, tensor, tree.span)
    return tensor


def _size(walk: Walk, context: Context, name: str, axis: int, tree: Tree) -> Size | None:
    """Returns a size of an input: a number, or an open size with the name that it is given or that of its axis."""
    written = tree.value if isinstance(tree, Scalar) else None
    if isinstance(tree, Scalar) and written is None:
        return Dim.symbol(f"{name}[{axis}]")
    if isinstance(written, str) and "$" not in written:
        if written.lower() == "none":
            helps = (WRITE_NULL._replace(edits=rewritten(tree.span, written, "null")),)
            walk.fault(NoSize(written, axis), tree.span, remedies=helps)
            return None
        if written in context.values:
            data, edits = ParamAsSize(written), respelled(tree.span, written, f"${written}")
            helps = (data.helps()[0]._replace(edits=edits, is_certain=_is_size(context.values[written])),)
            walk.fault(data, tree.span, remedies=helps)
            return None
        if NAME_PATTERN.fullmatch(written) and not written[0].isdigit():
            return Dim.symbol(written)
    try:
        value = context.value(tree)
    except UnreadableError:
        return None
    if _is_size(value):
        return value
    if value == -1:
        batch = () if axis else (Help("leave the batch axis out of the shape"),)
        walk.fault(NotAccepted(f"`{name}`", _SIZES, "-1"), tree.span, remedies=(*batch, WRITE_NULL))
    else:
        walk.wrong_value(name, _SIZES, value, tree)
    return None


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= limits.SIZE


# ---- outputs ---------------------------------------------------------------------------------------------------------


def _outputs(walk: Walk, current: Tensor | None, frame: Frame) -> tuple[str, dict[str, Tensor]]:
    """Returns how the outputs are given, and the outputs by name."""
    tree = walk.architecture.outputs
    context = walk.context(None, frame)
    if tree is None:
        if current is None:
            walk.fault(NoOutput(), None)
            return "single", {"output": UNKNOWN}
        return "single", {_name_of(walk, current): current}
    if isinstance(tree, Scalar):
        return "single", dict([_output(walk, tree, context, frame)])
    if isinstance(tree, TreeMapping):
        entries = {name: one for name, one in tree.entries.items() if not name.startswith("x-")}
        outputs = {name: _output(walk, one, context, frame)[1] for name, one in entries.items()}
        form = "mapping"
    else:
        outputs, form = {}, "list"
        for one in tree.items:
            name, tensor = _output(walk, one, context, frame)
            if name in outputs:
                walk.fault(OutputListedTwice(name), one.span)
            outputs[name] = tensor
    if not outputs:
        walk.fault(NoOutputs(), tree.span)
    return form, outputs


def _output(walk: Walk, tree: Tree, context: Context, frame: Frame) -> tuple[str, Tensor]:
    """Returns the name that stands for an output, and its tensor."""
    try:
        return str(context.value(tree)), walk.tensor(tree, context, frame)
    except UnreadableError:
        return str(plain(tree)), UNKNOWN


def _name_of(walk: Walk, tensor: Tensor) -> str:
    return walk.nodes[tensor.node].name if tensor.node >= 0 else "output"


# ---- the graph -------------------------------------------------------------------------------------------------------


def _live(network: Network) -> tuple[Graph | None, Places]:
    """Returns the graph of what the outputs depend on, and where its nodes are written.

    Warns of what no output depends on. Of sizes that clash it tells, and then there is no graph.
    """
    walk, inputs, outputs, form = network
    nodes = walk.nodes
    live = [False] * len(nodes)
    used = [False] * len(nodes)
    for tensor in (*inputs, *outputs.values()):
        live[tensor.node] = True
    for index in range(len(nodes) - 1, -1, -1):
        for one in nodes[index].inputs:
            used[one] = True
            live[one] |= live[index]
    for index, node in enumerate(nodes):
        if not live[index] and not used[index]:
            walk.fault(UnusedLayer(node.name), walk.places[index].span, layer=node.name)
    moved = list(accumulate(live, initial=0))
    kept, places = tuple(nodes), Places(walk.places, walk.copies)
    if not all(live):
        places = Places(walk.places, walk.copies, list(compress(range(len(nodes)), live)))
        kept = tuple(
            node._replace(inputs=tuple(moved[one] for one in node.inputs))
            for node, alive in zip(nodes, live, strict=True)
            if alive
        )
    try:
        sizes = contract(kept)
    except ShapeError as error:
        walk.report(Diagnostic(error.data, places[0].span, subject="the network"))
        return None, places
    if sizes.is_empty:
        try:
            found = clash(kept)
            if found is not None:
                walk.report(finding(found, walk.spans()))
        except ShapeError:  # which layers rule each other out takes too long to tell
            walk.fault(NoSizeAtAll(), places[0].span)
        return None, places
    graph = Graph(
        walk.architecture.name,
        kept,
        tuple(moved[tensor.node] for tensor in inputs),
        {output: moved[tensor.node] for output, tensor in outputs.items()},
        sizes,
        form,
    )
    return graph, places
