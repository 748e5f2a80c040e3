"""What to do about a merge of three branches or more: what brings those that differ to the shape of the others."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from archspec.compiler.remedies import resampled
from archspec.compiler.remedies.branches import Branch, applied, one_or_list, width_of
from archspec.compiler.remedies.conflict import Conflict
from archspec.compiler.remedies.inputs import divisible
from archspec.compiler.remedies.widths import another_width
from archspec.compiler.shape_provenance import spaced
from archspec.diagnostics.help import Help
from archspec.tensors.faults import ChannelMismatch
from archspec.tensors.shape import Shape

Value = TypeVar("Value", bound=Hashable)


def remedies(conflict: Conflict, branches: Sequence[Branch]) -> Iterator[Help]:
    """Yields things to do about a merge of three branches or more that do not match."""
    if len({branch.shape.rank for branch in branches}) > 1 or not 1 <= branches[0].shape.rank <= 3:
        return
    if conflict.error.kind is ChannelMismatch:
        yield from _channels(conflict, branches)
    else:
        yield from _sizes(conflict, branches)


def _channels(conflict: Conflict, branches: Sequence[Branch]) -> Iterator[Help]:
    widths = [branch.shape.channels for branch in branches]
    known = [width for width in widths if isinstance(width, int)]
    if len(known) < len(widths) or len({branch.shape.spatial for branch in branches}) > 1:
        return
    aim = _agreed(known) or max(known)
    others = [branch for branch in branches if branch.shape.channels != aim]
    projection = f"conv: {{filters: {width_of(conflict, branches[widths.index(aim)])}, size: 1}}"
    each = ", each like the first" if len(others) > 1 else ""
    yield Help(f"project {_titles(others)} to {aim} channels{each}: {applied(projection, others[0])}")
    if len(others) == 1:
        yield from another_width(conflict, others[0].tensor, aim)


def _sizes(conflict: Conflict, branches: Sequence[Branch]) -> Iterator[Help]:
    sizes = [branch.shape.spatial for branch in branches]
    if not all(isinstance(size, int) for spatial in sizes for size in spatial):
        return
    aim = _agreed(sizes)
    if advice := divisible(conflict):
        yield Help(advice)
    elif aim is not None:
        (other,) = (branch for branch in branches if branch.shape.spatial != aim)
        yield from resampled.another_sampling(conflict, other, aim)
    for wanted in [aim] if aim is not None else [min(sizes), max(sizes)]:
        others = [branch for branch in branches if branch.shape.spatial != wanted]
        layers = [_bringing(branch.shape, wanted) for branch in others]
        fixed = [layer for layer in layers if layer.startswith(("crop", "pad"))]
        if all(layers) and not (fixed and (conflict.place.trace or aim is None)):
            how = " and ".join(applied(layer, branch) for layer, branch in zip(layers, others, strict=True))
            yield Help(f"bring {_titles(others)} to {spaced(Shape((*wanted, 1)))}: {how}")


def _agreed(values: Sequence[Value]) -> Value | None:
    """Returns what all values but one are; None if more than one differ."""
    value, count = Counter(values).most_common(1)[0]
    return value if count == len(values) - 1 else None


def _bringing(shape: Shape, wanted: Sequence[object]) -> str:
    """Returns the layer that brings the sizes of a shape to others; empty if no single one does."""
    pairs = [(n, m) for n, m in zip(shape.spatial, wanted, strict=True) if isinstance(n, int) and isinstance(m, int)]
    if all(n % m == 0 for n, m in pairs):
        return f"max_pool: {one_or_list([n // m for n, m in pairs])}"
    if all(m % n == 0 for n, m in pairs):
        return f"upsample: {one_or_list([m // n for n, m in pairs])}"
    ends = [[abs(n - m) // 2, abs(n - m) - abs(n - m) // 2] for n, m in pairs]
    if all(n >= m for n, m in pairs):
        return f"crop: {ends}"
    return f"pad: {ends}" if all(n <= m for n, m in pairs) else ""


def _titles(branches: Sequence[Branch]) -> str:
    """Returns what some branches are called: `branches 1, 2 and 4`."""
    if len(branches) == 1:
        return branches[0].title
    numbers = [branch.title.removeprefix("branch ") for branch in branches]
    return f"branches {', '.join(numbers[:-1])} and {numbers[-1]}"
