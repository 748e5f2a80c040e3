"""Unfolds structures: groups, repeats, `from`, and `time_distributed`."""

from collections.abc import Collection, Iterable
from itertools import islice, repeat
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ValidationError

from archspec import limits
from archspec.compiler.item_faults import (
    IndexOfLists,
    NestedSteps,
    NoSteps,
    NotNamed,
    RepeatWithoutTimes,
    RepeatWithTwoCounts,
    UnequalLists,
)
from archspec.compiler.lists import is_list
from archspec.compiler.lower_bounds import lower_bound_of_iterations
from archspec.compiler.name_faults import ReservedCounter
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.params import RESERVED
from archspec.compiler.places import Iteration, Place
from archspec.compiler.references import context_of, resolve
from archspec.compiler.values import UnreadableError
from archspec.compiler.walk import Frame, Item, Walk
from archspec.language import accepts
from archspec.language.located import faults
from archspec.language.structure import STRUCTURES
from archspec.layers.fields import OFFSET, Accepts
from archspec.syntax.tree import Mapping, Tree
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def read_structure(walk: Walk, item: Item) -> Any:
    """Returns the structure that an item describes, with the spec's defaults in the fields left out.

    Raises:
        UnreadableError: If a field is missing, unknown or wrong; that has been reported.
    """
    model = STRUCTURES[item.kind]
    keys = item.written.keys if isinstance(item.written, Mapping) else {}
    trees = {**walk.defaults(item.kind, item.frame), **item.fields}
    places = {name: walk.architecture.place("defaults", item.kind, name) for name in trees}
    read = _validated(walk, model, Mapping(trees, {**places, **keys}), item)
    layers: Tree | None = getattr(read, "layers", None)
    if layers is not None and not is_list(layers, walk.report, keys.get("layers")):
        raise UnreadableError
    return read


def _validated(walk: Walk, model: type[BaseModel], tree: Mapping, item: Item) -> Any:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        for one in faults(error, model, tree, f"`{item.kind}`", item.span, names=item.frame.values):
            walk.report(one)
        raise UnreadableError from None


def scoped(item: Item, name: str | None = None) -> Frame:
    """Returns the frame of what is inside an item that is a scope, or inside a part of it."""
    path = f"{item.path}.{name}" if name else item.path
    return item.frame._replace(scope=Scope(path, item.frame.scope))


def unfold_group(walk: Walk, item: Item) -> Tensor:
    """Unfolds layers under one name."""
    read = read_structure(walk, item)
    output = walk.unfold(walk, read.layers, walk.arriving(item.tensor, item), scoped(item))
    walk.define(item, output)
    return output or UNKNOWN


def go_on_from(walk: Walk, item: Item) -> Tensor:
    """Goes on from another tensor."""
    _refuse_name(walk, item, "the tensor it goes on from has one already")
    read = read_structure(walk, item)
    return resolve(walk, read.tensor, context_of(walk, item.tensor, item.frame), item.frame)


def unfold_repeat(walk: Walk, item: Item) -> Tensor | None:
    """Unfolds layers several times over."""
    _refuse_name(walk, item, "it is no scope; name the layers in it, as in `name: enc$i`, or put it into a `group`")
    read = read_structure(walk, item)
    names, count, iterations = _read_iterations(walk, item, read)
    frame = item.frame
    if count >= limits.LOOK_AHEAD:
        walk.bounds.look_ahead(item.span, lower_bound_of_iterations(walk, read.layers, frame, count, names))
    tensor = item.tensor
    for number, counters in enumerate(iterations):
        walk.bounds.step(item.span)
        values = {**frame.values, **counters} if counters else frame.values
        iteration = Iteration(item.span, number, counters, read.each, values)
        tensor = walk.unfold(walk, read.layers, tensor, frame._replace(values=values, trace=(*frame.trace, iteration)))
    return tensor


