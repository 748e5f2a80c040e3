"""Weights, multiply-accumulates and output values, for each layer and in total.

Every number is exact. With open sizes it is an exact function of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archspec.estimate.memory import BYTES
from archspec.graph import Graph
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError


class LayerCost(NamedTuple):
    """What one layer costs.

    Attributes:
        params: The number of its weights.
        trainable_params: How many of them training changes.
        macs: The multiply-accumulate operations of a forward pass on one sample.
        values: The number of values that it puts out for one sample.
        bytes: How many bytes they take, in float32 unless they are of a type of their own.
    """

    params: int
    trainable_params: int
    macs: Size
    values: Size
    bytes: Size


@dataclass(frozen=True)
class Costs:
    """What a network costs.

    Attributes:
        layers: The cost of each node of its graph, in order. An input has values, and costs nothing else.
    """

    layers: tuple[LayerCost, ...]

    @property
    def params(self) -> int:
        """The number of weights, as Keras's `count_params` counts them."""
        return sum(one.params for one in self.layers)

    @property
    def trainable_params(self) -> int:
        """The number of weights that training changes."""
        return sum(one.trainable_params for one in self.layers)

    @property
    def macs(self) -> Size | None:
        """The multiply-accumulate operations on one sample; None where open sizes make too long a function of them."""
        return total(one.macs for one in self.layers)

    @property
    def values(self) -> Size | None:
        """The values that all layers together put out for one sample; None as for `macs`."""
        return total(one.values for one in self.layers)


def costs(graph: Graph) -> Costs:
    """Returns what a network costs."""
    layers: list[LayerCost] = []
    for index, node in enumerate(graph.nodes):
        weights = graph.weights(node)
        trainable = sum(weight.size for weight in weights if weight.trainable)
        params = sum(weight.size for weight in weights)
        values = product(node.shape)
        layers.append(LayerCost(params, trainable, graph.macs(node), values, values * bytes_of(graph, index)))
    return Costs(tuple(layers))


def bytes_of(graph: Graph, index: int) -> int:
    """Returns how many bytes a value that a node puts out takes."""
    node = graph.nodes[index]
    return BYTES[graph.precision_of(index, "float32") if node.layer and node.dtype == "float" else node.dtype]


def total(sizes: Iterable[Size]) -> Size | None:
    """Returns the sum of sizes; None where it is too long a function of open sizes to be told."""
    whole: Size = 0
    try:
        for size, count in Counter(sizes).items():
            whole += size * count
    except ShapeError:
        return None
    return whole
