"""Carries out `edits` while the network is unfolded: the edits of a layer are looked up by its path as it is made.

NOTE: Why not change the text? A layer is written once and made many times, and it is an edit of one of them: of the
third turn of a repeat, of the fourth call of a block. And a path has numbers that are only known when it is made.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, islice
from typing import Literal, NamedTuple, cast

from archspec import limits
from archspec.compiler.construction import Construction, Frame, Item
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.values import Report, TooLargeError, UnreadableError, silent
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.language.accepts import LAYER
from archspec.language.document import Edit
from archspec.language.edit_faults import (
    EditedBySame,
    EditedInput,
    EditedPart,
    EditedTwice,
    EditWithoutAction,
    EditWithoutLayers,
    InRemovedLayer,
    NoLayersOfEdit,
    NotOfEdit,
    UnknownLayer,
)
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.spelling import nearest
from archspec.syntax.tree import Scalar, Sequence, Tree, plain

Action = Literal["remove", "replace", "before", "after"]

LAYERS: dict[Action, Literal["with_", "insert"] | None] = {
    "remove": None,
    "replace": "with_",
    "before": "insert",
    "after": "insert",
}
"""What an edit does, and the field that holds the layers for it."""

ENDS: tuple[Action, ...] = ("remove", "replace")
"""What takes the layer away."""


class Change(NamedTuple):
    """One edit.

    Attributes:
        action: What it does.
        path: The layer that it does it to.
        layers: The layers that it brings.
        span: Where the layer is named.
        generation: How many files it is away from the layers.
    """

    action: Action
    path: str
    layers: list[Tree]
    span: Span | None
    generation: int


class Changes:
    """All edits of a network.

    Attributes:
        by_path: The edits of each layer, by generation.
    """

    def __init__(self, edits: Iterable[Edit], report: Report) -> None:
        self.by_path: dict[str, list[Change]] = {}
        self._report = report
        self._done: set[Span | str | None] = set()
        self._ended: dict[str, set[int]] = {}
        self._around: set[str] = set()
        for edit in edits:
            change = self._read(edit)
            if change is not None:
                self._add(change)

    def at(self, path: str, generation: int) -> list[Change]:
        """Returns the edits of a layer that are of a later generation than the layer is."""
        return [one for one in self.by_path.get(path, ()) if one.generation > generation]

    def inside(self, path: str) -> bool:
        """Returns whether an edit leads into a scope."""
        return path in self._around

    # ---- reading -----------------------------------------------------------------------------------------------

    def _read(self, edit: Edit) -> Change | None:
        """Returns what an edit does, after reporting what is wrong with it."""
        given: list[Action] = [action for action in LAYERS if getattr(edit, action) is not None]
        named = cast("Tree | None", getattr(edit, given[0])) if given else None
        if named is None or len(given) != 1:
            layers = edit.with_ or edit.insert
            span = named.span if named else layers.span if layers else None
            self._fault(EditWithoutAction(), span)
            return None
        action = given[0]
        if not isinstance(named, Scalar) or not isinstance(named.value, str):
            self._fault(NotAccepted(f"`{action}`", LAYER, shown(plain(named))), named.span)
            return None
        wanted = LAYERS[action]
        for field, word in (("with_", "with"), ("insert", "insert")):
            tree: Tree | None = getattr(edit, field)
            if tree is not None and field != wanted:
                self._fault(NotOfEdit(f"`{action}`", word), tree.span)
                return None
            if field == wanted and not isinstance(tree, Sequence):
                inside = f"`{action}`"
                data = EditWithoutLayers(word, inside) if tree is None else NoLayersOfEdit(inside, word)
                self._fault(data, (tree or named).span)
                return None
        brought = cast("Sequence | None", getattr(edit, wanted)) if wanted else None
        layers = brought.items if brought else []
        return Change(action, named.value, layers, named.span, edit.generation)

    def _add(self, change: Change) -> None:
        if change.action in ENDS:
            generations = self._ended.setdefault(change.path, set())
            if change.generation in generations:
                self._fault(EditedTwice(change.path), change.span)
                return
            generations.add(change.generation)
        self._around.update(_around(change.path))
        insort(self.by_path.setdefault(change.path, []), change, key=lambda one: one.generation)

    def _fault(self, data: DiagnosticKind, span: Span | None, remedies: tuple[Help, ...] | None = None) -> None:
        self._report(Diagnostic(data, span, remedies=remedies))

    # ---- doing -------------------------------------------------------------------------------------------------

    def edited(
        self, walk: Construction, item: Item, frame: Frame, arriving: Tensor | None, changes: list[Change],
        made: Callable[[Item], Tensor | None],
    ) -> Tensor | None:  # fmt: skip
        """Makes an item with its edits.

        Args:
            walk: The walk that makes it.
            item: The item.
            frame: What holds for the list that it stands in.
            arriving: The tensor made before it.
            changes: Its edits, the earliest generation first.
            made: Makes the item as it is.

        Returns:
            The tensor that the next item takes.
        """
        if not changes:
            return made(item)
        generation = changes[0].generation
        now = [one for one in changes if one.generation == generation]
        later = changes[len(now) :]
        self._done.update(_key(one) for one in now)
        brought = frame._replace(generation=generation, fresh=frame.scope)
        for change in now:
            if change.action == "before":
                arriving = self._walked(walk, change, item.tensor, brought)
                item = item._replace(tensor=arriving)
        end = next((one for one in now if one.action in ENDS), None)
        if end is None:
            output = self.edited(walk, item, frame, arriving, later, made)
        elif end.action == "remove":
            _count(walk, item, made)
            walk.names.gone[item.path] = end.span
            output = arriving
        else:
            _count(walk, item, made)
            output = self._walked(walk, end, item.tensor, brought, item.path)
            if output is not None and output.shape is None and item.path not in walk.names.tensors:
                walk.names.define(item.path, UNKNOWN, end.span)
            elif item.path not in walk.names.tensors:
                walk.names.gone[item.path] = end.span
        for change in now:
            if change.action == "after":
                output = self._walked(walk, change, output, brought)
        return output

    def _walked(
        self, walk: Construction, change: Change, tensor: Tensor | None, frame: Frame, path: str | None = None
    ) -> Tensor | None:
        """Makes the layers that an edit brings; the last of them takes over a path, unless it has a name."""
        if not change.layers:
            return tensor
        *first, last = change.layers
        tensor = walk.layers(Sequence(first), tensor, frame)
        return walk.layers(Sequence([last]), tensor, frame._replace(successor=path))

    # ---- what is left ------------------------------------------------------------------------------------------

    def finish(self, walk: Construction) -> None:
        """Reports the edits of layers that were never made."""
        root = Scope()
        if walk.architecture.lacks_blocks:
            return
        left = [one for changes in self.by_path.values() for one in changes if _key(one) not in self._done]
        within = _by_scope(walk.names.tensors) if left else {}
        for change in left:
            path = change.path
            if walk.inside_unknown(path, root):
                continue
            near = nearest(path, within.get(path.rpartition(".")[0]) or within.get("", ()))
            data = self._why_not(walk, path)
            is_near = near is not None and type(data) is UnknownLayer
            self._fault(data, change.span, (Help(f"did you mean `{near}`?"),) if is_near else None)

    def _why_not(self, walk: Construction, path: str) -> UnknownLayer:
        names = walk.names
        removed = next((one for one in _around(path) if one in self._ended), None)
        if removed is not None:
            return InRemovedLayer(path, removed)
        if path not in names.tensors:
            return UnknownLayer(path)
        made = names.tensors[path]
        if made.node >= 0 and walk.nodes[made.node].layer is None:
            return EditedInput(path)
        owner = path.rpartition(".")[0]
        return EditedPart(path, owner) if owner in names.tensors else EditedBySame(path)


def _count(walk: Construction, item: Item, made: Callable[[Item], Tensor | None]) -> None:
    """Counts what is in an item that is no scope and is taken away, so that nothing after it changes its name."""
    if item.kind != "repeat" and "branches" not in item.fields:
        return
    nodes, gaps, names, report = len(walk.nodes), len(walk.gaps), len(walk.names.tensors), walk.report
    known = dict(walk.unfolded)
    walk.report = silent
    try:
        made(item)
    except (UnreadableError, TooLargeError):
        pass  # it is taken away with its faults
    finally:
        walk.report = report
        walk.unfolded.clear()
        walk.unfolded.update(known)
        del walk.nodes[nodes:], walk.places[nodes:], walk.gaps[gaps:]
        for name in list(islice(walk.names.tensors, names, None)):
            del walk.names.tensors[name], walk.names.places[name]


def _around(path: str) -> Iterator[str]:
    """Yields the paths of the scopes around a path, the outermost first."""
    steps = path.split(".") if path.count(".") < limits.PATH_NAMES else []
    return accumulate(steps[:-1], "{}.{}".format)


def _by_scope(paths: Iterable[str]) -> dict[str, list[str]]:
    """Returns paths by the path of the scope that each stands in; that of the outermost is empty."""
    within: dict[str, list[str]] = {}
    for path in paths:
        within.setdefault(path.rpartition(".")[0], []).append(path)
    return within


def _key(change: Change) -> Span | str:
    return change.span or f"{change.action} {change.path} {change.generation}"
