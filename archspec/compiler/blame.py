"""From a shape that does not fit to the finding that a person reads: the failing layer, both ends, the calls."""

from typing import NamedTuple

from archspec.compiler.names import Tensor
from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.layers.base import Layer
from archspec.syntax.tree import Tree
from archspec.tensors.faults import ChannelMismatch, ShapeError


class Place(NamedTuple):
    """Where a node was written.

    Attributes:
        span: Its kind, or an input's shape.
        fields: Its fields as written.
    """

    span: Span | None
    fields: dict[str, Tree]


class Call(NamedTuple):
    """The call of a block.

    Attributes:
        block: The block's name.
        span: Where it is called.
    """

    block: str
    span: Span | None


def blame(
    error: ShapeError,
    layer: Layer,
    path: str,
    place: Place,
    inputs: tuple[Tensor, ...],
    calls: tuple[Call, ...],
    nodes: list[Node],
    places: list[Place],
) -> Diagnostic:
    """Returns the finding for a layer that does not fit its inputs.

    Args:
        error: What does not fit.
        layer: The layer.
        path: Its path.
        place: Where it is written.
        inputs: What it takes.
        calls: The calls of blocks that led to it, outermost first.
        nodes: The nodes made so far.
        places: Where each of them is written.
    """
    clashing = [inputs[index] for index in error.branches if index < len(inputs)] or list(inputs)
    field = place.fields.get(error.field or "")
    if field is None and error.field is not None and error.field == layer.principal:
        field = next(iter(place.fields.values()), None)
    labels: list[Label] = []
    notes = list(error.notes)
    for tensor in clashing:
        by_channels = error.kind is ChannelMismatch
        source = producer(tensor, nodes, by_channels)
        made = nodes[source]
        span = places[source].span
        if made.layer is not None and made.layer.width in places[source].fields:
            span = places[source].fields[made.layer.width].span
        what = _described(tensor, made, by_channels)
        if span is not None and place.span is not None:
            labels.append(Label(span, what))
        else:
            notes.append(f"{what[: -len('from here')]}from `{made.name}`" if what.endswith("from here") else what)
    notes += [
        f"in block `{call.block}`" + (f", called at line {call.span.line}" if call.span else "")
        for call in reversed(calls)
    ]
    span = field.span if field is not None and field.span is not None else place.span
    return Diagnostic(
        error.kind,
        f"`{path}` {error.message}",
        span,
        label=" and ".join(str(tensor.shape) for tensor in clashing),
        layer=path,
        labels=tuple(_distinct(labels, span)),
        notes=tuple(notes),
        helps=tuple(Help(text) for text in error.helps),
    )


def producer(tensor: Tensor, nodes: list[Node], by_channels: bool) -> int:
    """Returns the index of the node that gave a tensor its shape, or its channels.

    Layers that leave the shape, or the channels, as they were are passed over: the size comes from further up.
    """
    index = tensor.node
    while True:
        node = nodes[index]
        if node.layer is None or node.layer.width is not None or len(node.inputs) != 1:
            return index
        before = nodes[node.inputs[0]].shape
        same = before[-1:] == node.shape[-1:] if by_channels else before == node.shape
        if not same:
            return index
        index = node.inputs[0]


def _described(tensor: Tensor, made: Node, by_channels: bool) -> str:
    shape = tensor.shape
    if shape is None:
        return ""
    if made.layer is None:
        return f"input `{made.name}` is {made.shape}"
    if by_channels:
        return f"{shape.channels} channels come from here"
    return f"{made.shape} comes from here"


def _distinct(labels: list[Label], primary: Span | None) -> list[Label]:
    seen: set[Span | None] = {primary}
    distinct: list[Label] = []
    for label in labels:
        if label.span not in seen:
            seen.add(label.span)
            distinct.append(label)
    return distinct
