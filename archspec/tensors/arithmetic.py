"""How layers change sizes: every output-size formula, each with its source, over numbers and open sizes alike.

A *window* of `size` positions, `dilation` apart, covers `dilation * (size - 1) + 1` positions. The formulas are those
of Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016, arXiv:1603.07285, and where that guide
is silent, Keras 3's own.

An open size that does not fit everywhere comes back narrowed: it exists where it fits. What fits nowhere is an error.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from archspec import limits
from archspec.tensors.dim import (
    Size,
    ceil_div,
    clash,
    domain_of,
    known,
    quotient,
    require_at_least,
    require_multiple,
    restrict,
    unify,
)
from archspec.tensors.faults import ReflectionTooLarge, ShapeError, WindowTooLarge
from archspec.tensors.limit_faults import LargeSize
from archspec.tensors.shape import Shape, rank_too_high
from archspec.tensors.size_faults import (
    CropBehindOffset,
    CropToLarger,
    InexactSize,
    MergedChannels,
    MergedForNoSize,
    MergedRanks,
    MergedShapes,
    NothingLeft,
    OtherValues,
    OutputPaddingOfNone,
    OutputPaddingTooLarge,
    UnevenChannels,
    UnevenSpace,
    UnevenValues,
)

AxisPadding: TypeAlias = Literal["same", "valid", "causal"] | tuple[int, int]
"""The padding of one axis: by a rule, or how much `(before, after)`."""


def effective_window(size: int, dilation: int) -> int:
    """How many positions a window covers: `dilation * (size - 1) + 1` (Dumoulin & Visin, section 5.1)."""
    return dilation * (size - 1) + 1


def window_output(n: Size, size: int, stride: int = 1, dilation: int = 1, padding: AxisPadding = "valid") -> Size:
    """How many windows there are on an axis of `n`: the output of convolutions and pools.

    - `same` and `causal`: `⌈n / stride⌉` (Keras)
    - `valid` and by hand: `⌊(n + before + after - window) / stride⌋ + 1` (Dumoulin & Visin, relationship 6)

    Raises:
        ShapeError: not one window fits.
    """
    if padding in ("same", "causal"):
        return ceil_div(n, stride)
    before, after = (0, 0) if padding == "valid" else padding
    window = effective_window(size, dilation)
    room = require_at_least(n + (before + after - window), 0)
    if room is None:
        raise ShapeError(WindowTooLarge(size, dilation, n, before, after), field="size")
    return _bounded(room // stride + 1)


def same_padding(n: int, size: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """The padding before and after that `same` means on an axis of `n`.

    As much in all as `⌈n / stride⌉` windows need, the odd one after (TensorFlow, `tf.nn.convolution`).
    """
    windows = -(-n // stride)
    total = max((windows - 1) * stride + effective_window(size, dilation) - n, 0)
    return total // 2, total - total // 2


def same_is_explicit(size: int, stride: int, dilation: int, padding: tuple[int, int]) -> bool:
    """Whether explicit padding, `(before, after)`, is what `same` means on every axis, however long."""
    # What `same` means depends on n % stride alone, and from 1 to `stride` it never grows.
    return all(same_padding(n, size, stride, dilation) == padding for n in (1, stride))


def up_conv_output(
    n: Size,
    size: int,
    stride: int = 1,
    dilation: int = 1,
    padding: Literal["same", "valid"] | tuple[int, int] = "same",
    *,
    output_padding: int | None = None,
) -> Size:
    """The output of a transposed convolution on an axis of `n`.

    - `same`: `n * stride`; with an output padding `(n - 1) * stride + window % 2 + output_padding` (Keras)
    - `valid`: `(n - 1) * stride + window + output_padding`, which is `max(stride - window, 0)` if left out (Keras)
    - by hand: `(n - 1) * stride - before - after + window + output_padding`, which is 0 if left out (PyTorch;
      Dumoulin & Visin, relationship 14)

    Raises:
        ShapeError: the padding leaves nothing, or no input of a convolution has the output padding asked for.
    """
    window = effective_window(size, dilation)
    _check_output_padding(window, stride, padding, output_padding)
    if padding == "same":
        return _bounded(n * stride if output_padding is None else (n - 1) * stride + (window % 2 + output_padding))
    if padding == "valid":
        extra = max(stride - window, 0) if output_padding is None else output_padding
        return _bounded((n - 1) * stride + (window + extra))
    before, after = padding
    whole = (n - 1) * stride + (window + (output_padding or 0))
    left = require_at_least(whole - (before + after), 1)
    if left is None:
        raise ShapeError(NothingLeft(whole, before, after, is_padding=True), field="padding")
    return _bounded(left)


def _check_output_padding(
    window: int, stride: int, padding: Literal["same", "valid"] | tuple[int, int], output_padding: int | None
) -> None:
    if output_padding is None:
        return
    if output_padding >= stride:
        raise ShapeError(OutputPaddingTooLarge(output_padding, stride), field="output_padding")
    if padding == "same" and window % 2 == 0 and output_padding == 0:
        raise ShapeError(OutputPaddingOfNone(window), field="output_padding")


def pad_output(n: Size, before: int, after: int, *, reflect: bool = False) -> Size:
    """`n + before + after`; padding by reflection must be smaller than `n` on each side (`numpy.pad`).

    Raises:
        ShapeError: there is not enough to reflect.
    """
    inner = require_at_least(n, max(before, after) + 1) if reflect else n
    if inner is None:
        raise ShapeError(ReflectionTooLarge(max(before, after), n), field="padding")
    return _bounded(inner + (before + after))


def crop_output(n: Size, before: int, after: int) -> Size:
    """`n - before - after`, at least 1.

    Raises:
        ShapeError: nothing is left.
    """
    left = require_at_least(n - (before + after), 1)
    if left is None:
        raise ShapeError(NothingLeft(n, before, after), field="cropping")
    return left


def crop_like(n: Size, like: Size, offset: int | None = None) -> tuple[Size, Size]:
    """How much a crop takes off `n`, before and after, to leave `like`.

    Args:
        n: What is cropped.
        like: What is left.
        offset: How much it takes off before; half of all by default, the odd one after.

    Raises:
        ShapeError: `n` is never as large as `like`, and the offset with it.
    """
    spare = require_at_least(n - like, offset or 0)
    if spare is None and offset and require_at_least(n - like, 0) is not None:
        raise ShapeError(CropBehindOffset(n, like, offset), field="offset")
    if spare is None:
        raise ShapeError(CropToLarger(n, like), field="like")
    return (spare // 2, ceil_div(spare, 2)) if offset is None else (offset, spare - offset)


def crop_like_output(n: Size, like: Size, offset: int | None = None) -> Size:
    """What a crop of `n` to `like` leaves: `like`, where `n` is large enough.

    Raises:
        ShapeError: `n` is never as large as `like`, and the offset with it.
    """
    _, after = crop_like(n, like, offset)
    return _where(like, after)


def upsample_output(n: Size, factor: int) -> Size:
    """`n * factor`."""
    return _bounded(n * factor)


def space_to_depth_output(n: Size, factor: int, shape: Shape | None = None) -> Size:
    """`n / factor`, which must be whole.

    Args:
        n: The size of an axis.
        factor: What it is divided by.
        shape: The shape of the tensor, where all its axes of space are divided so.

    Raises:
        ShapeError: something would be left over.
    """
    whole = require_multiple(n, factor)
    if whole is None:
        raise ShapeError(UnevenSpace(n, factor, shape), field="factor")
    return whole // factor


def space_to_depth(shape: Shape, factor: int) -> Shape:
    """Every spatial axis divided by `factor`, which must divide it; as many values more in the channels.

    Source: `tf.nn.space_to_depth`, here for any number of spatial axes.

    Raises:
        ShapeError: an axis is not divisible.
    """
    spatial = [space_to_depth_output(n, factor, shape) for n in shape.spatial]
    return Shape((*spatial, _bounded(shape.channels * factor**shape.rank)))


def depth_to_space(shape: Shape, factor: int) -> Shape:
    """Every spatial axis times `factor`; as many times fewer channels, which must divide.

    Source: `tf.nn.depth_to_space`, here for any number of spatial axes.

    Raises:
        ShapeError: the channels are not divisible.
    """
    channels = require_multiple(shape.channels, factor**shape.rank)
    if channels is None:
        raise ShapeError(UnevenChannels(shape, factor**shape.rank), field="factor")
    return Shape((*(upsample_output(n, factor) for n in shape.spatial), channels // factor**shape.rank))


def product(sizes: Sequence[Size]) -> Size:
    """How many there are in all."""
    total: Size = 1
    for size in sizes:
        total = total * size
    return total


def flatten(shape: Shape) -> Shape:
    """All values on one axis."""
    return Shape((_bounded(product(shape)),))


def reshape(shape: Shape, target: Sequence[Size]) -> Shape:
    """The shape `target`, with as many values as `shape`; one of its sizes may be -1, for what is left.

    Raises:
        ShapeError: the number of values is another, or what is left is not one exact size.
    """
    if len(target) > limits.AXES:
        raise rank_too_high(len(target))
    values = product(shape)
    asked = Shape(target)
    if -1 not in asked:
        agreed = unify(product(asked), values)
        if agreed is None:
            raise ShapeError(OtherValues(shape, asked, values, product(asked)), field="shape")
        return Shape(_where(size, agreed) for size in asked)
    others = product([size for size in asked if size != -1])
    left = quotient(values, others)
    if left is None and known(values) is not None and known(others) is not None:
        raise ShapeError(UnevenValues(shape, asked, values, others), field="shape")
    if left is None:
        raise ShapeError(InexactSize(shape, values, others), field="shape")
    return Shape(_bounded(left) if size == -1 else size for size in asked)


def merge(shapes: Sequence[Shape], *, broadcast: bool = False) -> Shape:
    """The shape of an elementwise merge: all are equal, or, with `broadcast`, axes of size 1 are stretched.

    Raises:
        ShapeError: two shapes do not match; `branches` says which.
    """
    _check_ranks(shapes)
    merged = shapes[0]
    for i, shape in enumerate(shapes[1:], 1):
        sizes = [_stretched(a, b) if broadcast else _agreed(a, b) for a, b in zip(merged, shape, strict=True)]
        merged = _matched(sizes, merged, shape, i)
    return merged


def concat(shapes: Sequence[Shape], axis: int = -1) -> Shape:
    """The shapes joined along one axis, whose sizes add up; all other axes are equal.

    Raises:
        ShapeError: two shapes do not match; `branches` says which.
    """
    _check_ranks(shapes)
    joined = shapes[0]
    axis %= len(joined)
    for i, shape in enumerate(shapes[1:], 1):
        pairs = enumerate(zip(joined, shape, strict=True))
        joined = _matched([a + b if k == axis else _agreed(a, b) for k, (a, b) in pairs], joined, shape, i)
    return Shape(_bounded(size) for size in joined)


def _check_ranks(shapes: Sequence[Shape]) -> None:
    first = shapes[0]
    for i, shape in enumerate(shapes):
        if len(shape) != len(first):
            raise ShapeError(MergedRanks(first, shape), branches=(0, i))


def _agreed(a: Size, b: Size) -> Size | None:
    """The common size; an open one is not narrowed to 1, which nobody asks for but by forgetting `broadcast`."""
    if a is b:
        return a
    if 1 in (a, b) and known(a) != known(b):
        return None
    return unify(a, b)


def _stretched(a: Size, b: Size) -> Size | None:
    """The common size, where 1 goes with every size."""
    if known(a) == 1:
        return restrict(b, domain_of(a))
    return restrict(a, domain_of(b)) if known(b) == 1 else unify(a, b)


def _matched(sizes: Sequence[Size | None], first: Shape, other: Shape, branch: int) -> Shape:
    """The shape that two branches agree on, or the error that says where they do not."""
    agreed = [size for size in sizes if size is not None]
    if len(agreed) == len(sizes):
        return Shape(agreed)
    k = next(k for k, size in enumerate(sizes) if size is None)
    a, b = first[k], other[k]
    branches = (0, branch)
    if (domain_of(a) & domain_of(b)).is_empty:
        fault = MergedForNoSize(first, other, clash(domain_of(a), domain_of(b)))
        raise ShapeError(fault, branches=branches)
    if k == len(first) - 1:
        raise ShapeError(MergedChannels(a, b), branches=branches)
    raise ShapeError(MergedShapes(first, other, k), branches=branches)


def _bounded(size: Size) -> Size:
    """The size, if it is small enough for a tensor."""
    if isinstance(size, int) and size > limits.SIZE:
        raise ShapeError(LargeSize(size, limits.SIZE))
    return size


def _where(size: Size, other: Size) -> Size:
    """The size, where another exists that was made of it."""
    narrowed = restrict(size, domain_of(other))
    assert narrowed is not None  # the other exists somewhere, and nowhere but where this one does
    return narrowed
