"""What to do about poolings that do not fit: what was meant by them."""

from collections.abc import Iterator

from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Help
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.tensors.faults import WindowTooLarge
from archspec.tensors.shape import Shape


def of_the_whole_map(conflict: Conflict) -> Iterator[Help]:
    """Proposes a global pooling for one whose window is larger than a map, on all its axes."""
    kind = "" if conflict.layer is None else conflict.layer.kind
    if conflict.error.kind is not WindowTooLarge or kind not in ("avg_pool", "max_pool"):
        return
    (shape,) = conflict.shapes
    size = getattr(conflict.layer, "size", 0)
    sizes = (size,) * shape.rank if isinstance(size, int) else size
    pairs = zip(shape.spatial, sizes, strict=True)
    if all(isinstance(n, int) and 1 < n < window for n, window in pairs):
        mode = kind.removesuffix("_pool")
        yield Help(f"pool the whole map, whatever its size: `global_pool: {{mode: {mode}, keep_dims: true}}`")


def taken_by_the_pool(conflict: Conflict) -> Iterator[Help]:
    """Proposes to name what a pool took, where an unpooling names the pool itself."""
    if not isinstance(conflict.layer, MaxUnpool) or len(conflict.shapes) != len(conflict.inputs):
        return
    values, of = conflict.inputs
    pool = conflict.provenance.nodes[of.node]
    if not isinstance(pool.layer, MaxPool) or values.shape is None or conflict.place.trace:
        return
    before = conflict.provenance.nodes[pool.inputs[0]]
    windows = conflict.layer.window(before.shape.rank).output(before.shape.spatial)
    if Shape((*windows, before.shape.channels)) == values.shape:
        yield Help(f"name what `{conflict.layer.of}` took, instead of the pool itself: `of: {before.name}`")
