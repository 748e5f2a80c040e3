"""Carries out `edits` while the network is unfolded: the edits of a layer are looked up by its path as it is made.

NOTE: Why not change the text? A layer is written once and made many times, and it is an edit of one of them: of the
third iteration of a repeat, of the fourth call of a block. And a path has numbers that are only known when it is made.
"""

from collections.abc import Callable, Iterable
from itertools import islice

from archspec.compiler.changes import ENDS, Change, scopes_around
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.references import is_inside_unknown
from archspec.compiler.values import TooLargeError, UnreadableError, ignore
from archspec.compiler.walk import Frame, Item, Walk
from archspec.diagnostics.help import Help
from archspec.language.edit_faults import EditedBySame, EditedInput, EditedPart, InRemovedLayer, UnknownLayer
from archspec.language.spelling import nearest
from archspec.syntax.tree import Sequence


def make_edited(
    walk: Walk, item: Item, frame: Frame, arriving: Tensor | None, changes: list[Change],
    made: Callable[[Item], Tensor | None],
) -> Tensor | None:  # fmt: skip
    """Makes an item with its edits.

    Args:
        walk: The walk that makes it.
        item: The item.
        frame: What holds for the list that it is in.
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
    walk.changes.done.update(one.key for one in now)
    brought = frame._replace(generation=generation, fresh=frame.scope)
    for change in now:
        if change.action == "before":
            arriving = _unfold(walk, change, item.tensor, brought)
            item = item._replace(tensor=arriving)
    end = next((one for one in now if one.action in ENDS), None)
    if end is None:
        output = make_edited(walk, item, frame, arriving, later, made)
    elif end.action == "remove":
        _count_names(walk, item, made)
        walk.names.gone[item.path] = end.span
        output = arriving
    else:
        _count_names(walk, item, made)
        output = _unfold(walk, end, item.tensor, brought, item.path)
        if output is not None and output.shape is None and item.path not in walk.names.tensors:
            walk.names.define(item.path, UNKNOWN, end.span)
        elif item.path not in walk.names.tensors:
            walk.names.gone[item.path] = end.span
    for change in now:
        if change.action == "after":
            output = _unfold(walk, change, output, brought)
    return output


def _unfold(walk: Walk, change: Change, tensor: Tensor | None, frame: Frame, path: str | None = None) -> Tensor | None:
    """Makes the layers that an edit brings; the last of them takes over a path, unless it has a name."""
    if not change.layers:
        return tensor
    *first, last = change.layers
    tensor = walk.unfold(walk, Sequence(first), tensor, frame)
    return walk.unfold(walk, Sequence([last]), tensor, frame._replace(successor=path))


def report_left(walk: Walk) -> None:
    """Reports the edits of layers that were never made."""
    root = Scope()
    if walk.architecture.lacks_blocks:
        return
    left = [one for changes in walk.changes.by_path.values() for one in changes if one.key not in walk.changes.done]
    within = _by_scope(walk.names.tensors) if left else {}
    for change in left:
        path = change.path
        if is_inside_unknown(walk, path, root):
            continue
        near = nearest(path, within.get(path.rpartition(".")[0]) or within.get("", ()))
        data = _why_not(walk, path)
        is_near = near is not None and type(data) is UnknownLayer
        helps = (Help(f"did you mean `{near}`?"),) if is_near else None
        walk.fault(data, change.span, remedies=helps)


def _why_not(walk: Walk, path: str) -> UnknownLayer:
    names = walk.names
    removed = next((one for one in scopes_around(path) if one in walk.changes.ended), None)
    if removed is not None:
        return InRemovedLayer(path, removed)
    if path not in names.tensors:
        return UnknownLayer(path)
    made = names.tensors[path]
    if made.node >= 0 and walk.nodes[made.node].layer is None:
        return EditedInput(path)
    owner = path.rpartition(".")[0]
    return EditedPart(path, owner) if owner in names.tensors else EditedBySame(path)


def _count_names(walk: Walk, item: Item, made: Callable[[Item], Tensor | None]) -> None:
    """Counts what is in an item that is no scope and is taken away, so that nothing after it changes its name."""
    if item.kind != "repeat" and "branches" not in item.fields:
        return
    nodes, gaps, names, report = len(walk.nodes), len(walk.gaps), len(walk.names.tensors), walk.report
    known = dict(walk.unfolded)
    walk.report = ignore
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


def _by_scope(paths: Iterable[str]) -> dict[str, list[str]]:
    """Returns paths by the path of the scope that each is in; that of the outermost is empty."""
    within: dict[str, list[str]] = {}
    for path in paths:
        within.setdefault(path.rpartition(".")[0], []).append(path)
    return within
