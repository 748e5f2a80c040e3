"""What to do about numbers of values that do not fit: another width of the layer that makes them."""

from collections.abc import Iterator

from archspec.compiler.names import Tensor
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.misfit import Misfit
from archspec.diagnostics.diagnostic import Help
from archspec.syntax.tree import Scalar
from archspec.tensors.arithmetic import product
from archspec.tensors.faults import ChannelMismatch, GroupsMismatch, ReshapeMismatch, SizeNotDivisible
from archspec.tensors.shape import Shape


def remedies(misfit: Misfit) -> Iterator[Help]:
    """Yields the width that the layer before would need."""
    if len(misfit.shapes) != 1 or misfit.layer is None:
        return
    (shape,) = misfit.shapes
    wanted: object = None
    if misfit.error.kind is ReshapeMismatch and shape.rank == 0:
        target = getattr(misfit.layer, "shape", ())
        wanted = None if -1 in target else product(target)
    elif misfit.error.kind is ChannelMismatch:
        wanted = getattr(misfit.layer, "in_channels", None)
    elif misfit.error.kind is SizeNotDivisible and misfit.layer.kind == "depth_to_space":
        wanted = _next_multiple(shape, getattr(misfit.layer, "factor", 1) ** shape.rank)
    if isinstance(wanted, int) and wanted != shape.channels:
        yield from another_width(misfit, misfit.inputs[0], wanted)


def multiple_of_groups(misfit: Misfit) -> Iterator[Help]:
    """Yields the width nearest to that of the layer before which can be split into the groups asked for."""
    layer, groups = misfit.layer, getattr(misfit.layer, "groups", None)
    if layer is None or misfit.error.kind is not GroupsMismatch or not isinstance(groups, int):
        return
    (tensor,), (shape,) = misfit.inputs, misfit.shapes
    if not isinstance(shape.channels, int) or getattr(layer, "filters", groups) % groups:
        return
    wanted = (2 * shape.channels + groups) // (2 * groups) * groups
    if wanted not in (0, shape.channels):
        yield from another_width(misfit, tensor, wanted)


def declared(misfit: Misfit) -> Iterator[Help]:
    """Proposes to say how many channels arrive: in `in_channels`, or where that takes its value from."""
    field = misfit.place.fields.get("in_channels")
    if misfit.error.field != "in_channels" or field is None:
        return
    given = misfit.ancestry.origins.source(field, misfit.place.way)
    name, tree = ("in_channels", field) if given is None else (given.name, given.tree)
    where = f" at line {tree.span.line}" if tree.span is not None and given is not None else ""
    yield Help(f"say `{name}: {misfit.shapes[0].channels}`{where}")


def _next_multiple(shape: Shape, divisor: int) -> int | None:
    return -(-shape.channels // divisor) * divisor if isinstance(shape.channels, int) else None


def another_width(misfit: Misfit, tensor: Tensor, wanted: int) -> Iterator[Help]:
    """Proposes another value for the field that gives a tensor its number of channels, if all layers then fit."""
    index = misfit.ancestry.producer(tensor, "channels")
    node, field = misfit.ancestry.nodes[index], misfit.ancestry.width(index)
    if node.plain is None or node.plain.width is None or not isinstance(field, Scalar):
        return
    given = misfit.ancestry.origins.source(field, misfit.ancestry.places[index].way)
    same = {one: misfit.ancestry.nodes[one].layer for one in misfit.ancestry.same_width(index)}
    wide = {one: changed(layer, **{node.plain.width: wanted}) for one, layer in same.items() if layer is not None}
    computed = "$" in field.text if given is None else "$" in getattr(given.tree, "text", "")
    if (computed and len(wide) > 1) or not fits(misfit, layers=wide):
        return
    name, tree = (node.plain.width, field) if given is None else (given.name, given.tree)
    if tree.span is not None:
        yield Help(f"make {misfit.at(index)} {wanted} wide: `{name}: {wanted}` at line {tree.span.line}")
