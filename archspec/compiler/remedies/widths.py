"""What to do about numbers of values that do not fit: another width of the layer that makes them."""

from collections.abc import Iterator

from archspec.compiler.names import Tensor
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Help
from archspec.syntax.tree import Scalar
from archspec.tensors.arithmetic import product
from archspec.tensors.faults import ChannelMismatch, GroupsMismatch, ReshapeMismatch, SizeNotDivisible
from archspec.tensors.shape import Shape


def remedies(conflict: Conflict) -> Iterator[Help]:
    """Yields the width that the layer before would need."""
    if len(conflict.shapes) != 1 or conflict.layer is None:
        return
    (shape,) = conflict.shapes
    wanted: object = None
    if conflict.error.kind is ReshapeMismatch and shape.rank == 0:
        target = getattr(conflict.layer, "shape", ())
        wanted = None if -1 in target else product(target)
    elif conflict.error.kind is ChannelMismatch:
        wanted = getattr(conflict.layer, "in_channels", None)
    elif conflict.error.kind is SizeNotDivisible and conflict.layer.kind == "depth_to_space":
        wanted = _next_multiple(shape, getattr(conflict.layer, "factor", 1) ** shape.rank)
    if isinstance(wanted, int) and wanted != shape.channels:
        yield from another_width(conflict, conflict.inputs[0], wanted)


def multiple_of_groups(conflict: Conflict) -> Iterator[Help]:
    """Yields the width nearest to that of the layer before which can be split into the groups asked for."""
    layer, groups = conflict.layer, getattr(conflict.layer, "groups", None)
    if layer is None or conflict.error.kind is not GroupsMismatch or not isinstance(groups, int):
        return
    (tensor,), (shape,) = conflict.inputs, conflict.shapes
    if not isinstance(shape.channels, int) or getattr(layer, "filters", groups) % groups:
        return
    wanted = (2 * shape.channels + groups) // (2 * groups) * groups
    if wanted not in (0, shape.channels):
        yield from another_width(conflict, tensor, wanted)


def declared(conflict: Conflict) -> Iterator[Help]:
    """Proposes to say how many channels arrive: in `in_channels`, or where that takes its value from."""
    field = conflict.place.fields.get("in_channels")
    if conflict.error.field != "in_channels" or field is None:
        return
    given = conflict.provenance.values.source(field, conflict.place.trace)
    name, tree = ("in_channels", field) if given is None else (given.name, given.tree)
    where = f" at line {tree.span.line}" if tree.span is not None and given is not None else ""
    yield Help(f"say `{name}: {conflict.shapes[0].channels}`{where}")


def _next_multiple(shape: Shape, divisor: int) -> int | None:
    return -(-shape.channels // divisor) * divisor if isinstance(shape.channels, int) else None


def another_width(conflict: Conflict, tensor: Tensor, wanted: int) -> Iterator[Help]:
    """Proposes another value for the field that gives a tensor its number of channels, if all layers then fit."""
    index = conflict.provenance.producer(tensor, "channels")
    node, field = conflict.provenance.nodes[index], conflict.provenance.width(index)
    if node.plain is None or node.plain.width is None or not isinstance(field, Scalar):
        return
    given = conflict.provenance.values.source(field, conflict.provenance.places[index].trace)
    same = {one: conflict.provenance.nodes[one].layer for one in conflict.provenance.same_width(index)}
    wide = {one: changed(layer, **{node.plain.width: wanted}) for one, layer in same.items() if layer is not None}
    computed = "$" in field.text if given is None else "$" in getattr(given.tree, "text", "")
    if (computed and len(wide) > 1) or not fits(conflict, layers=wide):
        return
    name, tree = (node.plain.width, field) if given is None else (given.name, given.tree)
    if tree.span is not None:
        yield Help(f"make {conflict.at(index)} {wanted} wide: `{name}: {wanted}` at line {tree.span.line}")
