"""Which positions of its input a layer reads for one position of its output, axis by axis.

One function per family, because a kind of layer does not know how far others see. Borders are ignored, as they are in
the literature: an input is taken to go on in every direction.
"""

from enum import Enum
from functools import singledispatch
from typing import NamedTuple, TypeAlias

from archspec import limits
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.core.dense import Dense
from archspec.layers.core.embedding import Embedding
from archspec.layers.fields import amounts, per_axis
from archspec.layers.normalization.base import NormalizationLayer
from archspec.layers.normalization.layer_norm import LayerNorm
from archspec.layers.normalization.local_response_norm import LocalResponseNorm
from archspec.layers.normalization.rms_norm import RmsNorm
from archspec.layers.pooling.adaptive_pool import AdaptivePool
from archspec.layers.pooling.global_pool import GlobalPool
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.layers.pooling.probabilistic_max_pool import ProbabilisticMaxPool
from archspec.layers.regularization.base import RegularizationLayer
from archspec.layers.resampling.depth_to_space import DepthToSpace
from archspec.layers.resampling.resize import Resize
from archspec.layers.resampling.space_to_depth import SpaceToDepth
from archspec.layers.resampling.upsample import Upsample
from archspec.layers.sequence.attention import Attention
from archspec.layers.sequence.base import RecurrentLayer
from archspec.layers.sequence.position_embedding import PositionEmbedding
from archspec.layers.shape.crop import Crop
from archspec.layers.shape.flatten import Flatten
from archspec.layers.shape.pad import Pad
from archspec.layers.shape.permute import Permute
from archspec.layers.shape.reshape import Reshape
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.layers.window import WindowLayer
from archspec.tensors.arithmetic import AxisPadding, effective_window, same_padding
from archspec.tensors.dim import Size, known
from archspec.tensors.shape import Shape


class Indefinite(Enum):
    """What is no stretch of positions."""

    WHOLE = "whole"
    """All positions that there are."""
    UNKNOWN = "unknown"
    """What cannot be told."""


WHOLE = Indefinite.WHOLE
UNKNOWN = Indefinite.UNKNOWN


class Positions(NamedTuple):
    """What is read along one axis of the input: position `q` of the output reads from `first` to `last`.

    Both are given for `q` from 0 to one period; a period further along the output, they are `stride` further along the
    input.

    Attributes:
        axis: The axis of the output.
        first: The first position read, for each position of a period.
        last: The last position read.
        stride: How far a period takes them.
        aligned: Whether the positions are these. Where padding depends on an open size only their distances are.
    """

    axis: int
    first: tuple[int, ...]
    last: tuple[int, ...]
    stride: int
    aligned: bool = True


Read: TypeAlias = Positions | Indefinite
"""What is read along one axis: some positions, all of them, or what cannot be told."""
Reads: TypeAlias = tuple[Read, ...]
"""What is read along each spatial axis of an input."""

_NEIGHBOURS = {"nearest": (0, 0), "bilinear": (0, 1), "bicubic": (-1, 2), "lanczos3": (-2, 3), "lanczos5": (-4, 5)}
"""Which positions an interpolation reads, counted from the one before the point between them."""


