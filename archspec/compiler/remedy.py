"""What to do about a merge whose branches do not fit: the layer that brings the one to the shape of the other.

Every remedy that names a layer, with numbers, makes the merge fit as it stands.
"""

from collections.abc import Iterator
from typing import Any

from archspec.compiler.names import Tensor
from archspec.layers.base import Layer
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree
from archspec.tensors.dim import unify
from archspec.tensors.faults import ChannelMismatch, RankMismatch, ShapeError, ShapeMismatch
from archspec.tensors.shape import Shape


def remedies(error: ShapeError, layer: Layer, branches: Tree | None, inputs: tuple[Tensor, ...]) -> Iterator[str]:
    """Yields things to do about a layer that does not fit its inputs.

    Args:
        error: What does not fit.
        layer: The layer.
        branches: Its branches as written, if it is a merge with any.
        inputs: What it takes.
    """
    if not isinstance(branches, Sequence) or len(error.branches) != 2 or len(branches.items) != len(inputs):
        return
    first, second = error.branches
    a, b = inputs[first].shape, inputs[second].shape
    if a is None or b is None:
        return
    if error.kind is ChannelMismatch and _same_space(a, b):
        yield from _wider(a, b, first, second, branches)
    elif error.kind is ShapeMismatch and not getattr(layer, "broadcast", False):
        yield from _smaller(a, b, first, second, branches)
    elif error.kind is RankMismatch:
        yield from _flatter(a, b, first, second, branches)


def _same_space(a: Shape, b: Shape) -> bool:
    """Returns whether the spatial sizes of two shapes are equal, for some open sizes at least."""
    return a.rank == b.rank and all(unify(n, m) is not None for n, m in zip(a.spatial, b.spatial, strict=True))


def _wider(a: Shape, b: Shape, first: int, second: int, branches: Sequence) -> Iterator[str]:
    """A projection of the branch with fewer channels."""
    if a.rank not in (1, 2, 3) or not (isinstance(a.channels, int) and isinstance(b.channels, int)):
        return
    narrow, channels = (first, b.channels) if a.channels < b.channels else (second, a.channels)
    if 1 not in (a.channels, b.channels):
        projection = f"conv: {{filters: {channels}, size: 1}}"
        yield f"project branch {narrow + 1} to {channels} channels: {_applied(projection, narrow, branches)}"


def _smaller(a: Shape, b: Shape, first: int, second: int, branches: Sequence) -> Iterator[str]:
    """A pooling where one branch is a whole number of times larger, a crop where it is larger otherwise."""
    sizes = [(n, m) for n, m in zip(a.spatial, b.spatial, strict=True) if isinstance(n, int) and isinstance(m, int)]
    if len(sizes) != a.rank or not sizes or a.rank not in (1, 2, 3):
        return
    large = first
    if all(n <= m for n, m in sizes):
        large, sizes = second, [(m, n) for n, m in sizes]
    if 1 in {m for _, m in sizes} or not all(n >= m for n, m in sizes):
        return
    target = " × ".join(str(m) for _, m in sizes)
    if all(n % m == 0 for n, m in sizes):
        factor = _one_or_list([n // m for n, m in sizes])
        pooled = _applied(f"max_pool: {factor}", large, branches)
        yield f"bring branch {large + 1} to {target}: a `stride` of {factor} on its way, or {pooled}"
        return
    spare = [[(n - m) // 2, (n - m) - (n - m) // 2] for n, m in sizes]
    crop = f"crop: {{cropping: {spare}}}"
    yield f"crop branch {large + 1} to {target}: {_applied(crop, large, branches)}"
    yield "or choose an input whose sizes the strides divide, so that nothing is rounded on the way"


def _flatter(a: Shape, b: Shape, first: int, second: int, branches: Sequence) -> Iterator[str]:
    """A global pool of the branch with spatial axes, where the other is a vector."""
    if 0 not in (a.rank, b.rank):
        return
    spatial, shape = (first, a) if a.rank else (second, b)
    if shape.rank <= 3:
        yield f"make a vector of {shape}: {_applied('global_pool: avg', spatial, branches)}"
    if a.channels == b.channels:
        yield (
            "or keep the vector's axes, with `keep_dims: true` in its `global_pool`, and let `broadcast: true` stretch "
            "them"
        )


def _applied(layer: str, index: int, branches: Sequence) -> str:
    """Says how to put a layer behind a branch."""
    tree = branches.items[index]
    if isinstance(tree, Scalar):
        written = f"[{layer}]" if tree.value == "." else f"{{from: {tree.text}, layers: [{layer}]}}"
        return f"`{written}` in place of `{tree.text}`"
    if isinstance(tree, Mapping) and "layers" not in tree.entries:
        return f"`layers: [{layer}]` in branch {index + 1}"
    return f"`{layer}` at the end of branch {index + 1}"


def _one_or_list(values: list[int]) -> Any:
    return values[0] if len(set(values)) == 1 else values
