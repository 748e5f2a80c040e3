"""From a shape that does not fit to the finding that a person reads: the layer, both ends, the calls between."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from archspec.compiler.names import Tensor
from archspec.compiler.remedy import remedies
from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.layers.base import Layer
from archspec.layers.faults import PaddingTooLarge, UnequalStrides
from archspec.syntax.tree import Tree
from archspec.tensors.faults import (
    BranchCount,
    ChannelMismatch,
    CropTooLarge,
    DilatedStride,
    GroupsMismatch,
    OutputPaddingMismatch,
    RankMismatch,
    ReflectionTooLarge,
    ShapeError,
    ShapeMismatch,
    WindowTooLarge,
)
from archspec.tensors.shape import Shape

Aspect = Literal["shape", "channels", "space", "rank"]
"""What of a shape a fault is about."""

_ASPECTS: dict[type[DiagnosticKind], Aspect] = {
    ChannelMismatch: "channels",
    GroupsMismatch: "channels",
    ShapeMismatch: "space",
    WindowTooLarge: "space",
    CropTooLarge: "space",
    ReflectionTooLarge: "space",
    RankMismatch: "rank",
}
"""What a kind of fault is about, where it is not the whole shape."""

_OF_FIELDS_ALONE = (BranchCount, DilatedStride, OutputPaddingMismatch, PaddingTooLarge, UnequalStrides)
"""The faults that a layer has whatever shape arrives."""

LONGEST_WAY = 8
"""The most changes of a size that are told."""


class Place(NamedTuple):
    """Where a node was written.

    Attributes:
        span: Its kind, or an input's shape.
        fields: Its fields as written.
    """

    span: Span | None
    fields: dict[str, Tree]

    def part(self, name: str) -> "Place":
        """Returns where a part of a layer was asked for: the field of its name, else the whole layer."""
        tree = self.fields.get(name)
        return Place(self.span if tree is None or tree.span is None else tree.span, {})


class Call(NamedTuple):
    """The call of a block.

    Attributes:
        block: The block's name.
        span: Where it is called.
    """

    block: str
    span: Span | None


class Network(NamedTuple):
    """What is known of a network when a layer does not fit into it.

    Attributes:
        nodes: The nodes made so far.
        places: Where each of them is written.
    """

    nodes: list[Node]
    places: list[Place]

    def producer(self, tensor: Tensor, aspect: Aspect) -> int:
        """Returns the index of the node that gave a tensor its shape, or the aspect of it that is asked for.

        Layers that leave it as it was are passed over: it comes from further up.
        """
        index = tensor.node
        while (before := self._before(index, aspect)) is not None:
            index = before
        return index

    def _before(self, index: int, aspect: Aspect) -> int | None:
        """Returns the first input of a node that has the same aspect, unless the node sets it itself."""
        node = self.nodes[index]
        if node.layer is None or (aspect in ("shape", "channels") and node.layer.width is not None):
            return None
        wanted = part_of(node.shape, aspect)
        return next((one for one in node.inputs if part_of(self.nodes[one].shape, aspect) == wanted), None)

    def way(self, tensor: Tensor) -> Iterator[Node]:
        """Yields the nodes that changed the spatial sizes of a tensor, the last one first, and its input."""
        index = tensor.node
        while True:
            index = self.producer(Tensor(index, None), "space")
            node = self.nodes[index]
            yield node
            if not node.inputs:
                return
            index = node.inputs[0]

    def described(self, tensor: Tensor, aspect: Aspect) -> Label | str:
        """Says what a tensor is, and where that comes from: as a label, or as a note where there is no place."""
        index = self.producer(tensor, aspect)
        node, place = self.nodes[index], self.places[index]
        span = place.span
        if node.layer is None:
            text = f"the input is {node.shape}" if node.name == "input" else f"input `{node.name}` is {node.shape}"
            return text if span is None else Label(span, text)
        if aspect in ("shape", "channels") and node.layer.width in place.fields:
            span = place.fields[node.layer.width].span
        what = _worded(node.shape, aspect)
        return f"{what} from `{node.name}`" if span is None else Label(span, f"{what} from here")


def blame(
    error: ShapeError,
    layer: Layer,
    path: str,
    place: Place,
    inputs: tuple[Tensor, ...],
    calls: tuple[Call, ...],
    network: Network,
) -> Diagnostic:
    """Returns the finding for a layer that does not fit its inputs.

    Args:
        error: What does not fit.
        layer: The layer.
        path: Its path.
        place: Where it is written.
        inputs: What it takes.
        calls: The calls of blocks that led to it, outermost first.
        network: What it was to become part of.
    """
    aspect = _ASPECTS.get(error.kind, "shape")
    clashing = [inputs[index] for index in error.branches if index < len(inputs)] or list(inputs)
    if error.kind in _OF_FIELDS_ALONE:
        clashing = []
    told = [network.described(tensor, aspect) for tensor in clashing]
    notes = [*error.notes, *_narrowed(layer, inputs, network), *(one for one in told if isinstance(one, str))]
    if aspect == "space" and len(clashing) == 2:
        notes += _detour(clashing[0], clashing[1], network)
    for call in reversed(calls):
        notes.append(f"in block `{call.block}`" + (f", called at line {call.span.line}" if call.span else ""))
    field = place.fields.get(error.field or "")
    span = field.span if field is not None and field.span is not None else place.span
    helps = (*error.helps, *remedies(error, layer, place.fields.get("branches"), tuple(inputs)))
    return Diagnostic(
        error.kind,
        f"`{path}` {error.message}",
        span,
        label=_under_the_caret(error, clashing, inputs),
        layer=path,
        labels=tuple(_distinct([one for one in told if isinstance(one, Label)], span)),
        notes=tuple(dict.fromkeys(notes)),
        helps=tuple(Help(text) for text in helps),
    )


def _narrowed(layer: Layer, inputs: tuple[Tensor, ...], network: Network) -> tuple[str, ...]:
    """Says what the layers before left of the open sizes, if that is why a layer does not fit."""
    if all(isinstance(size, int) for tensor in inputs for size in tensor.whole.shape or ()):
        return ()
    from archspec.compiler.reasons import narrowed

    return narrowed(layer, inputs, network.nodes)


def part_of(shape: Shape, aspect: Aspect) -> object:
    """Returns the aspect of a shape."""
    if aspect == "channels":
        return shape.channels
    if aspect == "space":
        return shape.spatial
    return shape.rank if aspect == "rank" else shape


def _worded(shape: Shape, aspect: Aspect) -> str:
    """Says what comes from a place: to be followed by "from here"."""
    if aspect == "channels":
        return f"{shape.channels} channel{' comes' if shape.channels == 1 else 's come'}"
    if aspect == "space" and shape.rank:
        return spaced(shape) + (" positions come" if shape.rank == 1 else " comes")
    if aspect == "rank":
        axes = {0: "no spatial axes", 1: "1 spatial axis"}.get(shape.rank, f"{shape.rank} spatial axes")
        return f"{shape}, with {axes}, comes"
    return f"{shape} comes"


def spaced(shape: Shape) -> str:
    """Returns the spatial sizes of a shape as people write them: `56 × 56`."""
    return " × ".join(f"({size})" if " " in str(size) and shape.rank > 1 else str(size) for size in shape.spatial)


def _under_the_caret(error: ShapeError, clashing: list[Tensor], inputs: tuple[Tensor, ...]) -> str:
    if len(inputs) > 2 and len(error.branches) == 2:
        numbered = zip(error.branches, clashing, strict=True)
        return ", ".join(f"branch {index + 1} is {tensor.shape}" for index, tensor in numbered)
    return " and ".join(str(tensor.shape) for tensor in clashing)


def _detour(a: Tensor, b: Tensor, network: Network) -> Iterator[str]:
    """Tells how one tensor lost the size of the other, if it had it once."""
    for here, there in ((a, b), (b, a)):
        changes: list[Node] = []
        for node in network.way(there):
            if here.shape is not None and node.shape.spatial == here.shape.spatial and changes:
                steps = ", ".join(f"{spaced(one.shape)} after `{one.name}`" for one in reversed(changes))
                yield f"{there.shape} was {spaced(here.shape)} at first, and then {steps}"
                return
            changes.append(node)
            if len(changes) > LONGEST_WAY:
                break


def _distinct(labels: list[Label], primary: Span | None) -> list[Label]:
    seen: set[Span | None] = {primary}
    distinct: list[Label] = []
    for label in labels:
        if label.span not in seen:
            seen.add(label.span)
            distinct.append(label)
    return distinct
