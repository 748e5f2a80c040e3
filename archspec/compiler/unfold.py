"""Walks over lists of layers: reads each item, infers its shape, and appends it to the graph.

NOTE: Why infer while unfolding? `shortcut: auto`, `$(channels // 16)` and merges need the shapes of what comes before
them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from archspec import limits
from archspec.backends.limits import Backend
from archspec.compiler import blocks, residuals, structures
from archspec.compiler.application import apply, make
from archspec.compiler.bounds import LowerBound
from archspec.compiler.branches import read_branches
from archspec.compiler.conflicts import report_conflict
from archspec.compiler.damaged import define_unknown, stand_in
from archspec.compiler.edits import make_edited
from archspec.compiler.faults import LayersTooDeep
from archspec.compiler.inference import infer_shape
from archspec.compiler.item_faults import RankOfKind
from archspec.compiler.items import Model, read_item
from archspec.compiler.lists import is_list
from archspec.compiler.lower_bounds import LowerBounds
from archspec.compiler.name_faults import NotOfSpace
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.places import Place
from archspec.compiler.references import context_of, resolve
from archspec.compiler.values import Report, TooLargeError, UnreadableError
from archspec.compiler.walk import Frame, Infer, Item, Refuse, Walk
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.damage import find_hole
from archspec.language.document import Architecture, Block
from archspec.language.structure import Structure
from archspec.layers import registry
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.window import SpatialLayer
from archspec.syntax.edit import respell
from archspec.syntax.tree import Hole, Sequence, Tree
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.tensors.faults import ShapeError

UNFOLD: dict[str, Callable[[Walk, Item], Tensor | None]] = {
    "group": structures.unfold_group,
    "repeat": structures.unfold_repeat,
    "from": structures.go_on_from,
    "residual": residuals.unfold_residual,
    "time_distributed": structures.unfold_time_distributed,
}
"""What unfolds each structure."""


def begin_walk(
    architecture: Architecture,
    params: Mapping[str, Any],
    report: Report,
    target: Backend | None = None,
    infer: Infer = infer_shape,
    refuse: Refuse = report_conflict,
) -> Walk:
    """Returns a walk that has not made anything.

    Args:
        architecture: What is walked over.
        params: The values of the spec's params.
        report: Takes what is wrong.
        target: The backend that is to compute it; None if that does not matter.
        infer: Infers shapes.
        refuse: Takes layers that do not fit their inputs.
    """
    return Walk(architecture, params, report, target, infer, refuse, unfold_layers)


def unfold_network(walk: Walk, tree: Sequence, tensor: Tensor | None, frame: Frame) -> Tensor | None:
    """Walks over the layers of the network, after a look at how many there will be at least.

    Raises:
        TooLargeError: If there are too many; that has been reported.
    """
    bounds, total = LowerBounds(walk, frame), LowerBound(0, 0, 0)
    for item in () if walk.changes.by_path else tree.items:  # an edit may take layers away
        total = total.and_then(bounds.item(item))
        span = next(iter(item.keys.values()), None) if isinstance(item, TreeMapping) else item.span
        walk.bounds.look_ahead(span, total)
    return unfold_layers(walk, tree, tensor, frame)


def unfold_layers(walk: Walk, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
    """Walks over a list of layers.

    Args:
        walk: The walk.
        tree: The list.
        tensor: What the first of them takes.
        frame: What holds for them.

    Returns:
        What the last of them makes.
    """
    if not is_list(tree, walk.report, may_be_empty=True):
        return UNKNOWN
    assert isinstance(tree, Sequence)
    if walk.depth == limits.LAYER_NESTING:
        walk.fault(LayersTooDeep(limits.LAYER_NESTING), tree.span)
        return UNKNOWN
    walk.depth += 1
    try:
        for item in tree.items:
            tensor = unfold_item(walk, item, tensor, frame)
    finally:
        walk.depth -= 1
    return tensor


def unfold_item(walk: Walk, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
    """Walks over one item.

    Args:
        walk: The walk.
        tree: The item.
        tensor: The tensor made before it.
        frame: What holds for the list that it is in.

    Returns:
        The tensor that the next item takes: `UNKNOWN` after one that cannot be made, which has been reported.
    """
    walk.bounds.step(tree.span)
    gaps = len(walk.gaps)
    try:
        if (hole := find_hole(tree)) is not None:
            return stand_in(walk, tree, hole, tensor, frame)
        read = read_item(walk, tree, tensor, frame)
        if read is None:
            return tensor
        item, model, rank = read

        def make_plainly(item: Item) -> Tensor | None:
            return _make_item(walk, item, model, rank)

        changes = walk.changes.at(item.path, frame.generation) if walk.changes.by_path else None
        if changes:
            return make_edited(walk, item, frame._replace(successor=None), tensor, changes, make_plainly)
        return make_plainly(item)
    except UnreadableError:
        path = define_unknown(walk, tree, tensor, frame)
        if len(walk.gaps) == gaps:
            walk.gap(path or frame.scope.join("?"), "", Place(tree.span, {}, None, frame.trace))
        return UNKNOWN


def _make_item(walk: Walk, item: Item, model: Model, rank: int | None) -> Tensor | None:
    """Returns what an item makes, and gives its path a meaning in any case."""
    try:
        made = _make(walk, item, model, rank)
    except UnreadableError:
        _leave(walk, item)
        raise
    except ShapeError as error:  # what a structure asks of open sizes is not known
        walk.report(Diagnostic(error.data, item.span, layer=item.path, subject=f"`{item.path}`"))
        if walk.budgets.sizes.is_spent:
            raise TooLargeError from None
        _leave(walk, item)
        raise UnreadableError from None
    if item.certain:
        return made
    walk.names.tensors[item.path] = UNKNOWN
    return UNKNOWN


def _make(walk: Walk, item: Item, model: Model, rank: int | None) -> Tensor | None:
    """Returns what an item makes, by what it is: a block, a structure or a layer."""
    if any(isinstance(one, Hole) for one in item.fields.values()):
        raise UnreadableError
    if isinstance(model, Block):
        if isinstance(model.layers, Hole):
            raise UnreadableError
        return blocks.call(walk, item, model)
    if issubclass(model, Structure):
        return UNFOLD[model.kind](walk, item)
    if rank is not None and not issubclass(model, SpatialLayer):
        written = f"{item.kind}{rank}d"
        spatial = f"spatial_{item.kind}"
        data = NotOfSpace(item.kind, rank, spatial if registry.is_kind(spatial) else None)
        edits = () if data.spatial else respell(item.span, written, item.kind)
        walk.fault(data, item.span, remedies=(data.helps()[0]._replace(edits=edits),))
        raise UnreadableError
    made = _make_layer(walk, item, model, rank)
    walk.define(item, made)
    return made


def _make_layer(walk: Walk, item: Item, cls: type[Layer], rank: int | None) -> Tensor:
    """Makes the layer of an item and applies it."""
    inputs = read_branches(walk, item) if issubclass(cls, MergeLayer) else (item.tensor,)
    context = context_of(walk, item.tensor, item.frame)
    defaults = walk.defaults(item.kind, item.frame)
    fields = {**defaults, **item.fields}
    fields.pop("branches", None)
    references = [resolve(walk, fields[name], context, item.frame) for name in cls.references if name in fields]
    layer = make(walk, cls, context.values_of(fields), item)
    place = Place(item.span, item.fields, item.written, item.frame.trace, defaults)
    known = [walk.arriving(tensor, item) for tensor in (*inputs, *references)]
    if rank is not None and (shape := known[0].shape) is not None and shape.rank != rank:
        error = ShapeError(RankOfKind(item.kind, rank, shape), ranks=(rank,))
        walk.gap(item.path, item.kind, place)
        walk.refuse(walk, error, layer, item.path, place, tuple(known))
        return UNKNOWN
    return apply(walk, layer, tuple(known), item.path, place, item.frame)


def _leave(walk: Walk, item: Item) -> None:
    """Gives an item that cannot be made its meaning, so that whoever uses it is silent."""
    if item.path not in walk.names.tensors:
        walk.define(item, UNKNOWN)
    walk.gap(item.path, item.kind, Place(item.span, item.fields, item.written, item.frame.trace))
