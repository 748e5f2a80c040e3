"""Unfolds the kinds that give a network its structure: groups, repeats, jumps, residuals and the branches of merges."""

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from itertools import repeat as repeated
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ValidationError

from archspec import limits
from archspec.compiler.application import apply, apply_part, make, make_unwritten
from archspec.compiler.foresight import least_of_turns
from archspec.compiler.item_faults import (
    IndexOfLists,
    NestedSteps,
    NoBranch,
    NoBranches,
    NoProjection,
    NoProjectionOfRank,
    NoSteps,
    NotNamed,
    RepeatWithoutTimes,
    RepeatWithTwoCounts,
    UnequalLists,
)
from archspec.compiler.lists import is_list
from archspec.compiler.name_faults import ReservedCounter
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.origin import Place, Turn
from archspec.compiler.params import RESERVED
from archspec.compiler.references import context_of, resolve
from archspec.compiler.values import Context, UnreadableError
from archspec.compiler.walk import Frame, Item, Walk
from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.source import Span
from archspec.language import accepts
from archspec.language.faults import MissingField
from archspec.language.located import faults
from archspec.language.spelling import did_you_mean
from archspec.language.structure import STRUCTURES, Behind
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.fields import OFFSET, Accepts
from archspec.layers.words import activation_part
from archspec.syntax.edit import wrapped
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree
from archspec.tensors.dim import Size, always_equal, ceil_div
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def _read(walk: Walk, item: Item) -> Any:
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


def _scoped(item: Item, name: str | None = None) -> Frame:
    """Returns the frame of what stands inside an item that is a scope, or inside a part of it."""
    path = f"{item.path}.{name}" if name else item.path
    return item.frame._replace(scope=Scope(path, item.frame.scope))


def group(walk: Walk, item: Item) -> Tensor:
    """Unfolds layers under one name."""
    read = _read(walk, item)
    output = walk.unfold(walk, read.layers, walk.arriving(item.tensor, item), _scoped(item))
    walk.define(item, output)
    return output or UNKNOWN


def jump(walk: Walk, item: Item) -> Tensor:
    """Goes on from another tensor."""
    _refuse_name(walk, item, "the tensor it goes on from has one already")
    read = _read(walk, item)
    return resolve(walk, read.tensor, context_of(walk, item.tensor, item.frame), item.frame)


def repeat(walk: Walk, item: Item) -> Tensor | None:
    """Unfolds layers several times over."""
    _refuse_name(walk, item, "it is no scope; name the layers in it, as in `name: enc$i`, or put it into a `group`")
    read = _read(walk, item)
    names, count, turns = _turns(walk, item, read)
    frame = item.frame
    if count >= limits.LOOK_AHEAD:
        walk.bounds.foresee(item.span, least_of_turns(walk, read.layers, frame, count, names))
    tensor = item.tensor
    for number, counters in enumerate(turns):
        walk.bounds.step(item.span)
        values = {**frame.values, **counters} if counters else frame.values
        turn = Turn(item.span, number, counters, read.each, values)
        tensor = walk.unfold(walk, read.layers, tensor, frame._replace(values=values, way=(*frame.way, turn)))
    return tensor


def _refuse_name(walk: Walk, item: Item, reason: str) -> None:
    if isinstance(item.written, Mapping) and "name" in item.written.entries:
        data = NotNamed(f"`{item.kind}`", why=reason)
        walk.fault(data, item.written.keys["name"] or item.span)


_NO_COUNTERS: dict[str, Any] = {}


class _Turns(NamedTuple):
    """The turns of a repeat.

    Attributes:
        names: Its loop names.
        number: How many there are.
        values: For each, the values of the loop names.
    """

    names: Collection[str]
    number: int
    values: Iterable[dict[str, Any]]


def _turns(walk: Walk, item: Item, read: Any) -> _Turns:
    """Returns the turns of a repeat."""
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
        return _Turns((), times, repeated(_NO_COUNTERS, times))
    _check_loop_name(walk, item, read.index)
    return _Turns((read.index,), times, ({read.index: turn} for turn in range(times)))


def _in_step(walk: Walk, item: Item, each: Any, tree: Tree) -> _Turns:
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
    turns = (dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True))
    return _Turns(lists, len(next(iter(lists.values()))), turns)


def _check_loop_name(walk: Walk, item: Item, name: str) -> None:
    if name in RESERVED:
        walk.fault(ReservedCounter(name), item.span)
        raise UnreadableError


def time_distributed(walk: Walk, item: Item) -> Tensor:
    """Unfolds layers that work on every step of the first axis."""
    read = _read(walk, item)
    tensor = walk.arriving(item.tensor, item)
    start = len(walk.names.tensors)
    output = walk.unfold(
        walk, read.layers, _on_steps(walk, item, tensor), _scoped(item)._replace(first=len(walk.nodes))
    )
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
        walk.refuse(walk, error, None, item.path, Place(item.span, item.fields, None, item.frame.way), (tensor,))
        return UNKNOWN
    return tensor._replace(shape=Shape(tensor.shape[1:]), steps=tensor.shape[0])


