"""The edits of a spec, read and sorted by the layer that each is of."""

from bisect import insort
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Literal, NamedTuple, cast

from archspec import limits
from archspec.compiler.values import Report
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.language.accepts import LAYER
from archspec.language.document import Edit
from archspec.language.edit_faults import (
    EditedTwice,
    EditWithoutAction,
    EditWithoutLayers,
    NoLayersOfEdit,
    NotOfEdit,
)
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
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

    @property
    def key(self) -> Span | str:
        """What tells it from others."""
        return self.span or f"{self.action} {self.path} {self.generation}"


class Changes:
    """All edits of a network.

    Attributes:
        by_path: The edits of each layer, by generation.
        done: Those that have been carried out.
        ended: The generations in which each layer is removed or replaced.
    """

    def __init__(self, edits: Iterable[Edit], report: Report) -> None:
        self.by_path: dict[str, list[Change]] = {}
        self._report = report
        self.done: set[Span | str | None] = set()
        self.ended: dict[str, set[int]] = {}
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
            generations = self.ended.setdefault(change.path, set())
            if change.generation in generations:
                self._fault(EditedTwice(change.path), change.span)
                return
            generations.add(change.generation)
        self._around.update(scopes_around(change.path))
        insort(self.by_path.setdefault(change.path, []), change, key=lambda one: one.generation)

    def _fault(self, data: DiagnosticKind, span: Span | None) -> None:
        self._report(Diagnostic(data, span))


def scopes_around(path: str) -> Iterator[str]:
    """Yields the paths of the scopes around a path, the outermost first."""
    steps = path.split(".") if path.count(".") < limits.PATH_NAMES else []
    return accumulate(steps[:-1], "{}.{}".format)
