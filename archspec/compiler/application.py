"""Layers applied to tensors: made of their fields, with their shapes inferred, and appended to the graph."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from archspec.backends.limits import check_backend
from archspec.compiler.ancestry import Ancestry
from archspec.compiler.blame import blame
from archspec.compiler.construction import Construction, Frame, Item
from archspec.compiler.faults import IntegerInput
from archspec.compiler.names import UNKNOWN, WHOLE_NUMBERS, Tensor, common_dtype
from archspec.compiler.origin import Origins, Place
from archspec.compiler.places import Places
from archspec.compiler.sizes import clash, finding
from archspec.compiler.values import TooLargeError, UnreadableError, identity
from archspec.graph import Node
from archspec.language.located import faults
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.stepwise import stepwise
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.tensors import effort
from archspec.tensors.faults import NoValidSize, ShapeError
from archspec.tensors.shape import MOST_AXES, Shape, rank_too_high


class Application(Construction):
    """What a walk does with one layer."""

    def make(self, cls: type[Layer], fields: Mapping[str, Any], item: Item) -> Layer:
        """Makes a layer.

        Raises:
            UnreadableError: If a field is missing, unknown or wrong; that has been reported.
        """
        key = cls, identity(fields)
        made = self.distinct.get(key)
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

    def apply(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer to known tensors, part by part if it is short for several."""
        parts = self._parts_of(layer)
        for name, part in parts:
            where = place if type(part) is type(layer) else place.part(name)
            made = self.apply(self.with_defaults(part, inputs[0], frame), inputs, f"{path}.{name}", where, frame)
            self.names.define(f"{path}.{name}", made, place.span)
            if made.shape is None:
                return UNKNOWN
            inputs = (made,)
        if parts:
            return inputs[0]
        steps = inputs[0].steps if inputs else None
        try:
            layer = layer if steps is None else stepwise(layer)
            output = self.infer(layer, inputs, path, frame)
            if len(output) > MOST_AXES:
                raise rank_too_high(len(output))
        except ShapeError as error:
            self.blame(error, layer, path, place, inputs)
            return UNKNOWN
        self.bounds.layer(place.span)
        dtype = common_dtype(inputs) if layer.integers == "kept" else "float"
        indices = tuple([tensor.node for tensor in inputs])
        self.nodes.append(Node(path, layer, indices, output, dtype, frame.precision, frame.trainable))
        self.places.append(place)
        made = Tensor(len(self.nodes) - 1, output, dtype)
        return made if steps is None else made._replace(shape=Shape(output[1:]), steps=output[0])

    def _parts_of(self, layer: Layer) -> tuple[tuple[str, Layer], ...]:
        """Returns the layers, by name, that a layer is short for: of the same layer, the same ones."""
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

    def with_defaults(self, layer: Layer, tensor: Tensor, frame: Frame) -> Layer:
        """Returns a layer with the spec's defaults in the fields that it was not given.

        Raises:
            UnreadableError: If they are not fit for it; that has been reported.
        """
        defaults = self.defaults(layer.kind, frame)
        if not defaults:
            return layer
        values = self.context(tensor, frame).values_of(defaults)
        unwritten = Item(layer.kind, None, "", {}, None, tensor, frame, None)
        return self.make(type(layer), {**values, **layer.given()}, unwritten)

    def blame(
        self, error: ShapeError, layer: Layer | None, path: str, place: Place, inputs: tuple[Tensor, ...]
    ) -> None:
        """Reports a layer, or a structure, that does not fit its inputs.

        Raises:
            TooLargeError: If open sizes take too long to follow.
        """
        origins = Origins(self.architecture, self.params)
        ancestry = Ancestry(self.nodes, Places(self.places, self.copies), origins, self.effort)
        try:
            # Of sizes that rule each other out before this layer, it only brings the news.
            before = clash(self.nodes) if error.kind is NoValidSize else None
            if before is None:
                self.report(blame(error, layer, path, place, inputs, ancestry))
            else:
                self.report(finding(before, self.spans()))
        except ShapeError:  # what it comes from takes too long to follow
            self.fault(error.kind, f"`{path}` {error.message}", place.span, layer=path)
        if effort.is_spent():  # whatever follows could not be followed either
            raise TooLargeError


def _integers(dtype: str) -> ShapeError:
    """Returns the fault of a layer that computes in floats and is given whole numbers."""
    advice = "scale bytes to 0…1 first: `rescale: $(1 / 255)`" if dtype == "uint8" else (
        "`embedding` makes a vector of each, `rescale: 1` a float"
    )  # fmt: skip
    return ShapeError(IntegerInput, f"computes in floats, and whole numbers ({dtype}) arrive", helps=(advice,))
