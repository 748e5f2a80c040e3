"""Traces a shape back: the layers that gave a tensor its shape, and where they are written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from archspec.budget import Budget
from archspec.compiler.names import Tensor
from archspec.compiler.places import Place, Trace
from archspec.compiler.value_provenance import ValueProvenance
from archspec.diagnostics.diagnostic import Label
from archspec.graph import Node
from archspec.language.document import Architecture
from archspec.layers.base import MergeLayer
from archspec.syntax.tree import Tree
from archspec.tensors.shape import Shape

Aspect = Literal["shape", "channels", "space", "rank"]
"""What of a shape a fault is about."""

MOST_BRANCHES = 4
"""The most branches of a concat whose channels are reported one by one."""


Rehearse = Callable[[Architecture, Mapping[str, Shape], Budget], bool]
"""Returns whether a network would work with inputs of other shapes, by name; takes what that costs off a budget."""


class Description(NamedTuple):
    """What is said of a tensor: in the margin of the text, and under it.

    Attributes:
        labels: What is said at a place.
        notes: What has no place.
    """

    labels: tuple[Label, ...]
    notes: tuple[str, ...]


class ShapeProvenance(NamedTuple):
    """The network as far as it is made, with what is known of where it comes from.

    Attributes:
        nodes: The nodes made so far.
        places: Where each of them is written.
        values: Where values come from.
        budget: What trying remedies may cost, in layers that are asked once more.
        rehearse: Tries the whole network with other shapes of its inputs.
    """

    nodes: Sequence[Node]
    places: Sequence[Place]
    values: ValueProvenance
    budget: Budget
    rehearse: Rehearse | None = None

    def would_work(self, shapes: Mapping[int, Shape]) -> bool:
        """Returns whether the whole network, what follows included, would work with inputs of other shapes, by node."""
        named = {self.nodes[index].name: shape for index, shape in shapes.items()}
        return self.rehearse is not None and self.rehearse(self.values.architecture, named, self.budget)

    def shape(self, index: int, tensor: Tensor) -> Shape:
        """Returns the shape of a node, as one step of it where a tensor is one step."""
        shape = self.nodes[index].shape
        return shape if tensor.steps is None or len(shape) < 2 else Shape(shape[1:])

    def producer(self, tensor: Tensor, aspect: Aspect) -> int:
        """Returns the index of the node that gave a tensor its shape, or the aspect of it that is asked for.

        Layers that leave it as it was are passed over: it comes from further up.
        """
        index = tensor.node
        while (before := self._before(index, tensor, aspect)) is not None:
            index = before
        return index

    def _before(self, index: int, tensor: Tensor, aspect: Aspect) -> int | None:
        """Returns the first input of a node that has the same aspect, unless the node sets it itself."""
        node = self.nodes[index]
        if node.plain is None or (aspect in ("shape", "channels") and node.plain.width is not None):
            return None
        wanted = part_of(self.shape(index, tensor), aspect)
        return next((one for one in node.inputs if part_of(self.shape(one, tensor), aspect) == wanted), None)

    def changes(self, tensor: Tensor) -> Iterator[int]:
        """Yields the nodes that changed the spatial sizes of a tensor, the last one first, and its input."""
        index = tensor.node
        while True:
            index = self.producer(tensor._replace(node=index), "space")
            yield index
            if not self.nodes[index].inputs:
                return
            index = self.nodes[index].inputs[0]

    def width(self, index: int) -> Tree | None:
        """Returns the field, as written, that gives a node its number of channels."""
        plain = self.nodes[index].plain
        if plain is None or plain.width is None:
            return None
        return self.places[index].field(plain.width)

    def same_text(self, index: int) -> list[int]:
        """Returns the nodes that are written where a node is: itself, and what blocks and repeats make of that text."""
        span = self.places[index].span
        if not self.budget.spend(len(self.nodes)):
            return []
        return [one for one, place in enumerate(self.places) if place.span is not None and place.span == span]

    def same_width(self, index: int) -> list[int]:
        """Returns the nodes whose number of channels comes from the very text from which that of a node comes."""
        source = self._source_of_width(index)
        if not self.budget.spend(len(self.nodes)):
            return []
        return [one for one in range(len(self.nodes)) if source is not None and self._source_of_width(one) is source]

    def _source_of_width(self, index: int) -> Tree | None:
        field = self.width(index)
        given = None if field is None else self.values.source(field, self.places[index].trace)
        return field if given is None else given.tree

    def describe(self, tensor: Tensor, aspect: Aspect) -> Description:
        """Says what a tensor is, and where that comes from."""
        index = self.producer(tensor, aspect)
        node, place = self.nodes[index], self.places[index]
        span = place.span
        if node.layer is None:
            text = f"the input is {node.shape}" if node.name == "input" else f"input `{node.name}` is {node.shape}"
            return Description((), (text,)) if span is None else Description((Label(span, text),), ())
        field = self.width(index) if aspect in ("shape", "channels") else None
        if field is not None:
            span = field.span or span
        what = _worded(self.shape(index, tensor), aspect)
        made_of = self._made_of(index, tensor, aspect) if field is None else ""
        if span is None:
            return Description((), (f"{what} from `{node.name}`{made_of}",))
        label = Label(span, f"{what} from here{made_of}")
        if field is None or aspect != "channels":
            return Description((label,), ())
        return Description(
            (label, *self.label_source(field, place.trace)), self._computed(field, place.trace, node.name)
        )

    def _made_of(self, index: int, tensor: Tensor, aspect: Aspect) -> str:
        """Says what a node made a shape of."""
        node = self.nodes[index]
        shapes = [self.shape(one, tensor) for one in node.inputs]
        if aspect == "channels" and isinstance(node.layer, MergeLayer) and 1 < len(shapes) <= MOST_BRANCHES:
            return ": " + " + ".join(str(shape.channels) for shape in shapes)
        if len(shapes) != 1:
            return ""
        before = spaced(shapes[0]) if aspect == "space" and shapes[0].rank else str(shapes[0])
        return f", out of {before}"

    def label_source(self, field: Tree, trace: Trace) -> Iterator[Label]:
        """Yields a label at the place where the name that a field holds was given its value."""
        given = self.values.source(field, trace)
        if given is not None and given.tree.span is not None:
            yield Label(given.tree.span, f"`{given.name}` is {given.value} here")

    def _computed(self, field: Tree, trace: Trace, name: str) -> tuple[str, ...]:
        """Says what an expression that gives a width comes to."""
        given = self.values.source(field, trace)
        tree, there = (field, trace) if given is None else (given.tree, given.trace)
        explained = self.values.explain_value(tree, there)
        return () if explained is None else (f"for `{name}`, {explained}",)


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
