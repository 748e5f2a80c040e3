"""Layers applied to tensors: made of their fields, with their shapes inferred, and appended to the graph."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from archspec import limits
from archspec.backends.limits import check_backend
from archspec.compiler.ancestry import Ancestry
from archspec.compiler.blame import blame
from archspec.compiler.construction import Construction, Frame, Item, Model
from archspec.compiler.faults import IntegerInput
from archspec.compiler.names import UNKNOWN, WHOLE_NUMBERS, Tensor, common_dtype
from archspec.compiler.origin import Origins, Place
from archspec.compiler.sizes import clash, finding
from archspec.compiler.values import TooLargeError, UnreadableError, identity
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Node
from archspec.language.located import faults
from archspec.layers.base import Layer, MergeLayer, Part
from archspec.layers.stepwise import stepwise
from archspec.layers.words import Words
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.tensors.faults import NoValidSize, ShapeError
from archspec.tensors.shape import Shape, rank_too_high

NO_WORDS: Mapping[str, Words] = {}


class Application(Construction):
    """What a walk does with one layer."""

    def make(self, cls: type[Model], fields: Mapping[str, Any], item: Item) -> Model:
        """Makes a layer, or what else an item's fields describe.

        Raises:
            UnreadableError: If a field is missing, unknown or wrong; that has been reported.
        """
        fields = self._with_fields(cls, fields, item.frame)
        key = cls, identity(fields)
        made: Any = self.distinct.get(key)
        if made is not None:
            return made
        try:
            made = self.distinct[key] = cls(**fields)
            return made
        except ValidationError as error:
            trees = {**self.defaults(item.kind, item.frame), **item.fields}
            keys = {name: self.architecture.place("defaults", item.kind, name) for name in trees}
            if isinstance(item.written, TreeMapping):
                keys |= item.written.keys
            written = TreeMapping(trees, keys)
            for one in faults(error, cls, written, f"`{item.kind}`", item.span, fields, item.frame.values):
                self.report(one)
            raise UnreadableError from None
        except TypeError:
            raise UnreadableError from None

    def _with_fields(self, cls: type[BaseModel], fields: Mapping[str, Any], frame: Frame) -> Mapping[str, Any]:
        """Returns fields in which a word stands with fields, though with none, where `defaults` has some for it."""
        if not self.architecture.defaults:
            return fields
        changed: dict[str, Any] = {
            name: {word: {}}
            for name, words in getattr(cls, "words", NO_WORDS).items()
            if isinstance(word := fields.get(name), str) and self.defaults(words.kinds.get(word, ""), frame)
        }
        return {**fields, **changed}

    def apply(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer to tensors, part by part if it is short for several; of unknown ones nothing is made."""
        parts = self._parts_of(layer)
        for part in parts:
            part_path = f"{path}.{part.name}" if part.name else path
            if inputs[0].shape is None:
                self.gap(part_path, part.kind.kind, place)
            else:
                inputs = (self.apply_part(part, inputs, part_path, place, frame),)
        if parts:
            return inputs[0]
        if any(tensor.shape is None for tensor in inputs):
            self.gap(path, layer.kind, place)
            return UNKNOWN
        steps = inputs[0].steps if inputs else None
        try:
            layer = layer if steps is None else stepwise(layer)
            output = self.infer(layer, inputs, path, frame)
            if len(output) > limits.AXES:
                raise rank_too_high(len(output))
        except ShapeError as error:
            self.gap(path, layer.kind, place)
            self.blame(error, layer, path, place, inputs)
            return UNKNOWN
        self.bounds.layer(place.span)
        dtype = common_dtype(inputs) if layer.integers == "kept" else "float"
        indices = tuple([tensor.node for tensor in inputs])
        self.nodes.append(Node(path, layer, indices, output, dtype, frame.precision, frame.trainable))
        self.places.append(place)
        made = Tensor(len(self.nodes) - 1, output, dtype)
        return made if steps is None else made._replace(shape=Shape(output[1:]), steps=output[0])

    def apply_part(self, part: Part, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer that another one, or a structure, asks for, and gives its path a meaning."""
        fields = dict(part.fields)
        if part.field is None:
            layer = self.make(part.kind, fields, _nowhere(part.kind, place, inputs[0], frame))
        else:
            place = place.part(part.field, part.kind, self.defaults(part.kind.kind, frame))
            precision, trainable = fields.pop("dtype", None), fields.pop("trainable", True)
            frame = frame._replace(
                precision=precision or frame.precision, trainable=frame.trainable and trainable is not False
            )
            layer = self.unwritten(part.kind, fields, inputs[0], place, frame)
        made = self.apply(layer, inputs, path, place, frame)
        self.names.define(path, made, place.span)
        return made

    def _parts_of(self, layer: Layer) -> tuple[Part, ...]:
        """Returns what a layer is short for: of the same layer, the same."""
        known = self.parts.get(id(layer))
        if known is None:
            known = self.parts[id(layer)] = layer, layer.parts()
        return known[1]

    def infer(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        """Returns the shape of what a layer makes of known tensors.

        Args:
            layer: The layer.
            inputs: The tensors.
            path: The layer's path.
            frame: What holds for it.

        Raises:
            ShapeError: If it does not fit them.
        """
        del path  # for a walk that asks somebody else
        shapes = [shape for tensor in inputs if (shape := tensor.whole.shape) is not None]
        if layer.integers == "refused":
            for tensor in inputs:
                if tensor.dtype in WHOLE_NUMBERS:
                    raise _integers(tensor.dtype)
        x: Any = tuple(shapes) if isinstance(layer, MergeLayer) or len(shapes) > 1 else shapes[0]
        output = layer.output(x)
        if self.target is not None:
            check_backend(layer, x, frame.precision, self.target)
        return output

    def unwritten(
        self, kind: type[Layer], fields: Mapping[str, Any], tensor: Tensor, place: Place, frame: Frame
    ) -> Layer:
        """Makes a layer that no item is, with the spec's defaults in the fields that it is not given.

        Raises:
            UnreadableError: If they are not fit for it; that has been reported.
        """
        defaults = {name: tree for name, tree in self.defaults(kind.kind, frame).items() if name not in fields}
        values = self.context(tensor, frame).values_of(defaults) if defaults else {}
        return self.make(kind, {**values, **fields}, _nowhere(kind, place, tensor, frame))

    def blame(
        self, error: ShapeError, layer: Layer | None, path: str, place: Place, inputs: tuple[Tensor, ...]
    ) -> None:
        """Reports a layer, or a structure, that does not fit its inputs.

        Raises:
            TooLargeError: If open sizes take too long to follow.
        """
        origins = Origins(self.architecture, self.params)
        ancestry = Ancestry(self.nodes, self.places, origins, self.budgets.remedies)
        try:
            # Of sizes that rule each other out before this layer, it only brings the news.
            before = clash(self.nodes) if error.kind is NoValidSize else None
            if before is None:
                self.report(blame(error, layer, path, place, inputs, ancestry))
            else:
                self.report(finding(before, self.spans()))
        except ShapeError:  # what it comes from takes too long to follow
            self.report(Diagnostic(error.data, place.span, layer=path, subject=f"`{path}`"))
        if self.budgets.sizes.is_spent:  # whatever follows could not be followed either
            raise TooLargeError


def _nowhere(kind: type[Layer], place: Place, tensor: Tensor, frame: Frame) -> Item:
    """Returns what stands for the item of a layer that no item is."""
    return Item(kind.kind, place.span, "", place.fields, place.written, tensor, frame, place.span)


def _integers(dtype: str) -> ShapeError:
    """Returns the fault of a layer that computes in floats and is given whole numbers."""
    return ShapeError(IntegerInput(dtype))
