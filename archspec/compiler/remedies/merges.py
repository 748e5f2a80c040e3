"""What to do about a merge whose branches do not fit: the layer that brings the one to the shape of the other."""

from collections.abc import Iterator

from archspec.compiler.places import Call
from archspec.compiler.remedies import inputs, resampled, several
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.branches import Branch, applied, branches_of, one_or_list, width_of
from archspec.compiler.remedies.conflict import Conflict
from archspec.compiler.remedies.settings import setting
from archspec.compiler.remedies.widths import another_width
from archspec.compiler.shape_provenance import spaced
from archspec.diagnostics.help import Help
from archspec.layers.base import Layer
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.layers.merge.concat import Concat
from archspec.layers.pooling.global_pool import GlobalPool
from archspec.syntax.tree import Scalar, Sequence
from archspec.tensors.dim import known, unify
from archspec.tensors.faults import ChannelMismatch, RankMismatch, ShapeMismatch
from archspec.tensors.shape import Shape


def remedies(conflict: Conflict) -> Iterator[Help]:
    """Yields things to do about a merge of two branches that do not match."""
    branches = branches_of(conflict)
    if len(conflict.error.branches) != 2 or not branches:
        return
    a, b = (branches[index] for index in conflict.error.branches)
    kind = conflict.error.kind
    if len(branches) > 2 and kind in (ChannelMismatch, ShapeMismatch) and not _is_special(conflict, a, b):
        yield from several.remedies(conflict, branches)
    elif kind is ChannelMismatch:
        yield from _channels(conflict, a, b)
    elif kind is ShapeMismatch:
        yield from _sizes(conflict, a, b)
    elif kind is RankMismatch:
        yield from _ranks(conflict, a, b)


def _is_special(conflict: Conflict, a: Branch, b: Branch) -> bool:
    """Returns whether a merge joins along another axis, or stretches axes of size 1 or could be meant to."""
    joins = "axis" in conflict.place.fields or getattr(conflict.layer, "broadcast", False)
    return joins or (
        isinstance(conflict.layer, ElementwiseMergeLayer)
        and any(1 in pair for pair in zip(a.shape, b.shape, strict=False))
    )


# ---- channels --------------------------------------------------------------------------------------------------------


def _channels(conflict: Conflict, a: Branch, b: Branch) -> Iterator[Help]:
    axis = conflict.place.fields.get("axis")
    if axis is not None:
        yield Help(f"leave `axis` out to join channels: `axis: {getattr(axis, 'text', '')}` joins along another axis")
    if 1 in (a.shape.channels, b.shape.channels) and isinstance(conflict.layer, ElementwiseMergeLayer):
        yield _stretched(conflict)
    narrow, wide = (a, b) if _less(a.shape, b.shape) else (b, a)
    if not _same_space(conflict, a.shape, b.shape) or not isinstance(wide.shape.channels, int):
        return
    if narrow.shape.rank in (0, 1, 2, 3) and narrow.shape.channels != 1:
        width = width_of(conflict, wide)
        projection = f"conv: {{filters: {width}, size: 1}}" if narrow.shape.rank else f"dense: {width}"
        yield Help(f"project {narrow.title} to {wide.shape.channels} channels: {applied(projection, narrow)}")
    yield from another_width(conflict, narrow.tensor, wide.shape.channels)
    if isinstance(narrow.shape.channels, int) and narrow.shape.rank == 0:
        yield from another_width(conflict, wide.tensor, narrow.shape.channels)


def _less(a: Shape, b: Shape) -> bool:
    return isinstance(a.channels, int) and isinstance(b.channels, int) and a.channels < b.channels


def _same_space(conflict: Conflict, a: Shape, b: Shape) -> bool:
    """Returns whether the spatial sizes of two shapes are equal, or can be stretched, for some open sizes at least."""
    stretched = getattr(conflict.layer, "broadcast", False)
    return a.rank == b.rank and all(
        (stretched and 1 in (n, m)) or unify(n, m) is not None for n, m in zip(a.spatial, b.spatial, strict=True)
    )


