"""What to do about a layer whose input has too few axes or too many."""

from collections.abc import Iterator

from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.conflict import Conflict, listed
from archspec.compiler.remedies.settings import setting
from archspec.diagnostics.help import Help
from archspec.layers.base import Layer
from archspec.layers.core.identity import Identity
from archspec.layers.sequence.base import RecurrentLayer
from archspec.layers.stepwise import StepwiseLayer
from archspec.tensors.shape import Shape


def remedies(conflict: Conflict) -> Iterator[Help]:
    """Yields things to do about a layer with one input of the wrong rank."""
    shapes, ranks = conflict.shapes, conflict.error.ranks
    if len(shapes) != 1 or not ranks:
        return
    (shape,) = shapes
    wanted = min(ranks, key=lambda rank: abs(rank - shape.rank))
    if shape.rank < wanted:
        yield from _more_axes(conflict, shape, wanted)
    elif shape.rank > wanted:
        yield from _fewer_axes(conflict, shape, wanted)


def _more_axes(conflict: Conflict, shape: Shape, wanted: int) -> Iterator[Help]:
    (tensor,) = conflict.inputs
    producer = conflict.provenance.producer(tensor, "rank")
    layer, place = conflict.provenance.nodes[producer].plain, conflict.provenance.places[producer]
    if isinstance(layer, RecurrentLayer) and _fits(conflict, producer, return_sequences=True):
        # Inside of a block or repeat the same text stands for other layers too.
        safe = not place.trace and place.span != conflict.place.span
        edits = setting(place, layer, "return_sequences", "true") if safe else ()
        yield Help(f"give {conflict.at(producer)} `return_sequences: true`", edits)
    elif layer is not None and layer.kind in ("flatten", "global_pool") and _fits_without(conflict, producer):
        culprit = conflict.at(producer)
        yield Help(f"leave out {culprit}, or put it after this layer: `{layer.kind}` removes the axes")
    else:
        yield from _reshaped(conflict, producer, layer, Shape((*shape, *(1,) * (wanted - shape.rank))))


def _reshaped(conflict: Conflict, producer: int, layer: Layer | None, shape: Shape) -> Iterator[Help]:
    """Proposes an axis of one channel: where an input or a reshape made the shape, else in a layer before this one."""
    (tensor,) = conflict.inputs
    nodes = conflict.provenance.nodes
    if shape.rank > 1 and (plain := nodes[conflict.provenance.producer(tensor, "channels")].plain) and plain.width:
        return  # its last axis holds channels
    if layer is None and tensor.node == producer:
        whole = shape if tensor.steps is None else Shape((tensor.steps, *shape))
        yield Help(f"give {conflict.at(producer)} an axis of channels: `{listed(whole)}`")
    else:
        yield Help(f"give its input an axis of channels, in a layer before it: `reshape: {listed(shape)}`")


def _fits(conflict: Conflict, index: int, **fields: object) -> bool:
    """Returns whether all layers would fit if one were written with other fields."""
    same = {one: conflict.provenance.nodes[one].layer for one in conflict.provenance.same_text(index)}
    return fits(conflict, layers={one: changed(layer, **fields) for one, layer in same.items() if layer is not None})


def _fits_without(conflict: Conflict, index: int) -> bool:
    """Returns whether all layers would fit if one were left out."""
    return fits(conflict, layers=dict.fromkeys(conflict.provenance.same_text(index), Identity()))


def _fewer_axes(conflict: Conflict, shape: Shape, wanted: int) -> Iterator[Help]:
    (tensor,) = conflict.inputs
    if wanted == 1 and isinstance(conflict.provenance.nodes[tensor.node].layer, StepwiseLayer):
        yield Help("make a vector of each step, by a last layer of the `time_distributed`: `global_pool: avg`")
    elif wanted == 1 and isinstance(shape.channels, int):
        yield Help(f"make every position a step, in a layer before it: `reshape: [-1, {shape.channels}]`")
