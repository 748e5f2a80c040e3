"""How much memory a network takes, forward and in training: each tensor from where it is made to its last use.

NOTE: How far is this to be trusted? Sizes of tensors, and when they are made and last used, are exact for layers that
are computed one after the other. What a framework adds (scratch space of convolutions, fragments) or saves (XLA's
fusion) is not counted, so that the sums are estimates; `docs/costs.md` compares them with what Keras allocates.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Literal, NamedTuple

from archspec.estimate.kept import VIEWS, Kept, count, kept, working_values
from archspec.graph import Graph, Node
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.layers.normalization.base import NormalizationLayer
from archspec.layers.normalization.rms_norm import RmsNorm
from archspec.layers.regularization.base import RegularizationLayer
from archspec.tensors.dim import Dim

Optimizer = Literal["adam", "sgd", "momentum"]

SLOTS: Mapping[str, int] = {"adam": 2, "sgd": 0, "momentum": 1}
"""How many values an optimizer keeps for each weight that it trains."""
BYTES = {"float16": 2, "bfloat16": 2, "mixed_float16": 2, "mixed_bfloat16": 2, "float32": 4, "float64": 8,
         "uint8": 1, "int32": 4, "int64": 8}  # fmt: skip
"""How many bytes one value of a tensor takes, by its type or by the precision of the layer that makes it."""
WEIGHT_BYTES = {"float16": 2, "bfloat16": 2, "float64": 8}
"""How many bytes one weight takes where it is not 4: a mixed precision keeps weights in float32."""

_IN_PLACE = (ElementwiseLayer, ElementwiseMergeLayer, NormalizationLayer, RmsNorm, RegularizationLayer)


class Tensor(NamedTuple):
    """A stretch of memory and the time for which it is in use.

    Attributes:
        node: The node that it belongs to.
        bytes: How large it is.
        first: The moment when it is made.
        last: The last moment at which it is used.
    """

    node: int
    bytes: int
    first: int
    last: int

    def at(self, moment: int) -> int:
        """Returns how much of it is in use at a moment: all or nothing."""
        return self.bytes if self.first <= moment <= self.last else 0


class ActivationMemory(NamedTuple):
    """The memory of a forward pass, weights aside.

    Attributes:
        peak: The most that is in use at once.
        total: What all outputs of layers take together, if none is given back.
        at_peak: How much of the peak belongs to each node, by its index.
    """

    peak: int
    total: int
    at_peak: dict[int, int]


class TrainingMemory(NamedTuple):
    """The memory of a step of training, at the moment when the most is in use, in bytes.

    Attributes:
        weights: The weights, and the copies in half precision that a mixed precision computes with.
        gradients: The gradients of weights that are there at that moment.
        optimizer: What the optimizer keeps.
        activations: Outputs of layers, what else they keep, and the gradients of outputs.
        by_node: How much of all this belongs to each node, by its index.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int
    by_node: dict[int, int]

    @property
    def total(self) -> int:
        """All of it together."""
        return sum(self.parts().values())

    def parts(self) -> dict[str, int]:
        """Returns what it is made of, by what people call it."""
        return {
            "weights": self.weights,
            "gradients": self.gradients,
            "optimizer state": self.optimizer,
            "activations": self.activations,
        }


def has_open_sizes(graph: Graph) -> bool:
    """Returns whether any size is open, so that memory cannot be told."""
    return any(isinstance(size, Dim) for node in graph.nodes for size in node.shape)


def activation_memory(graph: Graph, batch: int = 1, precision: str = "float32") -> ActivationMemory:
    """Returns the memory of a forward pass.

    Raises:
        ValueError: If a size is open.
    """
    tensors, stored = _forward(graph, batch, precision, training=False)
    end = len(graph.nodes)
    last = _last_uses(graph, stored)
    last |= {stored[index]: end for index in (*graph.inputs, *graph.outputs.values())}
    alive = [one._replace(last=last.get(one.node, one.first)) for one in tensors.values()]
    total = sum(one.bytes for one in alive)
    for index, node in enumerate(graph.nodes):
        if node.layer and (working := working_values(node.layer, graph.argument(node), node.shape)):
            alive.append(Tensor(index, batch * working * BYTES[graph.precision_of(index, precision)], index, index))
    moment, peak = _peak(alive)
    at_peak: Counter[int] = Counter()
    for one in alive:
        if one.at(moment):
            at_peak[one.node] += one.bytes
    return ActivationMemory(peak, total, dict(at_peak))


