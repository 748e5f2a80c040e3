"""Carries out `edits` while the network is unfolded: the edits of a layer are looked up by its path as it is made.

NOTE: Why not change the text? A layer is written once and made many times, and it is an edit of one of them: of the
third turn of a repeat, of the fourth call of a block. And a path has numbers that are only known when it is made.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, islice
from typing import Literal, NamedTuple, cast

from archspec.compiler.construction import Construction, Frame, Item
from archspec.compiler.names import DEEPEST_PATH, UNKNOWN, Scope, Tensor
from archspec.compiler.values import Report, TooLargeError, UnreadableError, silent
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import Span
from archspec.diagnostics.unconverted import Unconverted
from archspec.language.document import Edit
from archspec.language.faults import MissingField, UnknownKey, WrongValue
from archspec.language.located import shown
from archspec.language.reuse_faults import UnknownLayer
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
            self._fault(WrongValue, "an edit has one of `remove`, `replace`, `before` and `after`", span)
            return None
        action = given[0]
        if not isinstance(named, Scalar) or not isinstance(named.value, str):
            self._fault(WrongValue, f"`{action}` must be the path of a layer, not {shown(plain(named))}", named.span)
            return None
        wanted = LAYERS[action]
        for field, word in (("with_", "with"), ("insert", "insert")):
            tree: Tree | None = getattr(edit, field)
            if tree is not None and field != wanted:
                self._fault(UnknownKey, f"`{action}` takes no `{word}`", tree.span)
                return None
            if field == wanted and not isinstance(tree, Sequence):
                message = f"`{action}` needs `{word}`, a list of layers"
                self._fault(MissingField if tree is None else WrongValue, message, (tree or named).span)
                return None
        brought = cast("Sequence | None", getattr(edit, wanted)) if wanted else None
        layers = brought.items if brought else []
        return Change(action, named.value, layers, named.span, edit.generation)

    def _add(self, change: Change) -> None:
        if change.action in ENDS:
            generations = self._ended.setdefault(change.path, set())
            if change.generation in generations:
                self._fault(WrongValue, f"`{change.path}` is removed or replaced twice", change.span)
                return
            generations.add(change.generation)
        self._around.update(_around(change.path))
        insort(self.by_path.setdefault(change.path, []), change, key=lambda one: one.generation)

    def _fault(self, kind: type, message: str, span: Span | None, *helps: str) -> None:
        self._report(Diagnostic(Unconverted(kind, message, advice=helps), span))

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
            message, help_line = self._why_not(walk, path, within)
            self._fault(UnknownLayer, message, change.span, *help_line)

    def _why_not(self, walk: Construction, path: str, within: Mapping[str, list[str]]) -> tuple[str, tuple[str, ...]]:
        names = walk.names
        removed = next((one for one in _around(path) if one in self._ended), None)
        if removed is not None:
            return f"`{path}` stands in `{removed}`, which another edit takes away", ()
        if path in names.tensors:
            made = names.tensors[path]
            if made.node >= 0 and walk.nodes[made.node].layer is None:
                return f"`{path}` is an input; `inputs` gives other ones", ()
            owner = path.rpartition(".")[0]
            if owner in names.tensors:
                return f"`{path}` is a part of `{owner}`, and changes only with it", (f"`replace: {owner}`",)
            return f"`{path}` is brought by an edit of this file, which sees the layers as they were before", ()
        near = nearest(path, within.get(path.rpartition(".")[0]) or within.get("", ()))
        helps = (f"did you mean `{near}`?",) if near else ("`archspec show` lists the layers of the base",)
        return f"there is no layer `{path}` to edit", helps


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
    steps = path.split(".") if path.count(".") < DEEPEST_PATH else []
    return accumulate(steps[:-1], "{}.{}".format)


def _by_scope(paths: Iterable[str]) -> dict[str, list[str]]:
    """Returns paths by the path of the scope that each stands in; that of the outermost is empty."""
    within: dict[str, list[str]] = {}
    for path in paths:
        within.setdefault(path.rpartition(".")[0], []).append(path)
    return within


def _key(change: Change) -> Span | str:
    return change.span or f"{change.action} {change.path} {change.generation}"
