"""What to do about a tensor that was brought to a size which does not fit: another size, or what was meant by it."""

from collections.abc import Iterator, Sequence

from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.branches import Branch, one_or_list
from archspec.compiler.remedies.misfit import Misfit
from archspec.diagnostics.diagnostic import Help
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


def another_sampling(misfit: Misfit, branch: Branch, wanted: Sequence[Size]) -> Iterator[Help]:
    """Proposes the size or factor with which a branch would have the sizes wanted, if all layers then fit."""
    index = misfit.ancestry.producer(branch.tensor, "space")
    node = misfit.ancestry.nodes[index]
    if node.layer is None or node.layer.kind not in ("resize", "upsample"):
        return
    before = misfit.ancestry.nodes[node.inputs[0]].shape.spatial
    pairs = [(n, m) for n, m in zip(before, wanted, strict=True) if isinstance(n, int) and isinstance(m, int)]
    field = "size" if node.layer.kind == "resize" else "factor"
    values = [m if field == "size" else m // n for n, m in pairs if field == "size" or (m > n and m % n == 0)]
    if len(values) < len(wanted) or (isinstance(getattr(node.layer, field), int) and len(set(values)) > 1):
        return
    same = {one: misfit.ancestry.nodes[one].layer for one in misfit.ancestry.same_text(index)}
    value = one_or_list(values)
    layers = {
        one: changed(layer, **{field: value if isinstance(value, int) else tuple(value)})
        for one, layer in same.items()
        if layer is not None
    }
    if fits(misfit, layers=layers):
        yield Help(f"write `{field}: {value}` in {misfit.at(index)}")


def taken_by_the_pool(misfit: Misfit) -> Iterator[Help]:
    """Proposes to name what a pool took, where an unpooling names the pool itself."""
    if not isinstance(misfit.layer, MaxUnpool) or len(misfit.shapes) != len(misfit.inputs):
        return
    values, of = misfit.inputs
    pool = misfit.ancestry.nodes[of.node]
    if not isinstance(pool.layer, MaxPool) or values.shape is None or misfit.place.way:
        return
    before = misfit.ancestry.nodes[pool.inputs[0]]
    windows = misfit.layer.window(before.shape.rank).output(before.shape.spatial)
    if Shape((*windows, before.shape.channels)) == values.shape:
        yield Help(f"name what `{misfit.layer.of}` took, instead of the pool itself: `of: {before.name}`")
