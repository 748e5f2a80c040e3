"""Other shapes of the network's input for which a layer would fit."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

from archspec import limits
from archspec.compiler.batch_axis import without_batch_axis
from archspec.compiler.names import Tensor
from archspec.compiler.remedies.attempt import fits
from archspec.compiler.remedies.conflict import Conflict, listed
from archspec.diagnostics.help import Help
from archspec.graph import ancestors
from archspec.layers.base import Layer
from archspec.tensors.faults import ChannelMismatch, GroupsMismatch, OpenSize, RankMismatch, WindowTooLarge
from archspec.tensors.shape import Shape

FURTHER = (1, 2, 4, 8, 16)
"""By how much more than the strides before a merge the sizes of an input may have to be divisible."""

FEW = 4
"""As many channels an image has at most; what is larger is taken for a size of space."""

SEQUENCE = 2
"""The axes of a sequence: positions and channels."""


def channels_last(conflict: Conflict) -> Iterator[Help]:
    """Proposes to write the channels of an input last, where they seem to come before its sizes."""
    kinds = (WindowTooLarge, ChannelMismatch, GroupsMismatch, OpenSize)
    if conflict.error.kind not in kinds or len(conflict.inputs) != 1:
        return
    index = _only_input(conflict)
    shape = None if index is None else _channels_last(conflict.provenance.nodes[index].shape)
    if index is not None and shape is not None and fits(conflict, {index: shape}):
        yield Help(f"the channels of {conflict.at(index)} are not last: write its shape `{listed(shape)}`")


def _channels_last(shape: Shape) -> Shape | None:
    """Returns a shape with its one small axis, or the one that is not open, last, where the last is large or open."""
    numbers = {axis: size for axis, size in enumerate(shape) if isinstance(size, int)}
    small = [axis for axis, size in numbers.items() if len(numbers) == 1 or size <= FEW]
    if len(small) != 1 or small[0] == shape.rank or shape.rank < 2:
        return None
    (axis,) = small
    return Shape((*shape[:axis], *shape[axis + 1 :], shape[axis]))


def channels_forgotten(conflict: Conflict) -> Iterator[Help]:
    """Proposes to give an input channels, where a list of numbers per axis takes its last size for one of space."""
    index = _only_input(conflict)
    if conflict.error.kind is not RankMismatch or index is None or conflict.layer is None:
        return
    shape = conflict.provenance.nodes[index].shape
    written: object = getattr(conflict.layer, conflict.error.field or "", None)
    listed_axes = len(cast("tuple[object, ...]", written)) if isinstance(written, tuple) else 0
    is_space = not isinstance(shape.channels, int) or shape.channels > FEW
    with_channels = Shape((*shape, 1))
    if listed_axes == shape.rank + 1 and is_space and fits(conflict, {index: with_channels}):
        yield Help(f"the channels of {conflict.at(index)} are missing: write its shape `{listed(with_channels)}`")


def without_batch(conflict: Conflict) -> Iterator[Help]:
    """Proposes to leave the batch axis out of the shape of an input, where it seems to be there."""
    index = _only_input(conflict)
    shape = None if index is None else without_batch_axis(conflict.provenance.nodes[index].shape)
    ranks = conflict.error.ranks
    if index is None or shape is None or (ranks and conflict.shapes[0].rank - 1 not in ranks):
        return
    if fits(conflict, {index: shape}):
        yield Help(f"leave the batch axis out of the shape of {conflict.at(index)}: `{listed(shape)}`")


def positions_first(conflict: Conflict) -> Iterator[Help]:
    """Proposes to turn the axes of a sequence whose one is shorter than a window that meets it."""
    if conflict.error.kind is not WindowTooLarge or len(conflict.inputs) != 1:
        return
    index = _only_input(conflict)
    if index is None or len(conflict.provenance.nodes[index].shape) != SEQUENCE:
        return
    n, m = conflict.provenance.nodes[index].shape
    if isinstance(n, int) and isinstance(m, int) and n < m and fits(conflict, {index: Shape((m, n))}):
        yield Help(f"if the {m} of {conflict.at(index)} follow one another, write its shape `[{m}, {n}]`")


def larger(conflict: Conflict) -> Iterator[Help]:
    """Proposes the smallest input that leaves enough for a window."""
    if conflict.error.kind is not WindowTooLarge or len(conflict.inputs) != 1:
        return
    index = _only_input(conflict)
    if index is None:
        return
    shape = conflict.provenance.nodes[index].shape
    whole = [size for size in shape if isinstance(size, int)]
    channels = whole[-1:] if shape.rank else []  # words have none: an embedding makes them
    sizes = whole[: len(whole) - len(channels)]

    def do(candidate: list[int]) -> bool:
        return fits(conflict, {index: Shape((*candidate, *channels))})

    doubled = ([size << power for size in sizes] for power in range(1, limits.DOUBLINGS + 1))
    enough = next(filter(do, doubled), None) if len(whole) == len(shape) else None
    if enough is None:
        return
    for axis, size in enumerate(sizes):
        tries = range(size, enough[axis])
        fewest = bisect_left(tries, True, key=lambda n, axis=axis: do([*enough[:axis], n, *enough[axis + 1 :]]))
        enough[axis] = size + fewest
    smallest = Shape((*enough, *channels))
    if fits(conflict, {index: smallest}, whole=True):
        yield Help(f"use a larger {conflict.at(index)}: `{listed(smallest)}` is the smallest that fits")


def divisible(conflict: Conflict, layers: Mapping[int, Layer] | None = None) -> str:
    """Returns the advice to give the input sizes that the strides divide, where a merge meets what was rounded.

    Args:
        conflict: The merge.
        layers: Other layers that the network is to have then, by node.

    Returns:
        The advice; empty if no such sizes would fit.
    """
    index = _only_input(conflict)
    if index is None:
        return ""
    shape = conflict.provenance.nodes[index].shape
    steps = [max(pair) for pair in zip(*(_steps(conflict, tensor) for tensor in conflict.inputs), strict=False)]
    sizes = [size for size in shape.spatial if isinstance(size, int)]
    if len(sizes) != shape.rank or len(steps) != shape.rank:
        return ""
    partly = ""
    for further in FURTHER:  # layers behind the merge may divide the sizes again
        pairs = [(size, step * further) for size, step in zip(sizes, steps, strict=True)]
        below = Shape((*(size // step * step for size, step in pairs), shape.channels))
        above = Shape((*(-(-size // step) * step for size, step in pairs), shape.channels))
        near = [one for one in (below, above) if one != shape and 0 not in one]
        fitting = [one for one in near if fits(conflict, {index: one}, layers, whole=True)]
        what = f"multiples of {pairs[0][1]}" if len(set(steps)) == 1 else "sizes that the strides divide"
        advice = f"give {conflict.at(index)} {what}: {' or '.join(f'`{listed(one)}`' for one in fitting)}"
        if fitting and fitting == near:
            return advice
        partly = partly or (advice if fitting else "")
    return partly


def _steps(conflict: Conflict, tensor: Tensor) -> list[int]:
    """Returns, for each axis of space, by how much the layers on the way to a tensor divide it in all."""
    indices = list(conflict.provenance.changes(tensor))
    nodes = conflict.provenance.nodes
    steps = [1] * nodes[indices[-1]].shape.rank
    for index, before in pairwise(indices):
        after, shape = nodes[index].shape, nodes[before].shape
        if not after.rank == shape.rank == len(steps):
            continue  # a flatten or a reshape, on whose other side the sizes are those of a decoder
        for axis, (n, m) in enumerate(zip(shape.spatial, after.spatial, strict=True)):
            if isinstance(n, int) and isinstance(m, int) and m < n:
                steps[axis] *= _stride(nodes[index].plain, after.rank)[axis]
    return steps


def _stride(layer: Layer | None, rank: int) -> tuple[int, ...]:
    """Returns by how much a layer divides each axis; one that works step by step knows one axis less."""
    values = (getattr(layer, field, None) for field in ("stride", "factor", "size"))
    value = next((one for one in values if one is not None), 1)
    return (value,) * rank if isinstance(value, int) else (1,) * (rank - len(value)) + tuple(value)


def _only_input(conflict: Conflict) -> int | None:
    """Returns the input of the network that a layer depends on, if it is one."""
    nodes = conflict.provenance.nodes
    if not conflict.provenance.budget.spend(len(nodes)):
        return None
    before = ancestors(nodes, [tensor.node for tensor in conflict.inputs])
    found = [one for one in before if nodes[one].layer is None]
    return found[0] if len(found) == 1 else None