# ---- sizes -----------------------------------------------------------------------------------------------------------


def _sizes(conflict: Conflict, a: Branch, b: Branch) -> Iterator[Help]:
    """A pooling where one branch is an integral number of times larger; other inputs, or a crop, where it is larger."""
    pairs = list(zip(a.shape.spatial, b.shape.spatial, strict=True))
    if any(1 in pair for pair in pairs) and isinstance(conflict.layer, ElementwiseMergeLayer):
        yield _stretched(conflict)
        return
    spare = [known(n - m) for n, m in pairs]
    if a.shape.rank not in (1, 2, 3) or getattr(conflict.layer, "broadcast", False):
        return
    large, small = a, b
    if all(more is not None and more <= 0 for more in spare):
        large, small, spare = b, a, [-(more or 0) for more in spare]
    factors = [
        n // m if isinstance(n, int) and isinstance(m, int) and n % m == 0 else 0
        for n, m in zip(large.shape.spatial, small.shape.spatial, strict=True)
    ]
    advice = inputs.divisible(conflict)
    if not advice:
        yield from resampled.another_sampling(conflict, large, small.shape.spatial)
        yield from resampled.another_sampling(conflict, small, large.shape.spatial)
    if all(factors):
        factor = one_or_list(factors)
        yield Help(f"bring {large.title} to {spaced(small.shape)}: {applied(f'max_pool: {factor}', large)}")
        yield Help(f"bring {small.title} to {spaced(large.shape)}: {applied(f'upsample: {factor}', small)}")
        return
    if advice:
        yield Help(advice)
    whole = [more for more in spare if more is not None and more >= 0]
    if len(whole) == len(spare):
        yield from _cropped(conflict, large, small, whole)
    elif not advice:
        yield from _kept_sizes(conflict)


def _kept_sizes(conflict: Conflict) -> Iterator[Help]:
    """Padding for the windows on the way that only take positions off, and sizes that the strides divide besides."""
    nodes = conflict.provenance.nodes
    changes = {index for tensor in conflict.inputs for index in conflict.provenance.changes(tensor)}
    padded = {
        index: changed(layer, padding="same")
        for index in sorted(changes)
        if (layer := nodes[index].layer) is not None and _only_narrows(nodes[index].plain)
    }
    if not padded:
        return
    keeping = f"keep the sizes: `padding: same` in {' and '.join(map(conflict.at, padded))}"
    if fits(conflict, layers=padded):
        yield Help(keeping)
    elif advice := inputs.divisible(conflict, padded):
        yield Help(f"{keeping}, and {advice}")


def _only_narrows(layer: Layer | None) -> bool:
    """Returns whether a layer changes sizes by nothing but a window without padding."""
    padding, stride = getattr(layer, "padding", None), getattr(layer, "stride", None)
    return padding == "valid" and stride in (1, (1,), (1, 1), (1, 1, 1))


def _stretched(conflict: Conflict) -> Help:
    """The field that lets a merge stretch axes of size 1."""
    assert conflict.layer is not None
    item = f"{conflict.layer.kind}: {{branches: {_written(conflict)}, broadcast: true}}"
    return Help(
        f"let it stretch axes of size 1: `{item}`", setting(conflict.place, conflict.layer, "broadcast", "true")
    )


def _written(conflict: Conflict) -> str:
    """Returns the branches of a merge as they are written, if that is short."""
    tree = conflict.place.fields.get("branches")
    if isinstance(tree, Sequence) and all(isinstance(item, Scalar) for item in tree.items):
        return f"[{', '.join(item.text for item in tree.items if isinstance(item, Scalar))}]"
    return "[…]"


