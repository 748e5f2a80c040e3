"""Items that cannot be made: what can still be read of them, and what stands for them, so that nothing else is told."""

from contextlib import suppress

from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.places import Place
from archspec.compiler.references import context_of
from archspec.compiler.values import TooLargeError, UnreadableError, ignore
from archspec.compiler.walk import Frame, Walk
from archspec.language.damage import read_damaged
from archspec.layers import registry
from archspec.syntax.tree import Hole, Mapping, Tree


def stand_in(walk: Walk, tree: Tree, hole: Hole, tensor: Tensor | None, frame: Frame) -> Tensor:
    """Gives an item whose text is damaged the name that it would have had."""
    known = walk.damaged.get(id(hole))
    if known is None:
        known = walk.damaged[id(hole)] = read_damaged(tree, hole)
        walk.names.lose(hole.text)
    if is_left_out(walk, known.when, tensor, frame):
        return tensor or UNKNOWN
    path = define_unknown(walk, known.named, tensor, frame)
    if path is None:
        path = frame.scope.join(frame.scope.count(registry.split_rank(known.kind)[0]) if known.kind else "?")
        walk.names.define(path, UNKNOWN, hole.span)
    walk.gap(path, known.kind, Place(hole.span, {}, None, frame.trace))
    return UNKNOWN


def is_left_out(walk: Walk, when: Tree | None, tensor: Tensor | None, frame: Frame) -> bool:
    """Returns whether the condition of an item that cannot be made says that it is not there."""
    with suppress(UnreadableError, TooLargeError):
        return when is not None and context_of(walk, tensor, frame)._replace(report=ignore).value(when) is False
    return False


def define_unknown(walk: Walk, tree: Tree, tensor: Tensor | None, frame: Frame) -> str | None:
    """Gives the name of an item that cannot be read its meaning, so that whoever uses it is silent.

    Returns:
        Its path, if its name can be read.
    """
    path = None
    entries = tree.entries if isinstance(tree, Mapping) else {}
    for fields in (entries, *(one.entries for one in entries.values() if isinstance(one, Mapping))):
        written = next((one for key, one in fields.items() if "".join(key.split()) == "name"), None)
        if written is None:
            continue
        try:
            name = context_of(walk, tensor, frame)._replace(report=ignore).value(written)
        except (UnreadableError, TooLargeError):
            continue
        if isinstance(name, str):
            path = frame.scope.join(name)
            if path not in walk.names.tensors:
                walk.names.define(path, UNKNOWN, written.span)
    return path
