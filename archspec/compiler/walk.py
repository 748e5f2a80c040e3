"""The walk over lists of layers: reads each item, infers its shape and appends it to the graph.

NOTE: Why infer while unfolding? `shortcut: auto`, `$(channels // 16)` and merges need the shapes of what stands before
them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from archspec import limits
from archspec.backends.limits import Backend
from archspec.compiler import blocks, structures
from archspec.compiler.application import Application
from archspec.compiler.bounds import Least
from archspec.compiler.construction import Frame, Item
from archspec.compiler.damaged import define_unknown, hole_in, is_left_out, stand_in
from archspec.compiler.edits import Changes
from archspec.compiler.faults import LayersTooDeep
from archspec.compiler.foresight import Foresight
from archspec.compiler.item_faults import BareValue, NoKind, RankOfKind, SeveralKinds
from archspec.compiler.kinds import nearest_kind, takes
from archspec.compiler.lists import is_list, shown_tree
from archspec.compiler.name_faults import BrokenKind, NotOfSpace, UnknownKind
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.origin import Place
from archspec.compiler.values import Context, Report, TooLargeError, UnreadableError, fields_of
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import Span
from archspec.language.accepts import NAME, NAME_PATTERN
from archspec.language.document import Architecture, Block
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.spelling import nearest
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer, MergeLayer
from archspec.layers.fields import DTYPE, DTYPE_NAMES, FLAG, Accepts
from archspec.layers.window import SpatialLayer
from archspec.syntax.edit import respelled
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.tensors.faults import ShapeError

_NAME = Accepts("up to 64 letters, digits, `_` and `-`", ("name",))


class Walk(Application):
    """One walk over an architecture.

    Attributes:
        changes: The edits of its layers.
    """

    def __init__(
        self, architecture: Architecture, params: Mapping[str, Any], report: Report, target: Backend | None = None
    ) -> None:
        super().__init__(architecture, params, report, target)
        self.changes = Changes(architecture.edits, report)
        self._depth = 0

    def network(self, tree: Sequence, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        """Walks over the layers of the network, after a look at how many there will be at least.

        Raises:
            TooLargeError: If there are too many; that has been reported.
        """
        foresight, least = Foresight(self, frame), Least(0, 0, 0)
        for item in () if self.changes.by_path else tree.items:  # an edit may take layers away
            least = least.and_then(foresight.item(item))
            self.bounds.foresee(
                next(iter(item.keys.values()), None) if isinstance(item, TreeMapping) else item.span, least
            )
        return self.layers(tree, tensor, frame)

    def least(self, tree: Tree, frame: Frame, turns: int, counters: Collection[str]) -> Least:
        """Returns what a number of turns over a list of layers unfold to at least."""
        if self.changes.by_path:
            return Least(turns, 0, 0)
        return Foresight(self, frame).turns(turns, tree, frozenset(counters))

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
        if not is_list(tree, self.report, may_be_empty=True):
            return UNKNOWN
        assert isinstance(tree, Sequence)
        if self._depth == limits.LAYER_NESTING:
            self.fault(LayersTooDeep(limits.LAYER_NESTING), tree.span)
            return UNKNOWN
        self._depth += 1
        try:
            for item in tree.items:
                tensor = self.item(item, tensor, frame)
        finally:
            self._depth -= 1
        return tensor

    # ---- items -------------------------------------------------------------------------------------------------

    def item(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        """Walks over one item and returns the tensor that the next one takes."""
        self.bounds.step(tree.span)
        gaps = len(self.gaps)
        try:
            return self._item(tree, tensor, frame)
        except UnreadableError:
            path = define_unknown(self, tree, tensor, frame)
            if len(self.gaps) == gaps:
                self.gap(path or frame.scope.join("?"), "", Place(tree.span, {}, None, frame.way))
            return UNKNOWN

    def _item(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        if (hole := hole_in(tree)) is not None:
            return stand_in(self, tree, hole, tensor, frame)
        kind, span, value = self._kind(tree, tensor, frame)
        structure = STRUCTURES.get(kind)
        plain, rank = registry.split_rank(kind)
        block = None if structure or registry.is_kind(plain) else self.block(kind, frame)
        layer = None if structure or block else self._registered(plain, span)
        if structure is None and block is None and layer is None and self.architecture.lacks_blocks:
            raise UnreadableError
        if structure is None and block is None and layer is None:
            known = [*STRUCTURES, *(frame.home or ()), *self.architecture.blocks, *registry.names()]
            helps = nearest_kind(kind, known, span, lambda one: self._fields_as(one, value, frame))
            self.fault(UnknownKind(kind), span, remedies=helps)
            if isinstance(value, TreeMapping) and is_left_out(self, value.entries.get("when"), tensor, frame):
                return tensor
            self._count_meant(nearest(kind, known), kind, span, frame)
            raise UnreadableError
        principal = next(iter(block.params), None) if block else (structure or layer).principal  # pyright: ignore - one of the three is there
        fields = fields_of(value, principal)
        if fields is None and block is not None and isinstance(block.layers, Hole):
            raise UnreadableError
        if fields is None:
            field = next(iter(layer.own_fields()), None) if layer else None
            self.fault(BareValue(kind, field), value.span if value else span)
            raise UnreadableError
        common = {name: fields.pop(name) for name in COMMON_FIELDS if name in fields}
        fields = _with_principal(layer, fields, value) if layer is not None and layer.words else fields
        label = kind if block else plain
        inside = frame if frame.successor is None else frame._replace(successor=None)
        if not common:
            path = self._automatic(label, frame)
            path = self.free(path, span) if frame.certain else path
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

        self.bounds.named(span, item.path)
        changes = self.changes.at(item.path, frame.generation) if self.changes.by_path else None
        return self.changes.edited(self, item, inside, tensor, changes, made) if changes else made(item)

    def _automatic(self, kind: str, frame: Frame) -> str:
        """Returns the path of the next item of a kind, unless that has a name.

        What an edit brings is counted apart, so that nothing else changes its name, and may take over a path.
        """
        new = {0: "", 1: "new_"}.get(frame.generation, f"new{frame.generation}_") if frame.fresh is frame.scope else ""
        return frame.successor or frame.scope.join(frame.scope.count(new + kind))

    def _make_item(self, item: Item, model: Block | type[Layer] | type[Structure], rank: int | None) -> Tensor | None:
        """Returns what an item makes, and gives its path a meaning in any case."""
        try:
            made = self._unfolded(item, model, rank)
        except UnreadableError:
            self._leave(item)
            raise
        except ShapeError as error:  # what a structure asks of open sizes cannot be told
            self.report(Diagnostic(error.data, item.span, layer=item.path, subject=f"`{item.path}`"))
            if self.budgets.sizes.is_spent:
                raise TooLargeError from None
            self._leave(item)
            raise UnreadableError from None
        if item.certain:
            return made
        self.names.tensors[item.path] = UNKNOWN
        return UNKNOWN

    def _fields_as(self, kind: str, value: Tree | None, frame: Frame) -> Mapping[str, Tree] | None:
        """Returns the fields that are written if another kind is meant; None if that does not take them."""
        try:
            model = STRUCTURES.get(kind) or self.block(kind, frame) or registry.get(kind)
        except registry.BrokenKindError:
            return None
        principal = next(iter(model.params), None) if isinstance(model, Block) else model.principal
        fields = fields_of(value, principal)
        if fields is None:
            return None
        own = {name: tree for name, tree in fields.items() if name not in COMMON_FIELDS}
        return own if takes(model, {**self.defaults(kind, frame), **own}) else None

    def _count_meant(self, meant: str | None, kind: str, span: Span | None, frame: Frame) -> None:
        """Gives an item of a misspelt kind the name that the kind that was meant would have had."""
        path = frame.scope.join(frame.scope.count(meant or kind))
        if meant is not None and path not in self.names.tensors:
            self.names.define(path, UNKNOWN, None)
        self.gap(path, kind, Place(span, {}, None, frame.way))

    def _leave(self, item: Item) -> None:
        """Gives an item that cannot be made its meaning, so that whoever uses it is silent."""
        if item.path not in self.names.tensors:
            self.define(item, UNKNOWN)
        self.gap(item.path, item.kind, Place(item.span, item.fields, item.written, item.frame.way))

    def _unfolded(self, item: Item, model: Block | type[Layer] | type[Structure], rank: int | None) -> Tensor | None:
        """Returns what an item makes, with what it is: a block, a structure or a layer."""
        if any(isinstance(one, Hole) for one in item.fields.values()):
            raise UnreadableError
        if isinstance(model, Block):
            if isinstance(model.layers, Hole):
                raise UnreadableError
            return blocks.call(self, item, model)
        if issubclass(model, Structure):
            return structures.UNFOLD[model.kind](self, item)
        if rank is not None and not issubclass(model, SpatialLayer):
            written = f"{item.kind}{rank}d"
            spatial = f"spatial_{item.kind}"
            data = NotOfSpace(item.kind, rank, spatial if registry.is_kind(spatial) else None)
            edits = () if data.spatial else respelled(item.span, written, item.kind)
            self.fault(data, item.span, remedies=(data.helps()[0]._replace(edits=edits),))
            raise UnreadableError
        made = self._layer(item, model, rank)
        self.define(item, made)
        return made

    def _registered(self, kind: str, span: Span | None) -> type[Layer] | None:
        """Returns the class of a kind, or None if there is none."""
        try:
            return registry.find(kind)
        except registry.BrokenKindError as error:
            self.fault(BrokenKind(kind, str(error)), span)
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
                self.fault(NotAccepted("a kind", NAME, shown(kind)), span)
                raise UnreadableError
        return kind, span, value

    def _malformed(self, tree: Tree) -> None:
        if isinstance(tree, TreeMapping) and len(tree.entries) > 1:
            keys = tuple(tree.entries)
            self.fault(SeveralKinds(keys), tree.keys[keys[1]] or tree.span)
        else:
            self.fault(NoKind(shown_tree(tree), isinstance(tree, Sequence)), tree.span)

    def _common(self, item: Item, common: dict[str, Tree]) -> Item | None:
        """Reads the fields that every item takes; None if the item is left out."""
        frame, tensor = item.frame, item.tensor
        if "from" in common:
            tensor = self.found(common["from"], frame) or tensor
        context = self.context(tensor, frame)
        when = self._when(context, common["when"]) if "when" in common else True
        if when is False:
            return None
        path = self._automatic(item.kind, frame)
        if "from" in common:
            tensor = self.tensor_or_unknown(common["from"], context, frame)
        tensor = tensor if when else UNKNOWN
        read = {key: tree for key, tree in common.items() if key in ("name", "dtype", "trainable")}
        values = context.values_that_can_be_read(read)
        if "name" in values:
            name = values["name"]
            if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
                self.wrong_value("name", _NAME, name, common["name"])
                self.names.lose(str(name))
            else:
                path = frame.scope.join(name)
        if "dtype" in values:
            precision = values["dtype"]
            if precision not in DTYPE_NAMES:
                self.wrong_value("dtype", DTYPE, precision, common["dtype"])
            else:
                frame = frame._replace(precision=precision)
        if "trainable" in values:
            trainable = values["trainable"]
            if not isinstance(trainable, bool):
                self.wrong_value("trainable", FLAG, trainable, common["trainable"])
            frame = frame._replace(trainable=frame.trainable and trainable is not False)
        place = common["name"].span if "name" in common else item.span
        frame = frame._replace(certain=frame.certain and when is not None)
        path = self.free(path, place) if frame.certain else path  # else another one of that name may be there instead
        return item._replace(path=path, tensor=tensor, frame=frame, place=place, certain=when is True)

    def _when(self, context: Context, tree: Tree) -> bool | None:
        """Returns whether an item is there; None if that cannot be known, which has been reported."""
        try:
            when = context.value(tree)
        except UnreadableError:
            return None
        if not isinstance(when, bool):
            self.wrong_value("when", FLAG, when, tree)
            return None
        return when

    # ---- layers ------------------------------------------------------------------------------------------------

    def _layer(self, item: Item, cls: type[Layer], rank: int | None) -> Tensor:
        """Makes the layer of an item and applies it."""
        inputs = structures.branches(self, item) if issubclass(cls, MergeLayer) else (item.tensor,)
        context = self.context(item.tensor, item.frame)
        defaults = self.defaults(item.kind, item.frame)
        fields = {**defaults, **item.fields}
        fields.pop("branches", None)
        references = [self.tensor(fields[name], context, item.frame) for name in cls.references if name in fields]
        layer = self.make(cls, context.values_of(fields), item)
        place = Place(item.span, item.fields, item.written, item.frame.way, defaults)
        known = [self.arriving(tensor, item) for tensor in (*inputs, *references)]
        if rank is not None and (shape := known[0].shape) is not None and shape.rank != rank:
            error = ShapeError(RankOfKind(item.kind, rank, shape), ranks=(rank,))
            self.gap(item.path, item.kind, place)
            self.blame(error, layer, item.path, place, tuple(known))
            return UNKNOWN
        return self.apply(layer, tuple(known), item.path, place, item.frame)


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
