"""Makes layers of fields and applies them to tensors: infers their shapes and appends them to the graph."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from archspec import limits
from archspec.compiler.names import UNKNOWN, Tensor, common_dtype
from archspec.compiler.places import Place
from archspec.compiler.references import context_of
from archspec.compiler.values import UnreadableError, identity
from archspec.compiler.walk import Frame, Item, Walk
from archspec.graph import Node
from archspec.language.located import faults
from archspec.layers.base import Layer, Part
from archspec.layers.stepwise import stepwise
from archspec.layers.words import Words
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape, rank_too_high

NO_WORDS: Mapping[str, Words] = {}

Model = TypeVar("Model", bound=BaseModel)


def make(walk: Walk, cls: type[Model], fields: Mapping[str, Any], item: Item) -> Model:
    """Makes a layer, or what else an item's fields describe.

    Raises:
        UnreadableError: If a field is missing, unknown or wrong; that has been reported.
    """
    fields = _with_fields(walk, cls, fields, item.frame)
    key = cls, identity(fields)
    made: Any = walk.distinct.get(key)
    if made is not None:
        return made
    try:
        made = walk.distinct[key] = cls(**fields)
        return made
    except ValidationError as error:
        trees = {**walk.defaults(item.kind, item.frame), **item.fields}
        keys = {name: walk.architecture.place("defaults", item.kind, name) for name in trees}
        if isinstance(item.written, TreeMapping):
            keys |= item.written.keys
        written = TreeMapping(trees, keys)
        for one in faults(error, cls, written, f"`{item.kind}`", item.span, fields, item.frame.values):
            walk.report(one)
        raise UnreadableError from None
    except TypeError:
        raise UnreadableError from None


def make_unwritten(
    walk: Walk, kind: type[Layer], fields: Mapping[str, Any], tensor: Tensor, place: Place, frame: Frame
) -> Layer:
    """Makes a layer that no item describes, with the spec's defaults in the fields that it is not given.

    Raises:
        UnreadableError: If they are not fit for it; that has been reported.
    """
    defaults = {name: tree for name, tree in walk.defaults(kind.kind, frame).items() if name not in fields}
    values = context_of(walk, tensor, frame).values_of(defaults) if defaults else {}
    return make(walk, kind, {**values, **fields}, _item_at(place, kind, tensor, frame))


def apply(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
    """Applies a layer to tensors, part by part if it is short for several; of unknown ones nothing is made."""
    parts = _parts_of(walk, layer)
    for part in parts:
        part_path = f"{path}.{part.name}" if part.name else path
        if inputs[0].shape is None:
            walk.gap(part_path, part.kind.kind, place)
        else:
            inputs = (apply_part(walk, part, inputs, part_path, place, frame),)
    if parts:
        return inputs[0]
    if any(tensor.shape is None for tensor in inputs):
        walk.gap(path, layer.kind, place)
        return UNKNOWN
    steps = inputs[0].steps if inputs else None
    try:
        layer = layer if steps is None else stepwise(layer)
        output = walk.infer(walk, layer, inputs, path, frame)
        if len(output) > limits.AXES:
            raise rank_too_high(len(output))
    except ShapeError as error:
        walk.gap(path, layer.kind, place)
        walk.refuse(walk, error, layer, path, place, inputs)
        return UNKNOWN
    walk.bounds.layer(place.span)
    dtype = common_dtype(inputs) if layer.integers == "kept" else "float"
    indices = tuple([tensor.node for tensor in inputs])
    walk.nodes.append(Node(path, layer, indices, output, dtype, frame.precision, frame.trainable))
    walk.places.append(place)
    made = Tensor(len(walk.nodes) - 1, output, dtype)
    return made if steps is None else made._replace(shape=Shape(output[1:]), steps=output[0])


def apply_part(walk: Walk, part: Part, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
    """Applies a layer that another one, or a structure, asks for, and gives its path a meaning."""
    fields = dict(part.fields)
    if part.field is None:
        layer = make(walk, part.kind, fields, _item_at(place, part.kind, inputs[0], frame))
    else:
        place = place.part(part.field, part.kind, walk.defaults(part.kind.kind, frame))
        precision, trainable = fields.pop("dtype", None), fields.pop("trainable", True)
        frame = frame._replace(
            precision=precision or frame.precision, trainable=frame.trainable and trainable is not False
        )
        layer = make_unwritten(walk, part.kind, fields, inputs[0], place, frame)
    made = apply(walk, layer, inputs, path, place, frame)
    walk.names.define(path, made, place.span)
    return made


def _with_fields(walk: Walk, cls: type[BaseModel], fields: Mapping[str, Any], frame: Frame) -> Mapping[str, Any]:
    """Returns fields in which a word is written with fields, though with none, where `defaults` has some for it."""
    if not walk.architecture.defaults:
        return fields
    changed: dict[str, Any] = {
        name: {word: {}}
        for name, words in getattr(cls, "words", NO_WORDS).items()
        if isinstance(word := fields.get(name), str) and walk.defaults(words.kinds.get(word, ""), frame)
    }
    return {**fields, **changed}


def _parts_of(walk: Walk, layer: Layer) -> tuple[Part, ...]:
    """Returns what a layer is short for: of the same layer, the same."""
    known = walk.parts.get(id(layer))
    if known is None:
        known = walk.parts[id(layer)] = layer, layer.expand()
    return known[1]


def _item_at(place: Place, kind: type[Layer], tensor: Tensor, frame: Frame) -> Item:
    """Returns an item of a kind that is written nowhere, with the place at which its faults are told."""
    return Item(kind.kind, place.span, "", place.fields, place.written, tensor, frame, place.span)
