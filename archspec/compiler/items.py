"""Reads an item of a list of layers: its kind, its own fields, and the fields that all items take."""

from collections.abc import Mapping
from typing import NamedTuple

from archspec.compiler.damaged import is_left_out
from archspec.compiler.item_faults import BareValue, NoKind, SeveralKinds
from archspec.compiler.kinds import nearest_kind, takes
from archspec.compiler.lists import shown_tree
from archspec.compiler.name_faults import BrokenKind, UnknownKind
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.places import Place
from archspec.compiler.references import context_of, find_literal, resolve_or_unknown
from archspec.compiler.values import Context, UnreadableError, fields_of
from archspec.compiler.walk import Frame, Item, Walk
from archspec.diagnostics.source import Span
from archspec.language.accepts import NAME, NAME_PATTERN
from archspec.language.document import Block
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.spelling import nearest
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer
from archspec.layers.fields import DTYPE, DTYPE_NAMES, FLAG, Accepts
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree
from archspec.syntax.tree import Mapping as TreeMapping

_NAME = Accepts("up to 64 letters, digits, `_` and `-`", ("name",))

Model = Block | type[Layer] | type[Structure]
"""What a kind is."""


class ReadItem(NamedTuple):
    """An item, with what its kind is.

    Attributes:
        item: The item.
        model: The block, or the class of its layer or structure.
        rank: The number of spatial axes that the kind's name demands, as `conv2d` does.
    """

    item: Item
    model: Model
    rank: int | None


def read_item(walk: Walk, tree: Tree, tensor: Tensor | None, frame: Frame) -> ReadItem | None:
    """Returns an item of a list of layers; None if its `when` leaves it out.

    Args:
        walk: The walk.
        tree: The item.
        tensor: The tensor made before it.
        frame: What holds for the list that it is in.

    Raises:
        UnreadableError: If it cannot be read; that has been reported.
    """
    kind, span, value = _kind(walk, tree, tensor, frame)
    plain, rank = registry.split_rank(kind)
    model = _model(walk, kind, span, frame)
    if model is None:
        if not walk.architecture.lacks_blocks:
            helps = nearest_kind(kind, _known_kinds(walk, frame), span, lambda one: _fields_as(walk, one, value, frame))
            walk.fault(UnknownKind(kind), span, remedies=helps)
            if isinstance(value, TreeMapping) and is_left_out(walk, value.entries.get("when"), tensor, frame):
                return None
            _count_meant(walk, kind, span, frame)
        raise UnreadableError
    fields = _fields(walk, model, kind, span, value)
    common = {name: fields.pop(name) for name in COMMON_FIELDS if name in fields}
    if not isinstance(model, Block) and issubclass(model, Layer) and model.words:
        fields = _with_principal(model, fields, value)
    label = kind if isinstance(model, Block) else plain
    if common:
        item = _common(walk, Item(label, span, "", fields, value, tensor, frame, span), common)
        if item is None:
            return None
    else:
        path = _automatic_path(label, frame)
        path = walk.free(path, span) if frame.certain else path
        item = Item(label, span, path, fields, value, tensor, frame, span)
    if frame.successor is not None:
        item = item._replace(frame=item.frame._replace(successor=None))
    walk.bounds.named(span, item.path)
    return ReadItem(item, model, rank)


def _model(walk: Walk, kind: str, span: Span | None, frame: Frame) -> Model | None:
    """Returns what a kind is; None if there is no such kind."""
    structure = STRUCTURES.get(kind)
    if structure is not None:
        return structure
    plain, _ = registry.split_rank(kind)
    block = None if registry.is_kind(plain) else walk.block(kind, frame)
    if block is not None:
        return block
    try:
        return registry.find(plain)
    except registry.BrokenKindError as error:
        walk.fault(BrokenKind(plain, str(error)), span)
        raise UnreadableError from None


def _known_kinds(walk: Walk, frame: Frame) -> list[str]:
    return [*STRUCTURES, *(frame.home or ()), *walk.architecture.blocks, *registry.names()]


def _fields(walk: Walk, model: Model, kind: str, span: Span | None, value: Tree | None) -> dict[str, Tree]:
    """Returns the fields of an item, those that all items take among them."""
    fields = fields_of(value, model.principal)
    if fields is not None:
        return fields
    if isinstance(model, Block):
        if isinstance(model.layers, Hole):
            raise UnreadableError
        field = None
    else:
        field = next(iter(model.own_fields()), None) if issubclass(model, Layer) else None
    walk.fault(BareValue(kind, field), value.span if value else span)
    raise UnreadableError


def _fields_as(walk: Walk, kind: str, value: Tree | None, frame: Frame) -> Mapping[str, Tree] | None:
    """Returns the fields that are written if another kind is meant; None if that does not take them."""
    try:
        model = STRUCTURES.get(kind) or walk.block(kind, frame) or registry.get(kind)
    except registry.BrokenKindError:
        return None
    fields = fields_of(value, model.principal)
    if fields is None:
        return None
    own = {name: tree for name, tree in fields.items() if name not in COMMON_FIELDS}
    return own if takes(model, {**walk.defaults(kind, frame), **own}) else None