@singledispatch
def reads(layer: Layer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    """Returns what a layer reads of each of its inputs; nothing is known of a kind that is not known here.

    Args:
        layer: The layer.
        x: The shapes of its inputs.
        y: The shape of its output.
    """
    del layer, y
    return tuple((UNKNOWN,) * shape.rank for shape in x)


def own_positions(rank: int) -> Reads:
    """Returns the reads of a layer that works on each position alone."""
    return tuple(Positions(axis, (0,), (0,), 1) for axis in range(rank))


@reads.register(ElementwiseLayer)
@reads.register(NormalizationLayer)
@reads.register(RmsNorm)
@reads.register(LocalResponseNorm)
@reads.register(RegularizationLayer)
@reads.register(Dense)
@reads.register(PositionEmbedding)
def _(layer: Layer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer, y
    return (own_positions(x[0].rank),)


@reads.register(GlobalPool)
@reads.register(Flatten)
@reads.register(RecurrentLayer)
def _(layer: Layer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer, y
    return ((WHOLE,) * x[0].rank,)


@reads.register
def _(layer: LayerNorm, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    return ((WHOLE,) * x[0].rank if layer.axes == "all" else own_positions(x[0].rank),)


@reads.register
def _(layer: WindowLayer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    axes = zip(x[0].spatial, *layer.window(x[0].rank), strict=True)
    return (tuple(_windowed(axis, *sizes) for axis, sizes in enumerate(axes)),)


def _windowed(axis: int, n: Size, size: int, stride: int, dilation: int, padding: AxisPadding) -> Positions:
    covered = effective_window(size, dilation)
    before = 0 if padding == "valid" else covered - 1
    if isinstance(padding, tuple):
        before = padding[0]
    elif padding == "same":
        # At stride 1 the padding is the same for every size.
        before, _ = same_padding(n if isinstance(n, int) else 1, size, stride, dilation)
    aligned = padding != "same" or stride == 1 or isinstance(n, int)
    return Positions(axis, (-before,), (covered - 1 - before,), stride, aligned)


@reads.register
def _(layer: UpConv, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    axes = zip(x[0].spatial, y.spatial, *layer.window(x[0].rank), strict=True)
    return (tuple(_spread(axis, *sizes) for axis, sizes in enumerate(axes)),)


def _spread(axis: int, n: Size, m: Size, size: int, stride: int, dilation: int, padding: AxisPadding) -> Read:
    """Returns what a transposed convolution reads: `p` reaches `p * stride` to `p * stride + covered - 1`."""
    if stride > limits.PERIOD:
        return UNKNOWN
    covered = effective_window(size, dilation)
    kept = known(m - (n - 1) * stride)
    cut = padding[0] if isinstance(padding, tuple) else 0
    if padding == "same":
        cut = max(covered - (kept or 0), 0) // 2
    last = tuple((q + cut) // stride for q in range(stride))
    first = tuple(min(-((covered - 1 - q - cut) // stride), last[q]) for q in range(stride))
    return Positions(axis, first, last, 1, padding != "same" or kept is not None)


@reads.register
def _(layer: AdaptivePool, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer
    return (tuple(_binned(axis, n, m) for axis, (n, m) in enumerate(zip(x[0].spatial, y.spatial, strict=True))),)


def _binned(axis: int, n: Size, m: Size) -> Read:
    if m == 1:
        return WHOLE
    if not isinstance(n, int) or not isinstance(m, int) or m > limits.PERIOD:
        return UNKNOWN
    return Positions(axis, tuple(i * n // m for i in range(m)), tuple(-(-(i + 1) * n // m) - 1 for i in range(m)), n)


@reads.register
def _(layer: ProbabilisticMaxPool, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    sizes = enumerate(per_axis(layer.size, x[0].rank, "size"))
    if layer.returns == "pooling":
        return (tuple(Positions(axis, (0,), (size - 1,), size) for axis, size in sizes),)
    return (
        tuple(
            UNKNOWN if size > limits.PERIOD else Positions(axis, (0,) * size, (size - 1,) * size, size)
            for axis, size in sizes
        ),
    )


@reads.register
def _(layer: MaxUnpool, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    """Each position reads the value of its window, and that whole window of what was pooled."""
    values: list[Read] = []
    pooled: list[Read] = []
    window = layer.window(y.rank)
    for axis, (n, size, padding) in enumerate(zip(x[1].spatial, window.size, window.padding, strict=True)):
        if size > limits.PERIOD:
            values.append(UNKNOWN)
            pooled.append(UNKNOWN)
            continue
        read = _windowed(axis, n, size, size, 1, padding)
        before = -read.first[0]
        places = tuple((q + before) // size for q in range(size))
        values.append(Positions(axis, places, places, 1, read.aligned))
        first = tuple(place * size - before for place in places)
        pooled.append(Positions(axis, first, tuple(one + size - 1 for one in first), size, read.aligned))
    return (tuple(values), tuple(pooled))


@reads.register
def _(layer: Upsample, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    factors = per_axis(layer.factor, x[0].rank, "factor")
    return (tuple(_interpolated(axis, 1, factor, layer.interpolation) for axis, factor in enumerate(factors)),)


@reads.register
def _(layer: Resize, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    axes = enumerate(zip(x[0].spatial, y.spatial, strict=True))
    return (tuple(_interpolated(axis, n, m, layer.interpolation) for axis, (n, m) in axes),)


def _interpolated(axis: int, n: Size, m: Size, interpolation: str) -> Read:
    """Returns what is read where `n` positions become `m`: the neighbours of `(q + 1/2) * n / m - 1/2`."""
    if n == m:
        return Positions(axis, (0,), (0,), 1)
    if not isinstance(n, int) or not isinstance(m, int) or m > limits.PERIOD:
        return UNKNOWN
    before, after = _NEIGHBOURS[interpolation]
    first: list[int] = []
    last: list[int] = []
    for q in range(m):
        if interpolation == "nearest":
            whole, rest = (2 * q + 1) * n // (2 * m), 0
        else:
            whole, rest = divmod((2 * q + 1) * n - m, 2 * m)
        first.append(whole + (before if rest else 0))
        last.append(whole + (after if rest else 0))
    return Positions(axis, tuple(first), tuple(last), n)


@reads.register
def _(layer: DepthToSpace, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    if layer.factor > limits.PERIOD:
        return ((UNKNOWN,) * x[0].rank,)
    block = (0,) * layer.factor
    return (tuple(Positions(axis, block, block, 1) for axis in range(x[0].rank)),)


@reads.register
def _(layer: SpaceToDepth, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    return (tuple(Positions(axis, (0,), (layer.factor - 1,), layer.factor) for axis in range(x[0].rank)),)


@reads.register
def _(layer: Pad, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del y
    pairs = amounts(layer.padding, x[0].rank, "padding")
    return (tuple(Positions(axis, (-before,), (-before,), 1) for axis, (before, _) in enumerate(pairs)),)


@reads.register
def _(layer: Crop, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    if layer.cropping is not None:
        pairs = amounts(layer.cropping, x[0].rank, "cropping")
        return (tuple(Positions(axis, (before,), (before,), 1) for axis, (before, _) in enumerate(pairs)),)
    offsets = layer.offsets(x[0].rank)
    cut = [known((n - m) // 2) if offset is None else offset
           for n, m, offset in zip(x[0].spatial, y.spatial, offsets, strict=True)]  # fmt: skip
    own = tuple(Positions(axis, (one or 0,), (one or 0,), 1, one is not None) for axis, one in enumerate(cut))
    return (own, ())


@reads.register
def _(layer: Permute, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    places = [layer.order.index(axis) for axis in range(x[0].rank)]
    return (tuple(Positions(axis, (0,), (0,), 1) if axis < y.rank else WHOLE for axis in places),)


@reads.register
def _(layer: Reshape, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer
    if x[0].spatial == y.spatial:
        return (own_positions(y.rank),)
    return ((UNKNOWN if y.rank else WHOLE,) * x[0].rank,)


@reads.register
def _(layer: Embedding, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer, x
    return (own_positions(y.rank),)


@reads.register
def _(layer: Attention, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    del layer
    return ((WHOLE,),) if len(x) == 1 else (own_positions(y.rank), (WHOLE,))


@reads.register
def _(layer: MergeLayer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    joined = getattr(layer, "axis", None)
    return tuple(
        tuple(
            UNKNOWN if axis == joined or known(shape[axis]) == 1 != known(y[axis]) else Positions(axis, (0,), (0,), 1)
            for axis in range(shape.rank)
        )
        for shape in x
    )


@reads.register
def _(layer: StepwiseLayer, x: tuple[Shape, ...], y: Shape) -> tuple[Reads, ...]:
    (inner,) = reads(layer.layer, (step(x[0]),), step(y))
    moved = (one._replace(axis=one.axis + 1) if isinstance(one, Positions) else one for one in inner)
    return ((Positions(0, (0,), (0,), 1), *moved),)
