"""What lints ask about a network: the consumers of a tensor, what a layer does, and where it is written."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from archspec.compiler.places import Place
from archspec.diagnostics.source import Span
from archspec.graph import Graph
from archspec.language.document import Architecture
from archspec.layers import registry
from archspec.layers.activation.activation import Activation
from archspec.layers.base import Layer, Trait
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.layers.weighted import WeightedLayer
from archspec.layers.window import Window, WindowLayer
from archspec.syntax.tree import Mapping, Scalar, Tree
from archspec.tensors.dim import Size
from archspec.tensors.domain import Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

WORD = re.compile(r"[A-Za-z0-9_-]+")


class Sliding(NamedTuple):
    """A layer that slides a window over its input.

    Attributes:
        node: The index of the layer's node.
        window: The window.
        x: The shape that it slides over.
    """

    node: int
    window: Window
    x: Shape


class Subject:
    """A network that lints look at.

    Attributes:
        graph: Its graph.
        nodes: The graph's nodes.
        layers: The layer of each node, or what it does on each step if it works step by step; None for an input.
        kinds: The kind of each node's layer; empty for an input.
        places: Where each node is written.
        architecture: What it was made of.
    """

    def __init__(self, graph: Graph, places: Sequence[Place], architecture: Architecture) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self.layers = [node.plain for node in graph.nodes]
        self.kinds = ["" if layer is None else layer.kind for layer in self.layers]
        self.places = places
        self.architecture = architecture

    # ---- nodes -------------------------------------------------------------------------------------------------

    @cached_property
    def _by_kind(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, kind in enumerate(self.kinds):
            found[kind].append(index)
        return found

    @cached_property
    def distinct(self) -> dict[int, Layer | None]:
        """The layers, each once, by their identity: copies of a block share theirs."""
        return {id(layer): layer for layer in self.layers}

    @cached_property
    def weighted(self) -> list[WeightedLayer | None]:
        """The layer of each node that makes weighted sums of what arrives; None for the others."""
        known = {key: layer if isinstance(layer, WeightedLayer) else None for key, layer in self.distinct.items()}
        return [known[id(layer)] for layer in self.layers]

    @cached_property
    def functions(self) -> list[Layer | None]:
        """The function that each node applies last, as a layer; None where it applies none, or gives back its input."""
        known = {key: _function(layer) for key, layer in self.distinct.items()}
        return [known[id(layer)] for layer in self.layers]

    @cached_property
    def consumers(self) -> list[list[int]]:
        """The nodes that take the output of each node."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for index, node in enumerate(self.nodes):
            for one in node.inputs:
                found[one].append(index)
        return found

    @cached_property
    def outputs(self) -> frozenset[int]:
        """The nodes that are outputs of the network."""
        return frozenset(self.graph.outputs.values())

    def is_weighted(self, index: int) -> bool:
        """Returns whether a node makes weighted sums of what arrives."""
        return self.weighted[index] is not None

    def holds(self, index: int, *traits: Trait) -> bool:
        """Returns whether one of some traits holds of a node's layer."""
        layer = self.layers[index]
        return layer is not None and any(map(layer.has, traits))

    def has(self, *kinds: str) -> bool:
        """Returns whether the network has a layer of one of some kinds."""
        return any(kind in self._by_kind for kind in kinds)

    def of(self, *kinds: str) -> Iterator[tuple[int, Layer]]:
        """Yields the nodes of some kinds by index, with their layers, in order.

        A lint names the kinds that it is about. What other layers are like, `holds` tells.
        """
        for index in sorted(index for kind in kinds for index in self._by_kind.get(kind, ())):
            layer = self.layers[index]
            assert layer is not None
            yield index, layer

    def argument(self, index: int) -> Shape:
        """Returns the shape of a node's first input, as its layer sees it: without the axis of steps, if it has one."""
        node = self.nodes[index]
        shape = self.nodes[node.inputs[0]].shape
        return step(shape) if isinstance(node.layer, StepwiseLayer) else shape

    @cached_property
    def sliding(self) -> list[Sliding]:
        """The convolutions and poolings, in order, but for those with an odd window and a stride of 1.

        They have nothing that a lint looks for. A transposed convolution does not slide: it spreads.
        """
        known: dict[tuple[int, int], Window] = {}
        found: list[Sliding] = []
        for index, layer in enumerate(self.layers):
            if not isinstance(layer, WindowLayer) or layer.spreads or _is_plain(layer):
                continue
            x = self.argument(index)
            key = (id(layer), x.rank)
            window = known.get(key)
            if window is None:
                window = known[key] = layer.window(x.rank)
            found.append(Sliding(index, window, x))
        return found

    # ---- ways through the graph --------------------------------------------------------------------------------

    def only(self, index: int) -> int | None:
        """Returns the one node that takes a node's output; None if several do, or it is an output of the network."""
        takers = self.consumers[index]
        return takers[0] if len(takers) == 1 and index not in self.outputs else None

    def source(self, index: int, *through: Trait) -> int:
        """Returns what a node takes, looking through layers with one of some traits that nothing else takes from.

        Returns:
            The first node, going back, that has none of these traits, or whose output several take.
        """
        index = self.nodes[index].inputs[0]
        while self.holds(index, *through) and self.only(index) is not None:
            index = self.nodes[index].inputs[0]
        return index

    # ---- open sizes --------------------------------------------------------------------------------------------

    def constant(self, size: Size) -> int | None:
        """Returns the number that a size is for all open sizes for which the network works; None if it varies."""
        if isinstance(size, int):
            return size
        try:
            allowed = self.graph.sizes & size.domain
            example = allowed.example(size.symbols)
            number = None if example is None else size.evaluate(example)
            same = number is not None and allowed & Domain.equal(size.term, number) == allowed
        except ShapeError:  # there are too many sizes to list
            return None
        return number if same else None

    # ---- where it is written -----------------------------------------------------------------------------------

    def span(self, index: int, field: str | None = None) -> Span | None:
        """Returns where a node is written, or the value of one of its fields, where that is written.

        The latter may be under `defaults`.
        """
        place = self.places[index]
        tree = place.field(field)
        return place.span if tree is None or tree.span is None else tree.span

    def has_by_default(self, index: int, field: str | None) -> bool:
        """Returns whether a node has the value of a field from `defaults`."""
        place = self.places[index]
        return field not in place.fields and field in place.defaults

    @cached_property
    def _by_place(self) -> dict[object, list[int]]:
        found: defaultdict[object, list[int]] = defaultdict(list)
        for index in range(len(self.places)):
            found[self.item(index)].append(index)
        return found

    def item(self, index: int) -> object:
        """Returns what is the same for all nodes of a kind that are written in one place."""
        return self.places[index].span, self.kinds[index]

    def alike(self, index: int) -> list[int]:
        """Returns the nodes of a node's kind that are written where it is, itself among them."""
        return self._by_place[self.item(index)]


def _is_plain(layer: WindowLayer) -> bool:
    """Returns whether a layer has an odd window, as large on every axis, and a stride of 1."""
    size = getattr(layer, "size", None)
    return isinstance(size, int) and size % 2 == 1 and getattr(layer, "stride", None) == 1


def _function(layer: Layer | None) -> Layer | None:
    """Returns the function that a layer applies last; None if it applies none, or gives back its input."""
    if isinstance(layer, Activation | WeightedLayer):
        layer = layer.last_function
    elif layer is not None and registry.family(type(layer)) != "activation":
        return None
    return None if layer is None or layer.has("identity") else layer


def words_in(tree: Tree) -> set[str]:
    """Returns every word that a tree holds: keys, values, and what is in expressions."""
    if isinstance(tree, Scalar):
        return set(WORD.findall(tree.value)) if isinstance(tree.value, str) else set()
    parts: Iterable[Tree] = tree.entries.values() if isinstance(tree, Mapping) else tree.items
    keys = tree.entries if isinstance(tree, Mapping) else ()
    return {word for key in keys for word in WORD.findall(key)}.union(*map(words_in, parts))
