"""Unfolds residuals: the sum of a branch and a shortcut, which may need a projection."""

from typing import Any

from archspec import limits
from archspec.compiler.application import apply, apply_part, make, make_unwritten
from archspec.compiler.item_faults import (
    NoProjection,
    NoProjectionOfRank,
)
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.places import Place
from archspec.compiler.references import context_of
from archspec.compiler.structures import read_structure, scoped
from archspec.compiler.values import Context, UnreadableError
from archspec.compiler.walk import Frame, Item, Walk
from archspec.diagnostics.help import Help
from archspec.language import accepts
from archspec.language.structure import AfterSum
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.words import activation_part
from archspec.syntax.tree import Sequence
from archspec.tensors.dim import Size, always_equal, ceil_div
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def unfold_residual(walk: Walk, item: Item) -> Tensor:
    """Unfolds `activation(layers(x) + shortcut(x))`."""
    read = read_structure(walk, item)
    tensor = walk.arriving(item.tensor, item)
    inside = scoped(item)
    place = Place(item.span, item.fields, item.written, item.frame.trace, walk.defaults(item.kind, item.frame))
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
    after = _read_after_sum(walk, item, read, context)
    rate = None if read.drop_path is None else context.value(read.drop_path)
    if rate is not None:
        drop = make(walk, registry.get("drop_path"), {"rate": rate}, item)
        y = _applied(walk, drop, (y,), f"{item.path}.drop_path", inside, place)
    shortcut = _shortcut(walk, item, read, after, x, y, inside, place)
    output = _applied(walk, registry.get("add")(), (y, shortcut), f"{item.path}.add", inside, place)
    if after.activation is None:
        return output
    path, part = walk.free(f"{item.path}.activation", place.span), activation_part(after.activation)
    if output.shape is None:
        walk.gap(path, part.kind.kind, place)
        return UNKNOWN
    return apply_part(walk, part, (output,), path, place, inside)


def _read_after_sum(walk: Walk, item: Item, read: Any, context: Context) -> AfterSum:
    """Returns the norm and the activation that a residual asks for."""
    asked = {name: tree for name in AfterSum.model_fields if (tree := getattr(read, name)) is not None}
    return make(walk, AfterSum, context.values_of(asked), item)


def _shortcut(
    walk: Walk, item: Item, read: Any, after: AfterSum, x: Tensor, y: Tensor, inside: Frame, place: Place
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
    fields = {"filters": y.shape.channels, "norm": after.norm, "activation": None, **PROJECTION, "stride": stride}
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
