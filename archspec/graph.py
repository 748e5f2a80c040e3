"""The network as a graph of layers with known shapes: the result of the compiler, which everything else reads.

Immutable. Nodes are in an order in which they can be computed. Must not know the text of a spec.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archspec.layers.base import Layer, MergeLayer, Weight
from archspec.layers.stepwise import StepwiseLayer
from archspec.tensors.dim import Dim, Size, fixed
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape


class Node(NamedTuple):
    """One layer in its place.

    Attributes:
        name: Its path, unique in the graph: `stage3.bottleneck_17.conv_2`.
        layer: The layer; None for an input of the network.
        inputs: Indices of the nodes whose outputs it takes, each smaller than its own.
        shape: The shape of its output.
        dtype: The type of its output, before a precision is chosen: that of an input, or `float`.
        precision: Its own precision in the spec, if any.
        trainable: Whether training changes its weights.
    """

    name: str
    layer: Layer | None
    inputs: tuple[int, ...]
    shape: Shape
    dtype: str = "float"
    precision: str | None = None
    trainable: bool = True

    @property
    def plain(self) -> Layer | None:
        """The layer, or, for one that works step by step, what it does on each step."""
        return self.layer.layer if isinstance(self.layer, StepwiseLayer) else self.layer

    @property
    def is_softmax(self) -> bool:
        """Whether its last step is a softmax."""
        return self.layer is not None and self.layer.has("shares")

    def argument(self, nodes: "Sequence[Node]") -> Shape | tuple[Shape, ...]:
        """Returns what the rules of its layer take: a shape, or a tuple of them for a kind with several inputs.

        Args:
            nodes: The nodes that its inputs are indices of.
        """
        shapes = [nodes[index].shape for index in self.inputs]
        return tuple(shapes) if isinstance(self.layer, MergeLayer) or len(shapes) > 1 else shapes[0]


def ancestors(nodes: Sequence[Node], indices: Iterable[int]) -> list[int]:
    """Returns the indices of nodes and of all that they depend on, in order."""
    found: set[int] = set()
    waiting = list(indices)
    while waiting:
        index = waiting.pop()
        if index not in found:
            found.add(index)
            waiting += nodes[index].inputs
    return sorted(found)


@dataclass(frozen=True)
class Graph:
    """A network.

    Attributes:
        name: Its name, if it has one.
        nodes: Its inputs and layers, in the order in which they can be computed.
        inputs: Indices of its inputs, in the order declared.
        outputs: Indices of its outputs, by output name, in the order declared.
        sizes: The sizes of the inputs for which it works: its size contract.
        output_form: How the spec gives the outputs: `single`, `list` or `mapping`; the Keras model returns the same.
    """

    name: str | None
    nodes: tuple[Node, ...]
    inputs: tuple[int, ...]
    outputs: dict[str, int]
    sizes: Domain = EVERYTHING
    output_form: str = "single"

    def open_sizes(self) -> tuple[str, ...]:
        """Returns the names of the open sizes of its inputs, in the order in which they are declared."""
        sizes = (size for index in self.inputs for size in self.nodes[index].shape if isinstance(size, Dim))
        return tuple(dict.fromkeys(name for size in sizes for name in size.symbols))

    def at(self, **sizes: int) -> "Graph":
        """Returns the network at given sizes.

        Raises:
            ValueError: If it has no such open size, or does not work for the sizes.
        """
        if not sizes:
            return self
        self.check_names(sizes)
        left = self.sizes.given(sizes)
        if left.is_empty:
            raise ValueError(f"the network does not work for {equations(sizes)}")
        nodes = (node._replace(shape=Shape(fixed(size, sizes) for size in node.shape)) for node in self.nodes)
        return replace(self, nodes=tuple(nodes), sizes=left)

    def check_names(self, sizes: Iterable[str]) -> None:
        """Checks that all names are names of open sizes.

        Raises:
            ValueError: If one is not.
        """
        known = self.open_sizes()
        for name in sizes:
            if name not in known:
                others = f"its open sizes are {', '.join(f'`{one}`' for one in known)}" if known else "it has none"
                raise ValueError(f"the network has no open size `{name}`; {others}")

    def with_nodes(self, nodes: Iterable[Node], places: Sequence[int] | None = None) -> "Graph":
        """Returns the network with other nodes.

        Args:
            nodes: The nodes, which refer to each other by their new indices.
            places: The new index of the output of each node of this graph; the same by default.
        """
        if places is None:
            return replace(self, nodes=tuple(nodes))
        return replace(
            self,
            nodes=tuple(nodes),
            inputs=tuple(places[index] for index in self.inputs),
            outputs={name: places[index] for name, index in self.outputs.items()},
        )

    def argument(self, node: Node) -> Shape | tuple[Shape, ...]:
        """Returns what the rules of a node's layer take: a shape, or a tuple of them for a kind with several inputs."""
        return node.argument(self.nodes)

    def weights(self, node: Node) -> tuple[Weight, ...]:
        """Returns the weights of a node."""
        if node.layer is None:
            return ()
        weights = node.layer.weights(self.argument(node))
        return weights if node.trainable else tuple(one._replace(trainable=False) for one in weights)

    def macs(self, node: Node) -> Size:
        """Returns the multiply-accumulate operations of a node for one sample."""
        return 0 if node.layer is None else node.layer.macs(self.argument(node), node.shape)

    def precision_of(self, index: int, precision: str) -> str:
        """Returns the precision that a node computes in.

        Args:
            index: The node's index.
            precision: The precision of every layer without one of its own; outputs and softmax lose too much in half
                precision and stay in float32.
        """
        node = self.nodes[index]
        if node.precision is not None or precision == "float32":
            return node.precision or precision
        return "float32" if index in self.outputs.values() or node.is_softmax else precision

    def params(self) -> int:
        """Returns the number of weights, counted as Keras's `count_params` does."""
        return sum(weight.size for node in self.nodes for weight in self.weights(node))

    def trainable_params(self) -> int:
        """Returns the number of weights that training changes."""
        return sum(weight.size for node in self.nodes for weight in self.weights(node) if weight.trainable)