def branches(walk: Walk, item: Item) -> tuple[Tensor | None, ...]:
    """Returns the tensors that a merge takes, after unfolding the branches that are lists of layers.

    Raises:
        UnreadableError: If there are none, or one cannot be read; that has been reported.
    """
    tree = item.fields.get("branches")
    if tree is None:
        walk.fault(MissingField("branches", f"`{item.kind}`"), item.span)
        raise UnreadableError
    tree = item.fields["branches"] = _computed(walk, item, tree)
    if not isinstance(tree, Sequence) or not tree.items:
        given = tree.text if isinstance(tree, Scalar) and tree.value not in (None, ".") else "name"
        walk.fault(NoBranches(item.kind, given), tree.span or item.span)
        raise UnreadableError
    found: list[Tensor | None] = []
    unreadable = False
    for one in tree.items:
        try:
            found.append(_branch(walk, item, one))
        except UnreadableError:
            unreadable = True
    if unreadable:
        raise UnreadableError
    return tuple(found)


def _computed(walk: Walk, item: Item, tree: Tree) -> Tree:
    """Returns the branches that an expression comes to; each of them stands where the expression does."""
    if not isinstance(tree, Scalar) or not isinstance(tree.value, str) or "$" not in tree.value:
        return tree
    value: Any = context_of(walk, item.tensor, item.frame).value(tree)
    if not isinstance(value, list):
        return tree
    return _planted(value, tree.span)


def _planted(value: Any, span: Span | None) -> Tree:
    """Returns a value as a tree, all of which stands at one place."""
    if isinstance(value, list):
        return Sequence([_planted(one, span) for one in cast("list[Any]", value)], span)
    if isinstance(value, dict):
        entries = {key: _planted(one, span) for key, one in cast("dict[str, Any]", value).items()}
        return Mapping(entries, dict.fromkeys(entries, span), span)
    return Scalar(value, str(value), span)


def _branch(walk: Walk, item: Item, tree: Tree) -> Tensor | None:
    context = context_of(walk, item.tensor, item.frame)
    if isinstance(tree, Scalar):
        return item.tensor if tree.value == "." else resolve(walk, tree, context, item.frame)
    if isinstance(tree, Sequence):
        return walk.unfold(walk, tree, item.tensor, item.frame)
    entries = {key: one for key, one in tree.entries.items() if not key.startswith("x-")}
    if "from" in entries and set(entries) <= {"from", "layers"}:
        tensor = resolve(walk, entries["from"], context, item.frame)
        return walk.unfold(walk, entries["layers"], tensor, item.frame) if "layers" in entries else tensor
    walk.fault(NoBranch(), tree.span or item.span, remedies=_branch_helps(walk, item, tree, entries))
    raise UnreadableError


def _branch_helps(walk: Walk, item: Item, tree: Mapping, entries: Collection[str]) -> tuple[Help, ...]:
    """Returns what to do about a mapping that is no branch."""
    others = [one for one in entries if one not in ("from", "layers")]
    if "when" in others:
        return (Help(f"a branch has no `when`; `{item.kind}` has one, and is left out as a whole where it is false"),)
    if len(others) != 1 or len(entries) != 1:
        return (
            did_you_mean(others[0], ("from", "layers"), "a branch has", tree.keys[others[0]], entries) if others else ()
        )
    (kind,) = others
    if kind == "repeat":
        help_text = "`[repeat: {...}]` is one branch, whose turns follow each other; write one branch for each turn"
        return (Help(help_text),)
    if kind in STRUCTURES or registry.is_kind(registry.split_rank(kind)[0]) or walk.block(kind, item.frame):
        return (Help(f"put a single layer in a list: `[{kind}: {{...}}]`", wrapped(tree.span, "[", "]")),)
    return did_you_mean(kind, ("from", "layers"), "a branch has", tree.keys[kind])


def residual(walk: Walk, item: Item) -> Tensor:
    """Unfolds `activation(layers(x) + shortcut(x))`."""
    read = _read(walk, item)
    tensor = walk.arriving(item.tensor, item)
    inside = _scoped(item)
    place = Place(item.span, item.fields, item.written, item.frame.way, walk.defaults(item.kind, item.frame))
    made = walk.unfold(walk, read.layers, tensor, inside)
    try:
        output = _sum(walk, item, read, tensor, made or UNKNOWN, inside, place)
    except UnreadableError:
        walk.gap(f"{item.path}.add", "add", place)
        output = UNKNOWN
    walk.define(item, output)
    return output


def _sum(walk: Walk, item: Item, read: Any, x: Tensor, y: Tensor, inside: Frame, place: Place) -> Tensor:
    context = context_of(walk, item.tensor, inside)
    behind = _behind(walk, item, read, context)
    rate = None if read.drop_path is None else context.value(read.drop_path)
    if rate is not None:
        drop = make(walk, registry.get("drop_path"), {"rate": rate}, item)
        y = _applied(walk, drop, (y,), f"{item.path}.drop_path", inside, place)
    shortcut = _shortcut(walk, item, read, behind, x, y, inside, place)
    output = _applied(walk, registry.get("add")(), (y, shortcut), f"{item.path}.add", inside, place)
    if behind.activation is None:
        return output
    path, part = walk.free(f"{item.path}.activation", place.span), activation_part(behind.activation)
    if output.shape is None:
        walk.gap(path, part.kind.kind, place)
        return UNKNOWN
    return apply_part(walk, part, (output,), path, place, inside)