def _refuse_name(walk: Walk, item: Item, reason: str) -> None:
    if isinstance(item.written, Mapping) and "name" in item.written.entries:
        data = NotNamed(f"`{item.kind}`", why=reason)
        walk.fault(data, item.written.keys["name"] or item.span)


_NO_COUNTERS: dict[str, Any] = {}


class _Iterations(NamedTuple):
    """The iterations of a repeat.

    Attributes:
        names: Its counters.
        number: How many there are.
        values: For each, the values of the counters.
    """

    names: Collection[str]
    number: int
    values: Iterable[dict[str, Any]]


def _read_iterations(walk: Walk, item: Item, read: Any) -> _Iterations:
    """Returns the iterations of a repeat."""
    if (read.times is None) == (read.each is None):
        walk.fault(RepeatWithoutTimes() if read.times is None else RepeatWithTwoCounts(), item.span)
        raise UnreadableError
    context = context_of(walk, item.tensor, item.frame)
    if read.each is not None:
        if read.index is not None:
            walk.fault(IndexOfLists(), item.span)
        return _in_step(walk, item, context.value(read.each), read.each)
    times = context.value(read.times)
    if not isinstance(times, int) or isinstance(times, bool) or times < 0:
        walk.wrong_value("times", OFFSET, times, read.times)
        raise UnreadableError
    if read.index is None:
        return _Iterations((), times, repeat(_NO_COUNTERS, times))
    _check_loop_name(walk, item, read.index)
    return _Iterations((read.index,), times, ({read.index: iteration} for iteration in range(times)))


def _in_step(walk: Walk, item: Item, each: Any, tree: Tree) -> _Iterations:
    if not isinstance(each, dict) or not each:
        walk.wrong_value("each", accepts.LISTS, each, tree)
        raise UnreadableError
    lists = cast("dict[str, Any]", each)
    for name, values in lists.items():
        _check_loop_name(walk, item, name)
        if not isinstance(values, list):
            walk.wrong_value(
                f"each.{name}",
                Accepts("a list", ("list",)),
                values,
                tree.entries[name] if isinstance(tree, Mapping) else tree,
            )
            raise UnreadableError
    if len({len(values) for values in lists.values()}) > 1:
        lengths = tuple((name, len(values)) for name, values in lists.items())
        walk.fault(UnequalLists(lengths), tree.span or item.span)
        raise UnreadableError
    iterations = (dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True))
    return _Iterations(lists, len(next(iter(lists.values()))), iterations)


def _check_loop_name(walk: Walk, item: Item, name: str) -> None:
    if name in RESERVED:
        walk.fault(ReservedCounter(name), item.span)
        raise UnreadableError


def unfold_time_distributed(walk: Walk, item: Item) -> Tensor:
    """Unfolds layers that work on every step of the first axis."""
    read = read_structure(walk, item)
    tensor = walk.arriving(item.tensor, item)
    start = len(walk.names.tensors)
    output = walk.unfold(walk, read.layers, _on_steps(walk, item, tensor), scoped(item)._replace(first=len(walk.nodes)))
    names = walk.names.tensors
    for path, made in list(islice(names.items(), start, None)):
        names[path] = made.whole
    output = (output or UNKNOWN).whole
    walk.define(item, output)
    return output


def _on_steps(walk: Walk, item: Item, tensor: Tensor) -> Tensor:
    """Returns a tensor as its steps see it, without the first axis."""
    if tensor.shape is None:
        return tensor
    if tensor.steps is not None:
        walk.fault(NestedSteps(), item.span)
        return UNKNOWN
    if len(tensor.shape) < 2:
        error = ShapeError(NoSteps(tensor.shape))
        walk.refuse(walk, error, None, item.path, Place(item.span, item.fields, None, item.frame.trace), (tensor,))
        return UNKNOWN
    return tensor._replace(shape=Shape(tensor.shape[1:]), steps=tensor.shape[0])