def _cropped(conflict: Conflict, large: Branch, small: Branch, spare: list[int]) -> Iterator[Help]:
    """A crop of the larger branch: to the size of a name, which holds in every iteration, or by numbers."""
    target = spaced(small.shape)
    named = _repeated_name(conflict, small)
    if small.name is not None:
        yield Help(f"crop {large.title} to {target}: {applied(f'crop: {{like: {small.name}}}', large)}")
    elif named is not None:
        producer = conflict.at(small.tensor.node)
        crop = applied(f"crop: {{like: {named}}}", large)
        yield Help(f"crop {large.title} to the size of {producer}: give that `name: {named}`, and write {crop}")
    elif not conflict.place.trace:
        halves = [[more // 2, more - more // 2] for more in spare]
        even = {half for pair in halves for half in pair}
        cropping = even.pop() if len(even) == 1 else halves
        yield Help(f"crop {large.title} to {target}: {applied(f'crop: {cropping}', large)}")


def _repeated_name(conflict: Conflict, branch: Branch) -> str | None:
    """Returns a name for the tensor before a merge in a block or repeat, where it needs one in every iteration."""
    step = conflict.place.trace[-1] if conflict.place.trace else None
    if not isinstance(branch.tree, Scalar) or step is None or branch.tensor.node < 0:
        return None
    if isinstance(step, Call):
        return "joined"
    return f"joined${next(iter(step.counters))}" if step.counters else None


def same_sizes(conflict: Conflict) -> Iterator[Help]:
    """Proposes to keep the sizes in a residual whose layers change them by windows alone."""
    if conflict.error.kind is not ShapeMismatch or "layers" not in conflict.place.fields or len(conflict.inputs) != 2:
        return
    x, y = conflict.inputs
    narrowing: list[int] = []
    for index in conflict.provenance.changes(y):
        if index <= x.node:
            break
        narrowing.insert(0, index)
    layers = {index: conflict.provenance.nodes[index].layer for index in narrowing}
    kept = {
        index: changed(layer, padding="same") for index, layer in layers.items() if layer and hasattr(layer, "padding")
    }
    if kept and fits(conflict, layers=kept, layer=Concat()):  # which asks for the same sizes, whatever the channels are
        where = " and ".join(conflict.at(index) for index in kept)
        yield Help(f"keep the sizes: `padding: same` in {where}")


# ---- axes ------------------------------------------------------------------------------------------------------------


def _ranks(conflict: Conflict, a: Branch, b: Branch) -> Iterator[Help]:
    """Axes for a vector, or a global pool of the branch with spatial axes."""
    if 0 not in (a.shape.rank, b.shape.rank):
        return
    spatial, vector = (a, b) if a.shape.rank else (b, a)
    if isinstance(conflict.layer, ElementwiseMergeLayer) and spatial.shape.channels == vector.shape.channels:
        yield from _kept_axes(conflict, spatial, vector)
        return
    if spatial.shape.rank <= 3:
        yield Help(f"make a vector of {spatial.shape}: {applied('global_pool: avg', spatial)}")


def _kept_axes(conflict: Conflict, spatial: Branch, vector: Branch) -> Iterator[Help]:
    """Axes of size 1 for a vector that a merge is then to stretch."""
    assert conflict.layer is not None
    producer = conflict.provenance.producer(vector.tensor, "rank")
    layer, place = conflict.provenance.nodes[producer].plain, conflict.provenance.places[producer]
    stretching = setting(conflict.place, conflict.layer, "broadcast", "true")
    if isinstance(layer, GlobalPool) and _fits_with_axes(conflict, producer):
        keeping = setting(place, layer, "keep_dims", "true")
        edits = (*keeping, *stretching) if keeping and stretching and not place.trace else ()
        pool = conflict.at(producer)
        yield Help(f"keep the axes of {pool} with `keep_dims: true`, and stretch them with `broadcast: true`", edits)
        return
    shape = [*(1 for _ in spatial.shape.spatial), vector.shape.channels]
    reshaped = applied(f"reshape: {shape}", vector)
    yield Help(f"give the vector axes, {reshaped}, and stretch them with `broadcast: true`")


def _fits_with_axes(conflict: Conflict, pool: int) -> bool:
    assert conflict.layer is not None
    same = {one: conflict.provenance.nodes[one].layer for one in conflict.provenance.same_text(pool)}
    keeping = {one: changed(layer, keep_dims=True) for one, layer in same.items() if layer is not None}
    return fits(conflict, layers=keeping, layer=changed(conflict.layer, broadcast=True))