def _behind(walk: Walk, item: Item, read: Any, context: Context) -> Behind:
    """Returns the norm and the activation that a residual asks for."""
    asked = {name: tree for name in Behind.model_fields if (tree := getattr(read, name)) is not None}
    return make(walk, Behind, context.values_of(asked), item)


def _shortcut(
    walk: Walk, item: Item, read: Any, behind: Behind, x: Tensor, y: Tensor, inside: Frame, place: Place
) -> Tensor:
    if isinstance(read.shortcut, Sequence):
        return walk.unfold(walk, read.shortcut, x, inside) or UNKNOWN
    context = context_of(walk, item.tensor, inside)
    form = "auto" if read.shortcut is None else context.value(read.shortcut)
    if form not in ("auto", "identity", "projection"):
        walk.wrong_value("shortcut", accepts.SHORTCUT, form, read.shortcut)
        raise UnreadableError
    if form == "identity" and x.shape is not None and y.shape is not None:
        _check_identity(walk, item, x, y, inside, place)
    if form == "identity" or x.shape is None or y.shape is None or (form == "auto" and same_shape(x.shape, y.shape)):
        return x
    stride = _stride(x.shape, y.shape)
    if stride is None:
        walk.refuse(walk, _no_projection(x.shape, y.shape), registry.get("add")(), item.path, place, (x, y))
        raise UnreadableError
    fields = {"filters": y.shape.channels, "norm": behind.norm, "activation": None, **PROJECTION, "stride": stride}
    conv = registry.get("conv")
    defaults = {name: tree for name, tree in walk.defaults("conv", inside).items() if name not in fields}
    place = place._replace(defaults={**defaults, **place.defaults})
    layer = make_unwritten(walk, conv, fields, x, place, inside)
    return _applied(walk, layer, (x,), f"{item.path}.shortcut", inside, place)


def _check_identity(walk: Walk, item: Item, x: Tensor, y: Tensor, inside: Frame, place: Place) -> None:
    """Checks that a residual can add its input as it is.

    Raises:
        UnreadableError: If it cannot; that has been reported.
    """
    add = registry.get("add")()
    try:
        walk.infer(walk, add, (x, y), item.path, inside)
    except ShapeError as error:
        fault = ShapeError(error.data, field="shortcut", branches=error.branches, remedies=(_OR_PROJECT,))
        walk.refuse(walk, fault, add, item.path, place, (x, y))
        raise UnreadableError from None


def _no_projection(x: Shape, y: Shape) -> ShapeError:
    """Returns the fault of a shortcut that cannot be projected to the shape of the residual branch."""
    flat = x.rank == y.rank and x.rank not in (1, 2, 3)
    of_rank = x.rank != y.rank or flat
    data = NoProjectionOfRank(x, y, same_shape(x, y)) if of_rank else NoProjection(x, y)
    return ShapeError(data, branches=(0, 1))


_OR_PROJECT = Help("leave `shortcut` out: a 1x1 convolution then brings the input to the shape of the branch")

PROJECTION = {"size": 1, "padding": "valid", "dilation": 1, "groups": 1}
"""What makes a convolution a projection, whatever the spec's defaults for convolutions say."""


def _stride(x: Shape, y: Shape) -> tuple[int, ...] | int | None:
    """Returns the stride with which a window of 1 makes the sizes of `y` out of those of `x`, or None if none does."""
    if x.rank != y.rank or x.rank not in (1, 2, 3) or not isinstance(y.channels, int):
        return None
    strides = tuple(_axis_stride(n, m) for n, m in zip(x.spatial, y.spatial, strict=True))
    if None in strides:
        return None
    return strides[0] if len(set(strides)) == 1 else strides  # pyright: ignore[reportReturnType]  # None is ruled out


def same_shape(a: Shape, b: Shape) -> bool:
    """Returns whether two shapes are the same whatever their open sizes come to."""
    return len(a) == len(b) and all(always_equal(n, m) for n, m in zip(a, b, strict=True))


def _axis_stride(n: Size, m: Size) -> int | None:
    if isinstance(n, int) and isinstance(m, int):
        if not 0 < m <= n:
            return None
        stride = -(-n // m)
        return stride if -(-n // stride) == m else None
    return next(
        (stride for stride in range(1, limits.PROJECTION_STRIDE + 1) if always_equal(ceil_div(n, stride), m)), None
    )


def _applied(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame, place: Place) -> Tensor:
    """Applies a layer that a structure makes itself, and gives it its name."""
    path = walk.free(path, place.span)
    output = apply(walk, layer, inputs, path, place, frame)
    walk.names.define(path, output, place.span)
    return output


UNFOLD: dict[str, Callable[[Walk, Item], Tensor | None]] = {
    "group": group,
    "repeat": repeat,
    "from": jump,
    "residual": residual,
    "time_distributed": time_distributed,
}
