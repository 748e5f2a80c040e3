"""The walk over lists of layers: reads each item, infers its shape and appends it to the graph.

NOTE: Why infer while unfolding? `shortcut: auto`, `$(channels // 16)` and merges need the shapes of what stands before
them.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from archspec.compiler import blocks, structures
from archspec.compiler.blame import Network, Place, blame
from archspec.compiler.construction import Construction, Frame, Item
from archspec.compiler.edits import Changes
from archspec.compiler.faults import (
    IntegerInput,
    MalformedItem,
    UnknownKind,
)
from archspec.compiler.names import UNKNOWN, WHOLE_NUMBERS, Tensor, common_dtype
from archspec.compiler.values import Report, UnreadableError, fields_of
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.language.document import NAME_PATTERN, Architecture, Block
from archspec.language.faults import WrongValue
from archspec.language.located import faults, shown
from archspec.language.spelling import did_you_mean, nearest
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer, MergeLayer
from archspec.layers.fields import DTYPE_NAMES
from archspec.layers.stepwise import stepwise
from archspec.layers.window import SpatialLayer
from archspec.syntax.edit import key_before, respelled
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


class Walk(Construction):
    """One walk over an architecture.

    Attributes:
        changes: The edits of its layers.
    """

    def __init__(self, architecture: Architecture, params: Mapping[str, Any], report: Report) -> None:
        super().__init__(architecture, params, report)
        self.changes = Changes(architecture.edits, report)

    def is_edited(self, path: str) -> bool:
        """Returns whether an edit leads into a scope."""
        return self.changes.inside(path)

    def layers(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        """Walks over a list of layers.

        Args:
            tree: The list.
            tensor: What the first of them takes.
            frame: What holds for them.

        Returns:
            What the last of them makes.
        """
        if not isinstance(tree, Sequence):
            self.fault(WrongValue, f"`layers` must be a list, not {_worded(tree)}", tree.span)
            return UNKNOWN
        for item in tree.items:
            tensor = self.item(item, tensor, frame)
        return tensor

    # ---- items -------------------------------------------------------------------------------------------------

    def item(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        """Walks over one item and returns the tensor that the next one takes."""
        try:
            return self._item(tree, tensor, frame)
        except UnreadableError:
            self._define_unknown(tree, tensor, frame)
            return UNKNOWN

    def _define_unknown(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> None:
        """Gives the name of an item that cannot be read its meaning, so that whoever uses it is silent."""
        entries = tree.entries if isinstance(tree, TreeMapping) else {}
        for fields in (entries, *(one.entries for one in entries.values() if isinstance(one, TreeMapping))):
            written = fields.get("name")
            if written is None:
                continue
            try:
                name = self.context(tensor, frame)._replace(report=_silent).value(written)
            except UnreadableError:
                continue
            if isinstance(name, str) and frame.scope.join(name) not in self.names.tensors:
                self.names.define(frame.scope.join(name), UNKNOWN, written.span)

    def _item(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        kind, span, value = self._kind(tree, tensor, frame)
        structure = STRUCTURES.get(kind)
        plain, rank = registry.split_rank(kind)
        block = None if structure or registry.is_kind(plain) else self.block(kind, frame)
        layer = None if structure or block else self._registered(plain, span)
        if structure is None and block is None and layer is None and self.architecture.lacks_blocks:
            raise UnreadableError
        if structure is None and block is None and layer is None:
            known = [*STRUCTURES, *(frame.home or ()), *self.architecture.blocks, *registry.names()]
            self.fault(UnknownKind, f"there is no kind `{kind}`", span, helps=nearest_kind(kind, known, span))
            raise UnreadableError
        principal = next(iter(block.params), None) if block else (structure or layer).principal  # pyright: ignore
        fields = fields_of(value, principal)
        if fields is None:
            self.fault(
                MalformedItem,
                f"`{kind}` takes no bare value",
                value.span if value else span,
                helps=(_fields_help(kind, layer),),
            )
            raise UnreadableError
        common = {name: fields.pop(name) for name in COMMON_FIELDS if name in fields}
        label = kind if block else plain
        inside = frame if frame.successor is None else frame._replace(successor=None)
        if not common:
            path = self.free(self._automatic(label, frame), span)
            item = Item(label, span, path, fields, value, tensor, inside, span)
        else:
            item = self._common(Item(label, span, "", fields, value, tensor, frame, span), common)
            if item is None:
                return tensor
            item = item._replace(frame=item.frame._replace(successor=None))
        model = block or structure or layer
        assert model is not None

        def made(item: Item) -> Tensor | None:
            return self._make_item(item, model, rank)

        changes = self.changes.at(item.path, frame.generation) if self.changes.by_path else None
        return self.changes.edited(self, item, inside, tensor, changes, made) if changes else made(item)

    def _automatic(self, kind: str, frame: Frame) -> str:
        """Returns the path of the next item of a kind, unless that has a name.

        What an edit brings is counted apart, so that nothing else changes its name, and may take over a path.
        """
        new = {0: "", 1: "new_"}.get(frame.generation, f"new{frame.generation}_") if frame.fresh is frame.scope else ""
        return frame.successor or frame.scope.join(frame.scope.count(new + kind))

    def _make_item(self, item: Item, model: Block | type[Layer] | type[Structure], rank: int | None) -> Tensor | None:
        """Makes what an item describes."""
        if isinstance(model, Block):
            return blocks.call(self, item, model)
        if issubclass(model, Structure):
            return structures.UNFOLD[model.kind](self, item)
        if rank is not None and not issubclass(model, SpatialLayer):
            message = f"`{item.kind}` does not work on space: there is no `{item.kind}{rank}d`"
            edits = respelled(item.span, f"{item.kind}{rank}d", item.kind)
            self.fault(UnknownKind, message, item.span, helps=(Help(f"write `{item.kind}`", edits),))
            raise UnreadableError
        self.turn(item.span)
        made = self._layer(item, model, rank)
        self.define(item, made)
        return made

    def _registered(self, kind: str, span: Span | None) -> type[Layer] | None:
        """Returns the class of a kind, or None if there is none."""
        try:
            return registry.find(kind)
        except registry.BrokenKindError as error:
            self.fault(UnknownKind, str(error), span)
            raise UnreadableError from None

    def _kind(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> tuple[str, Span | None, Tree | None]:
        """Returns an item's kind, where it stands, and what stands after it."""
        if isinstance(tree, Scalar) and isinstance(tree.value, str):
            kind, span, value = tree.value, tree.span, None
        elif isinstance(tree, TreeMapping) and (entries := fields_of(tree, None)) and len(entries) == 1:
            kind, value = next(iter(entries.items()))
            span = tree.keys[kind]
        else:
            self._malformed(tree)
            raise UnreadableError
        if "$" in kind:
            kind = self.context(tensor, frame).value(Scalar(kind, kind, span))
            if not isinstance(kind, str):
                self.fault(WrongValue, f"a kind must be a name, not {shown(kind)}", span)
                raise UnreadableError
        return kind, span, value

    def _malformed(self, tree: Tree) -> None:
        if isinstance(tree, TreeMapping) and len(tree.entries) > 1:
            kind, *others = tree.entries
            fields = ", ".join(f"`{other}`" for other in others)
            self.fault(
                MalformedItem,
                f"an item of `layers` has one key, its kind, and this one has {len(tree.entries)}",
                tree.keys[others[0]] or tree.span,
                helps=(Help(f"put {fields} inside the braces of `{kind}`, or begin a new item with `-`"),),
            )
        else:
            self.fault(
                MalformedItem,
                f"an item of `layers` is a kind with its fields or a bare word, not {_worded(tree)}",
                tree.span,
                helps=(Help("layers under one name are a `group`"),) if isinstance(tree, Sequence) else (),
            )

    def _common(self, item: Item, common: dict[str, Tree]) -> Item | None:
        """Reads the fields that every item takes; None if the item is left out."""
        frame, tensor = item.frame, item.tensor
        if "from" in common:
            tensor = self.found(common["from"], frame) or tensor
        context = self.context(tensor, frame)
        if "when" in common:
            when = context.value(common["when"])
            if not isinstance(when, bool):
                self.wrong_value("when", "`true` or `false`", when, common["when"])
                raise UnreadableError
            if not when:
                return None
        path = self._automatic(item.kind, frame)
        if "from" in common:
            tensor = self.tensor_or_unknown(common["from"], context, frame)
        read = {key: tree for key, tree in common.items() if key in ("name", "dtype", "trainable")}
        values = context.values_that_can_be_read(read)
        if "name" in values:
            name = values["name"]
            if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
                self.wrong_value("name", "up to 64 letters, digits, `_` and `-`", name, common["name"])
            else:
                path = frame.scope.join(name)
        if "dtype" in values:
            precision = values["dtype"]
            if precision not in DTYPE_NAMES:
                self.wrong_value("dtype", "one of " + ", ".join(DTYPE_NAMES), precision, common["dtype"])
            frame = frame._replace(precision=precision)
        if "trainable" in values:
            trainable = values["trainable"]
            if not isinstance(trainable, bool):
                self.wrong_value("trainable", "`true` or `false`", trainable, common["trainable"])
            frame = frame._replace(trainable=frame.trainable and trainable is not False)
        place = common["name"].span if "name" in common else item.span
        return item._replace(path=self.free(path, place), tensor=tensor, frame=frame, place=place)

    # ---- layers ------------------------------------------------------------------------------------------------

    def _layer(self, item: Item, cls: type[Layer], rank: int | None) -> Tensor:
        """Makes the layer of an item and applies it."""
        inputs = structures.branches(self, item) if issubclass(cls, MergeLayer) else (item.tensor,)
        context = self.context(item.tensor, item.frame)
        fields = {**self.defaults(item.kind, item.frame), **item.fields}
        fields.pop("branches", None)
        references = [self.tensor(fields[name], context, item.frame) for name in cls.references if name in fields]
        layer = self.make(cls, context.values_of(fields), item)
        place = Place(item.span, item.fields)
        known = [self.arriving(tensor, item) for tensor in (*inputs, *references)]
        if any(tensor.shape is None for tensor in known):
            return UNKNOWN
        if rank is not None and (shape := known[0].shape) is not None and shape.rank != rank:
            error = ShapeError(
                RankMismatch,
                f"is written for {rank} spatial {'axis' if rank == 1 else 'axes'}, "
                f"and {shape} has {shape.rank or 'none'}",
                helps=(f"`{item.kind}`, without `{rank}d`, takes their number from its input",),
            )
            self.blame(error, layer, item.path, place, tuple(known), item.frame)
            return UNKNOWN
        return self.apply(layer, tuple(known), item.path, place, item.frame)

    def make(self, cls: type[Layer], fields: Mapping[str, Any], item: Item) -> Layer:
        """Makes a layer.

        Raises:
            UnreadableError: If a field is missing, unknown or wrong; that has been reported.
        """
        try:
            return cls(**fields)
        except ValidationError as error:
            trees = {**self.defaults(item.kind, item.frame), **item.fields}
            keys = {name: key_before(tree.span, name) or tree.span for name, tree in trees.items()}
            if isinstance(item.written, TreeMapping):
                keys.update(item.written.keys)
            written = TreeMapping(trees, keys)
            for one in faults(error, cls, written, f"`{item.kind}`", item.span, fields, item.frame.values):
                self.report(one)
            raise UnreadableError from None
        except TypeError:
            raise UnreadableError from None

    def apply(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer to known tensors, part by part if it is short for several."""
        parts = layer.parts()
        for name, part in parts:
            where = place if type(part) is type(layer) else place.part(name)
            made = self.apply(self.with_defaults(part, inputs[0], frame), inputs, f"{path}.{name}", where, frame)
            self.names.define(f"{path}.{name}", made, place.span)
            if made.shape is None:
                return UNKNOWN
            inputs = (made,)
        if parts:
            return inputs[0]
        steps = next((tensor.steps for tensor in inputs), None)
        try:
            layer = layer if steps is None else stepwise(layer)
            output = self.infer(layer, inputs, path, frame)
        except ShapeError as error:
            self.blame(error, layer, path, place, inputs, frame)
            return UNKNOWN
        dtype = common_dtype(inputs) if layer.integers == "kept" else "float"
        indices = tuple(tensor.node for tensor in inputs)
        self.nodes.append(Node(path, layer, indices, output, dtype, frame.precision, frame.trainable))
        self.places.append(place)
        made = Tensor(len(self.nodes) - 1, output, dtype)
        return made if steps is None else made._replace(shape=Shape(output[1:]), steps=output[0])

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
        shapes = [tensor.shape for tensor in (one.whole for one in inputs) if tensor.shape is not None]
        if layer.integers == "refused":
            for tensor in inputs:
                if tensor.dtype in WHOLE_NUMBERS:
                    raise _integers(tensor.dtype)
        if frame.precision is not None:
            layer.check_precision(frame.precision)
        return layer.output(tuple(shapes) if isinstance(layer, MergeLayer) or len(shapes) > 1 else shapes[0])

    def with_defaults(self, layer: Layer, tensor: Tensor, frame: Frame) -> Layer:
        """Returns a layer with the spec's defaults in the fields that it was not given."""
        defaults = self.defaults(layer.kind, frame)
        if not defaults:
            return layer
        values = self.context(tensor, frame).values_of(defaults)
        return type(layer)(**{**values, **layer.given()})

    def blame(
        self, error: ShapeError, layer: Layer, path: str, place: Place, inputs: tuple[Tensor, ...], frame: Frame
    ) -> None:
        """Reports a layer that does not fit its inputs."""
        self.report(blame(error, layer, path, place, inputs, frame.calls, Network(self.nodes, self.places)))


def _integers(dtype: str) -> ShapeError:
    """Returns the fault of a layer that computes in floats and is given whole numbers."""
    advice = "scale bytes to 0…1 first: `rescale: $(1 / 255)`" if dtype == "uint8" else (
        "`embedding` makes a vector of each, `rescale: 1` a float"
    )  # fmt: skip
    return ShapeError(IntegerInput, f"computes in floats, and whole numbers ({dtype}) arrive", helps=(advice,))


def nearest_kind(kind: str, known: list[str], span: Span | None = None) -> tuple[Help, ...]:
    """Returns the help that names the nearest kind, or says where all of them are listed.

    Args:
        kind: What was written.
        known: The kinds that there are.
        span: Where it stands.
    """
    if kind[:1].isupper() and (ours := registry.by_keras_name(kind)):
        # A convolution pads by itself here, and not in Keras: which of the two is meant cannot be known.
        alike = registry.family(registry.get(ours)) != "convolution"
        edits = respelled(span, kind, ours) if alike else ()
        return (Help(f"Keras's `{kind}` is called `{ours}` here", edits),)
    if nearest(kind, known):
        return did_you_mean(kind, known, "", span)
    return (Help("`archspec layers` lists the kinds, `blocks` holds your own"),)


def _fields_help(kind: str, layer: type[Layer] | None) -> Help:
    fields = layer.own_fields() if layer else []
    if not fields:
        return Help(f"write `{kind}`, or name a field: `{kind}: {{name: …}}`")
    return Help(f"name the field: `{kind}: {{{fields[0]}: …}}`")


def _worded(tree: Tree) -> str:
    if isinstance(tree, Scalar):
        return shown(tree.value)
    return "a list" if isinstance(tree, Sequence) else "an empty mapping"


def _silent(finding: Diagnostic) -> None:
    del finding