def training_memory(
    graph: Graph, batch: int, precision: str = "float32", optimizer: Optimizer = "adam"
) -> TrainingMemory:
    """Returns the memory of a step of training on a batch.

    Raises:
        ValueError: If a size is open.
    """
    weights, learned = _weights(graph, precision)
    tensors, stored = _forward(graph, batch, precision, training=True)
    taught = _taught(graph)
    end = 2 * len(graph.nodes)  # node i is computed at moment i, its gradients at moment `end - i`
    last = _last_uses(graph, stored)
    last |= {stored[index]: end for index in (*graph.inputs, *graph.outputs.values())}
    activations: list[Tensor] = []
    for index, node in enumerate(graph.nodes):
        if node.layer is None or not taught[index]:
            continue
        what = kept(node.layer, graph.argument(node), node.shape, learns=index in learned)
        size = BYTES[graph.precision_of(index, precision)]
        if inner := batch * (what.inner * size + what.flags):
            activations.append(Tensor(index, inner, index, end - index))
        for one in _kept_outputs(index, node, what):
            last[stored[one]] = max(last.get(stored[one], 0), end - index)
    activations += [one._replace(last=last.get(one.node, one.first)) for one in tensors.values()]
    activations += _gradients(graph, tensors, stored, taught, end)
    update = end + 1
    gradients = [Tensor(index, size, end - index, update) for index, size in learned.items()]
    if SLOTS[optimizer] and gradients:  # the new value of a weight is computed beside the old one
        largest = max(gradients, key=lambda one: one.bytes)
        gradients.append(largest._replace(first=update))
    moment, _ = _peak([*activations, *gradients])
    by_node = Counter(weights)
    for index, size in learned.items():
        by_node[index] += SLOTS[optimizer] * size
    for one in (*activations, *gradients):
        by_node[one.node] += one.at(moment)
    return TrainingMemory(
        sum(weights.values()),
        sum(one.at(moment) for one in gradients),
        SLOTS[optimizer] * sum(learned.values()),
        sum(one.at(moment) for one in activations),
        dict(by_node),
    )


def largest_batch(graph: Graph, room: int, precision: str = "float32", optimizer: Optimizer = "adam") -> int:
    """Returns the largest batch on which a step of training is estimated to take no more than some bytes; 0 if none is.

    Raises:
        ValueError: If a size is open.
    """

    def fits(batch: int) -> bool:
        return training_memory(graph, batch, precision, optimizer).total <= room

    above = 1
    while fits(above):
        above *= 2
    fitting = above // 2
    while above - fitting > 1:
        middle = (fitting + above) // 2
        fitting, above = (middle, above) if fits(middle) else (fitting, middle)
    return fitting


def _forward(graph: Graph, batch: int, precision: str, *, training: bool) -> tuple[dict[int, Tensor], list[int]]:
    """Returns the tensors that nodes put out, by node, and for each node the one whose tensor its output is."""
    tensors: dict[int, Tensor] = {}
    stored: list[int] = []
    for index, node in enumerate(graph.nodes):
        if _is_view(node, training=training):
            stored.append(stored[node.inputs[0]])
            continue
        stored.append(index)
        dtype = node.dtype if node.layer is None or node.dtype != "float" else graph.precision_of(index, precision)
        tensors[index] = Tensor(index, batch * count(node.shape) * BYTES[dtype], index, index)
    return tensors, stored


def _is_view(node: Node, *, training: bool) -> bool:
    """Returns whether a node's output is its input's memory."""
    layer = node.plain
    if isinstance(layer, RegularizationLayer):
        return not training
    return layer is not None and getattr(layer, "function", layer.kind) in VIEWS


def _last_uses(graph: Graph, stored: list[int]) -> dict[int, int]:
    """Returns when each tensor is last used in the forward pass.

    What is computed value by value writes over an input that nothing else needs: that input's use ends a moment before.
    """
    last: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        in_place = isinstance(node.plain, _IN_PLACE)
        for one in node.inputs:
            same = in_place and graph.nodes[one].shape == node.shape
            last[stored[one]] = max(last.get(stored[one], 0), index - same)
            in_place = in_place and not same  # only one input can be written over
    return last


def _kept_outputs(index: int, node: Node, what: Kept) -> Iterable[int]:
    if what.input:
        yield from node.inputs
    if what.output:
        yield index


def _weights(graph: Graph, precision: str) -> tuple[dict[int, int], dict[int, int]]:
    """Returns the bytes of each node's weights, and of those that are trained."""
    weights: dict[int, int] = {}
    learned: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        own = graph.weights(node)
        if not own:
            continue
        policy = graph.precision_of(index, precision)
        size = WEIGHT_BYTES.get(policy, 4)
        copies = 2 if policy.startswith("mixed_") else 0
        trained = sum(weight.size for weight in own if weight.trainable)
        weights[index] = sum(weight.size for weight in own) * size + trained * copies
        if trained:
            learned[index] = trained * size
    return weights, learned


def _taught(graph: Graph) -> list[bool]:
    """Returns for each node whether a gradient reaches it: whether it, or one before it, has weights to train."""
    taught: list[bool] = []
    for node in graph.nodes:
        learns = any(weight.trainable for weight in graph.weights(node))
        taught.append(learns or any(taught[one] for one in node.inputs))
    return taught


def _gradients(
    graph: Graph, tensors: dict[int, Tensor], stored: list[int], taught: list[bool], end: int
) -> list[Tensor]:
    """Returns the gradients of outputs: made when the last layer that takes the output gives one back."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        if not taught[index]:
            continue
        in_place = isinstance(node.plain, _IN_PLACE)
        for one in node.inputs:
            if taught[one] and stored[one] != stored[index]:
                first[stored[one]] = end - index + in_place
        last[stored[index]] = min(last.get(stored[index], end), end - index)
    for index in graph.outputs.values():
        first[stored[index]] = len(graph.nodes)
    return [Tensor(one, tensors[one].bytes, first[one], end - one) for one in first if first[one] <= end - one]


def _peak(tensors: Iterable[Tensor]) -> tuple[int, int]:
    """Returns the first moment at which the most memory is in use, and how much that is."""
    changes: Counter[int] = Counter()
    for one in tensors:
        changes[one.first] += one.bytes
        changes[one.last + 1] -= one.bytes
    moments = sorted(changes)
    in_use = list(accumulate(changes[moment] for moment in moments))
    peak = max(in_use, default=0)
    return (moments[in_use.index(peak)] if moments else 0), peak
