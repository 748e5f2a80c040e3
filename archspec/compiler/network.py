"""The network as far as it could be made: every layer, those of unknown shape too, with where it is written."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archspec.compiler.places import Place
from archspec.graph import Graph, Node
from archspec.tensors.shape import Shape


class Gap(NamedTuple):
    """A layer whose shape an error keeps unknown, or an item that could not be made at all.

    Attributes:
        position: How many nodes were made before it.
        name: Its path, as far as that is known.
        kind: Its kind; empty if it cannot be read.
        place: Where it is written.
    """

    position: int
    name: str
    kind: str
    place: Place


class Network(NamedTuple):
    """The layers of a spec, with errors or without.

    Attributes:
        name: The network's name, if it has one.
        nodes: The inputs and layers of known shape, those that nothing uses among them.
        places: Where each of them is written.
        gaps: The others, in the order in which they are written.
        inputs: Indices of the inputs of known shape.
        outputs: The index of each output by its name; None where its shape is not known.
    """

    name: str | None = None
    nodes: Sequence[Node] = ()
    places: Sequence[Place] = ()
    gaps: Sequence[Gap] = ()
    inputs: tuple[int, ...] = ()
    outputs: Mapping[str, int | None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.nodes or self.gaps)

    def places_in(self, graph: Graph) -> Sequence[Place]:
        """Returns where each node of the network's graph is written, which lacks the layers that nothing uses."""
        if len(graph.nodes) == len(self.nodes):
            return self.places
        places = {node.name: place for node, place in zip(self.nodes, self.places, strict=True)}
        return [places[node.name] for node in graph.nodes]

    def shapes(self) -> dict[str, Shape | None]:
        """Returns the shape of every layer by its path, None where it is not known."""
        return {**{gap.name: None for gap in self.gaps}, **{node.name: node.shape for node in self.nodes}}