def _count_meant(walk: Walk, kind: str, span: Span | None, frame: Frame) -> None:
    """Gives an item of a misspelt kind the name that the kind that was meant would have had."""
    meant = nearest(kind, _known_kinds(walk, frame))
    path = frame.scope.join(frame.scope.count(meant or kind))
    if meant is not None and path not in walk.names.tensors:
        walk.names.define(path, UNKNOWN, None)
    walk.gap(path, kind, Place(span, {}, None, frame.trace))


def _automatic_path(kind: str, frame: Frame) -> str:
    """Returns the path of the next item of a kind, unless that has a name.

    What an edit brings is counted apart, so that nothing else changes its name, and may take over a path.
    """
    new = {0: "", 1: "new_"}.get(frame.generation, f"new{frame.generation}_") if frame.fresh is frame.scope else ""
    return frame.successor or frame.scope.join(frame.scope.count(new + kind))


def _kind(walk: Walk, tree: Tree, tensor: Tensor | None, frame: Frame) -> tuple[str, Span | None, Tree | None]:
    """Returns an item's kind, where it stands, and what stands after it."""
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        kind, span, value = tree.value, tree.span, None
    elif isinstance(tree, TreeMapping) and (entries := fields_of(tree, None)) and len(entries) == 1:
        kind, value = next(iter(entries.items()))
        span = tree.keys[kind]
    else:
        _malformed(walk, tree)
        raise UnreadableError
    if "$" in kind:
        kind = context_of(walk, tensor, frame).value(Scalar(kind, kind, span))
        if not isinstance(kind, str):
            walk.fault(NotAccepted("a kind", NAME, shown(kind)), span)
            raise UnreadableError
    return kind, span, value


def _malformed(walk: Walk, tree: Tree) -> None:
    if isinstance(tree, TreeMapping) and len(tree.entries) > 1:
        keys = tuple(tree.entries)
        walk.fault(SeveralKinds(keys), tree.keys[keys[1]] or tree.span)
    else:
        walk.fault(NoKind(shown_tree(tree), isinstance(tree, Sequence)), tree.span)


def _common(walk: Walk, item: Item, common: dict[str, Tree]) -> Item | None:
    """Reads the fields that every item takes; None if the item is left out."""
    frame, tensor = item.frame, item.tensor
    if "from" in common:
        tensor = find_literal(walk, common["from"], frame) or tensor
    context = context_of(walk, tensor, frame)
    when = _when(walk, context, common["when"]) if "when" in common else True
    if when is False:
        return None
    path = _automatic_path(item.kind, frame)
    if "from" in common:
        tensor = resolve_or_unknown(walk, common["from"], context, frame)
    tensor = tensor if when else UNKNOWN
    read = {key: tree for key, tree in common.items() if key in ("name", "dtype", "trainable")}
    values = context.values_that_can_be_read(read)
    if "name" in values:
        name = values["name"]
        if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
            walk.wrong_value("name", _NAME, name, common["name"])
            walk.names.lose(str(name))
        else:
            path = frame.scope.join(name)
    if "dtype" in values:
        precision = values["dtype"]
        if precision not in DTYPE_NAMES:
            walk.wrong_value("dtype", DTYPE, precision, common["dtype"])
        else:
            frame = frame._replace(precision=precision)
    if "trainable" in values:
        trainable = values["trainable"]
        if not isinstance(trainable, bool):
            walk.wrong_value("trainable", FLAG, trainable, common["trainable"])
        frame = frame._replace(trainable=frame.trainable and trainable is not False)
    place = common["name"].span if "name" in common else item.span
    frame = frame._replace(certain=frame.certain and when is not None)
    path = walk.free(path, place) if frame.certain else path  # else another one of that name may be there instead
    return item._replace(path=path, tensor=tensor, frame=frame, place=place, certain=when is True)


def _when(walk: Walk, context: Context, tree: Tree) -> bool | None:
    """Returns whether an item is there; None if that cannot be known, which has been reported."""
    try:
        when = context.value(tree)
    except UnreadableError:
        return None
    if not isinstance(when, bool):
        walk.wrong_value("when", FLAG, when, tree)
        return None
    return when


def _with_principal(layer: type[Layer], fields: dict[str, Tree], value: Tree | None) -> dict[str, Tree]:
    """Returns an item's fields, where a word with its own fields may stand for the principal one.

    `activation: {leaky_relu: 0.1}` is `activation: {function: {leaky_relu: 0.1}}`.
    """
    words = layer.words.get(layer.principal or "")
    if layer.principal is None or words is None or len(fields) != 1 or not isinstance(value, TreeMapping):
        return fields
    word, inner = next(iter(fields.items()))
    if word not in words.kinds:
        return fields
    return {layer.principal: TreeMapping(fields, {word: value.keys.get(word)}, inner.span)}
