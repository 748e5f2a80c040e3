"""What to do about a tensor that was resized or upsampled to a size which does not fit: another size or factor."""

from collections.abc import Iterator, Sequence

from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.branches import Branch, one_or_list
from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Help
from archspec.tensors.dim import Size


def another_sampling(conflict: Conflict, branch: Branch, wanted: Sequence[Size]) -> Iterator[Help]:
    """Proposes the size or factor with which a branch would have the sizes wanted, if all layers then fit."""
    index = conflict.provenance.producer(branch.tensor, "space")
    node = conflict.provenance.nodes[index]
    if node.layer is None or node.layer.kind not in ("resize", "upsample"):
        return
    before = conflict.provenance.nodes[node.inputs[0]].shape.spatial
    pairs = [(n, m) for n, m in zip(before, wanted, strict=True) if isinstance(n, int) and isinstance(m, int)]
    field = "size" if node.layer.kind == "resize" else "factor"
    values = [m if field == "size" else m // n for n, m in pairs if field == "size" or (m > n and m % n == 0)]
    if len(values) < len(wanted) or (isinstance(getattr(node.layer, field), int) and len(set(values)) > 1):
        return
    same = {one: conflict.provenance.nodes[one].layer for one in conflict.provenance.same_text(index)}
    value = one_or_list(values)
    layers = {
        one: changed(layer, **{field: value if isinstance(value, int) else tuple(value)})
        for one, layer in same.items()
        if layer is not None
    }
    if fits(conflict, layers=layers):
        yield Help(f"write `{field}: {value}` in {conflict.at(index)}")
