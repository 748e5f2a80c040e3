"""The sizes of a network in plain integers: a second opinion, so simple that it can be checked by eye.

NOTE: Why a second set of formulas? To judge the first. Nothing here comes from `archspec.tensors` or from a layer's
shape rule: each formula is written down anew, from Dumoulin & Visin, A guide to convolution arithmetic for deep
learning (arXiv:1603.07285), and from the `compute_output_shape` of Keras's layers. Of archspec, the walk takes only
which layer takes what, and its fields.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from math import prod
from typing import Any

from archspec.graph import Graph, Node
from archspec.layers.base import Layer
from archspec.layers.registry import family

Sizes = tuple[int, ...]
"""A shape: spatial sizes, then channels."""

Rule = Callable[[Any, Sizes], Sizes]
"""What a layer, of which only the fields count, makes of one shape."""


class MisfitError(Exception):
    """A layer does not fit its input."""


def follow(nodes: Sequence[Node], inputs: Mapping[int, Sizes], stop: int | None = None) -> list[Sizes]:
    """Returns the shape of every node.

    Args:
        nodes: The network.
        inputs: The shapes of its inputs, by index.
        stop: The first node that is left out.

    Raises:
        MisfitError: If one does not fit.
    """
    shapes: list[Sizes] = []
    for index, node in enumerate(nodes[:stop]):
        shapes.append(inputs[index] if node.layer is None else made(node.layer, [shapes[one] for one in node.inputs]))
    return shapes


def works(graph: Graph, inputs: Mapping[int, Sizes]) -> bool:
    """Returns whether all layers of a network fit."""
    try:
        follow(graph.nodes, inputs)
    except MisfitError:
        return False
    return True


def made(layer: Layer, shapes: list[Sizes]) -> Sizes:
    """Returns what a layer makes of some shapes.

    Raises:
        MisfitError: If it does not fit them.
    """
    fields: Any = layer
    if type(layer).__name__ == "StepwiseLayer":
        [[steps, *step]] = shapes
        return (steps, *made(fields.layer, [tuple(step)]))
    if layer.kind == "concat":
        return _concat(shapes, -1 if fields.axis == "channels" else fields.axis)
    if family(type(layer)) == "merge":
        return _merge(shapes, fields.broadcast)
    if layer.kind == "crop" and fields.like is not None:
        x, like = shapes
        offsets = _each(fields.offset or 0, len(x) - 1)
        return (*(_crop_like(n - offset, m) for n, m, offset in zip(x[:-1], like[:-1], offsets, strict=True)), x[-1])
    if layer.kind == "max_unpool":
        x, of = shapes
        rank = len(of) - 1
        axes = zip(of[:-1], _each(fields.size, rank), _padding(fields.padding, rank), strict=True)
        _need(x == (*(_slide(n, size, size, 1, padding) for n, size, padding in axes), of[-1]))
        return of
    return (_RULES.get(layer.kind) or _of_its_test(layer) or _same_shape)(layer, shapes[0])


def _need(holds: bool) -> None:
    if not holds:
        raise MisfitError


# ---- windows ---------------------------------------------------------------------------------------------------------


def _each(value: Any, rank: int) -> list[Any]:
    """One value per axis."""
    return [*value] if isinstance(value, tuple) else [value] * rank  # pyright: ignore[reportUnknownArgumentType]  # any field


def _padding(padding: Any, rank: int) -> list[Any]:
    """Per axis `same`, `valid`, or how much before and after."""
    if isinstance(padding, str):
        return ["same" if padding == "causal" else padding] * rank
    return [(one, one) if isinstance(one, int) else tuple(one) for one in _each(padding, rank)]


def _slide(n: int, size: int, stride: int, dilation: int, padding: Any) -> int:
    """How often a window fits: ⌈n/s⌉ with `same`, else ⌊(n + p - w)/s⌋ + 1."""
    if padding == "same":
        return (n + stride - 1) // stride
    before, after = (0, 0) if padding == "valid" else padding
    room = n + before + after - ((size - 1) * dilation + 1)
    _need(room >= 0)
    return room // stride + 1


def _windows(layer: Any, x: Sizes) -> list[int]:
    rank = len(x) - 1
    stride = layer.size if getattr(layer, "stride", None) is None else layer.stride
    axes = zip(
        x[:-1],
        _each(layer.size, rank),
        _each(stride, rank),
        _each(getattr(layer, "dilation", 1), rank),
        _padding(layer.padding, rank),
        strict=True,
    )
    return [_slide(*axis) for axis in axes]


def _conv(layer: Any, x: Sizes) -> Sizes:
    return (*_windows(layer, x), layer.filters)


def _depthwise(layer: Any, x: Sizes) -> Sizes:
    return (*_windows(layer, x), x[-1] * layer.multiplier)


def _pool(layer: Any, x: Sizes) -> Sizes:
    return (*_windows(layer, x), x[-1])


def _spread(n: int, size: int, stride: int, dilation: int, padding: Any, extra: int | None) -> int:
    """What a transposed convolution makes of `n` positions: Keras's `compute_conv_transpose_output_shape`."""
    window = (size - 1) * dilation + 1
    if padding == "same":
        return n * stride if extra is None else (n - 1) * stride + window - 2 * (window // 2) + extra
    if padding == "valid":
        return (n - 1) * stride + window + (max(stride - window, 0) if extra is None else extra)
    before, after = padding
    left = (n - 1) * stride + window + (extra or 0) - before - after
    _need(left >= 1)
    return left


def _up_conv(layer: Any, x: Sizes) -> Sizes:
    rank = len(x) - 1
    axes = zip(
        x[:-1],
        _each(layer.size, rank),
        _each(layer.stride, rank),
        _each(layer.dilation, rank),
        _padding(layer.padding, rank),
        _each(layer.output_padding, rank),
        strict=True,
    )
    return (*(_spread(*axis) for axis in axes), layer.filters)


# ---- space -----------------------------------------------------------------------------------------------------------


def _pad(layer: Any, x: Sizes) -> Sizes:
    sizes: list[int] = []
    for n, (before, after) in zip(x[:-1], _padding(layer.padding, len(x) - 1), strict=True):
        _need(layer.mode != "reflect" or max(before, after) < n)
        sizes.append(n + before + after)
    return (*sizes, x[-1])


def _crop(layer: Any, x: Sizes) -> Sizes:
    sizes = [n - sum(pair) for n, pair in zip(x[:-1], _padding(layer.cropping, len(x) - 1), strict=True)]
    _need(min(sizes) >= 1)
    return (*sizes, x[-1])


def _crop_like(n: int, like: int) -> int:
    _need(n >= like)
    return like


def _space_to_depth(layer: Any, x: Sizes) -> Sizes:
    _need(all(n % layer.factor == 0 for n in x[:-1]))
    return (*(n // layer.factor for n in x[:-1]), x[-1] * layer.factor ** (len(x) - 1))


def _depth_to_space(layer: Any, x: Sizes) -> Sizes:
    parts = layer.factor ** (len(x) - 1)
    _need(x[-1] % parts == 0)
    return (*(n * layer.factor for n in x[:-1]), x[-1] // parts)


def _probabilistic(layer: Any, x: Sizes) -> Sizes:
    axes = list(zip(x[:-1], _each(layer.size, len(x) - 1), strict=True))
    _need(all(n % size == 0 for n, size in axes))
    return (*(n // size for n, size in axes), x[-1]) if layer.returns == "pooling" else x


def _global(layer: Any, x: Sizes) -> Sizes:
    return (*(1 for _ in x[:-1]), x[-1]) if layer.keep_dims else x[-1:]


def _upsample(layer: Any, x: Sizes) -> Sizes:
    return (*(n * factor for n, factor in zip(x[:-1], _each(layer.factor, len(x) - 1), strict=True)), x[-1])


def _to_size(layer: Any, x: Sizes) -> Sizes:
    return (*_each(layer.size, len(x) - 1), x[-1])


# ---- shape -----------------------------------------------------------------------------------------------------------


def _reshape(layer: Any, x: Sizes) -> Sizes:
    known = prod(n for n in layer.shape if n != -1)
    _need(prod(x) % known == 0 if -1 in layer.shape else prod(x) == known)
    return tuple(prod(x) // known if n == -1 else n for n in layer.shape)


def _permute(layer: Any, x: Sizes) -> Sizes:
    order: Sizes = layer.order
    return tuple(x[axis] for axis in order)


def _recurrent(layer: Any, x: Sizes) -> Sizes:
    units = layer.units * (2 if layer.bidirectional and layer.merge_mode == "concat" else 1)
    return (*x[:-1], units) if layer.return_sequences else (units,)


def _halved(layer: Any, x: Sizes) -> Sizes:
    del layer
    _need(x[-1] % 2 == 0)
    return (*x[:-1], x[-1] // 2)


def _of_its_test(layer: Layer) -> Callable[[Any, Sizes], Sizes] | None:
    """The formula in a kind's own test, which raises `ValueError` where the layer does not fit; None if it has none."""
    try:
        test = import_module(f"tests.unit.layers.{family(type(layer))}.test_{layer.kind}")
    except ModuleNotFoundError:
        return None
    formula = getattr(test, "plain", None)
    return formula and partial(_fitting, formula)


def _fitting(formula: Callable[[Any, Sizes], Sizes], layer: Layer, x: Sizes) -> Sizes:
    try:
        return formula(layer, x)
    except ValueError as error:
        raise MisfitError from error


def _same_shape(layer: Layer, x: Sizes) -> Sizes:
    if family(type(layer)) not in ("activation", "normalization", "regularization") and layer.kind not in _KEEPING:
        raise NotImplementedError(f"no plain formula for {layer.kind}")
    return x


_KEEPING = ("identity", "rescale", "normalize", "scale", "attention", "position_embedding")

_RULES: dict[str, Rule] = {
    "conv": _conv,
    "separable_conv": _conv,
    "depthwise_conv": _depthwise,
    "up_conv": _up_conv,
    "max_pool": _pool,
    "avg_pool": _pool,
    "global_pool": _global,
    "adaptive_pool": _to_size,
    "resize": _to_size,
    "probabilistic_max_pool": _probabilistic,
    "pad": _pad,
    "crop": _crop,
    "space_to_depth": _space_to_depth,
    "depth_to_space": _depth_to_space,
    "upsample": _upsample,
    "flatten": lambda _, x: (prod(x),),
    "reshape": _reshape,
    "permute": _permute,
    "dense": lambda layer, x: (*x[:-1], layer.units),
    "embedding": lambda layer, x: (*x, layer.output_dim),
    "glu": _halved,
    "lstm": _recurrent,
    "gru": _recurrent,
}


# ---- merges ----------------------------------------------------------------------------------------------------------


def _merge(shapes: list[Sizes], broadcast: bool) -> Sizes:
    merged: list[int] = []
    for sizes in zip(*shapes, strict=True):
        different = {n for n in sizes if n != 1 or not broadcast}
        _need(len(different) <= 1)
        merged.append(max(sizes))
    return tuple(merged)


def _concat(shapes: list[Sizes], axis: int) -> Sizes:
    joined = list(shapes[0])
    axis %= len(joined)
    for shape in shapes[1:]:
        _need(all(a == b for k, (a, b) in enumerate(zip(joined, shape, strict=True)) if k != axis))
        joined[axis] += shape[axis]
    return tuple(joined)
