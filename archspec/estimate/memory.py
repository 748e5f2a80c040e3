"""The memory of a network in inference and training: each tensor from where it is made to its last use.

NOTE: How accurate is it? The sizes of tensors, and when they are made and last used, are exact for layers that are
computed one after the other. Training needs more, for the reasons in `overhead.py`. So its memory is a range, from the
tensors alone to what TensorFlow adds on a CPU; `docs/costs.md` compares it with measurements.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Literal, NamedTuple

from archspec.estimate.overhead import OPTIMIZERS, free_blocks, traced_graph
from archspec.graph import Graph, Node
from archspec.layers.memory import Saved
from archspec.tensors.dim import Dim

Optimizer = Literal["adam", "sgd", "momentum"]

BYTES = {"float16": 2, "bfloat16": 2, "mixed_float16": 2, "mixed_bfloat16": 2, "float32": 4, "float64": 8,
         "uint8": 1, "int32": 4, "int64": 8}  # fmt: skip
"""How many bytes one value of a tensor takes, by its type or by the precision of the layer that makes it."""
WEIGHT_BYTES = {"float16": 2, "bfloat16": 2, "float64": 8}
"""How many bytes one weight takes where it is not 4: a mixed precision keeps weights in float32."""


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
    """The memory of a step of training, in bytes: at least so much, and at most the sum of the parts.

    The parts are those at the moment when the most is in use.

    Attributes:
        least: What is in use whoever computes: weights, what the optimizer keeps, and what the gradients need.
        weights: The weights, and the copies in half precision that a mixed precision computes with.
        gradients: The gradients of weights that have been computed, none of which has been given back.
        optimizer: What the optimizer keeps from step to step.
        updates: What it computes with.
        activations: Outputs of layers, what else they keep, and the gradients of outputs.
        workspace: What layers take while they are computed.
        free: What the allocator keeps that is free.
        traced: The graph that TensorFlow traces.
        by_node: How much of all but the last two belongs to each node, by its index.
    """

    least: int
    weights: int
    gradients: int
    optimizer: int
    updates: int
    activations: int
    workspace: int
    free: int
    traced: int
    by_node: dict[int, int]

    @property
    def most(self) -> int:
        """The upper end: all parts together."""
        return sum(self.parts().values())

    def parts(self) -> dict[str, int]:
        """Returns what the upper end is made of, by what people call it."""
        return {
            "weights": self.weights,
            "gradients": self.gradients,
            "optimizer state": self.optimizer,
            "updates": self.updates,
            "activations": self.activations,
            "workspace": self.workspace,
            "free blocks": self.free,
            "traced graph": self.traced,
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
    last = _last_uses(graph, tensors, stored)
    last |= {stored[index]: end for index in (*graph.inputs, *graph.outputs.values())}
    alive = [one._replace(last=last.get(one.node, one.first)) for one in tensors.values()]
    total = sum(one.bytes for one in alive)
    for index, node in enumerate(graph.nodes):
        if node.layer and (working := node.layer.working_values(graph.argument(node), node.shape)):
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
    rule = OPTIMIZERS[optimizer]
    weights, copies, learned = _weights(graph, precision)
    end = 2 * len(graph.nodes)  # node i is computed at moment i, its gradients at moment `end - i`
    slots = rule.slots * sum(learned.values())
    _, lean = _peak(_activations(graph, batch, precision, learned, in_full=False))
    # A weight's gradient may wait until nothing else is left.
    least = sum(weights.values()) + slots + max(lean, *learned.values(), 0)

    activations = _activations(graph, batch, precision, learned, in_full=True)
    # TensorFlow computes in two threads: one layer's update may not be done when the next has its gradient.
    updates = [
        Tensor(index, rule.working * size, end - index, end - before)
        for (index, size), before in zip(learned.items(), (0, *learned), strict=False)
    ]
    updates += [Tensor(index, rule.ahead * size, 0, end - index) for index, size in learned.items()]
    workspace = list(_workspace(graph, batch, precision, end))
    moment, _ = _peak([*activations, *updates, *workspace])
    by_node = Counter(weights)
    by_node.update(copies)
    for index, size in learned.items():
        by_node[index] += size + rule.slots * size
    for one in (*activations, *updates, *workspace):
        by_node[one.node] += one.at(moment)
    layers = sum(node.layer is not None for node in graph.nodes)
    variables = sum(weight.trainable for node in graph.nodes for weight in graph.weights(node))
    return TrainingMemory(
        least=least,
        weights=sum(weights.values()) + sum(copies.values()),
        gradients=sum(learned.values()),
        optimizer=slots,
        updates=sum(one.at(moment) for one in updates),
        activations=sum(one.at(moment) for one in activations),
        workspace=sum(one.at(moment) for one in workspace),
        free=free_blocks([*learned.values(), *(one.at(moment) for one in (*activations, *updates, *workspace))]),
        traced=traced_graph(variables, layers, optimizer),
        by_node=dict(by_node),
    )


def _activations(
    graph: Graph, batch: int, precision: str, learned: Mapping[int, int], *, in_full: bool
) -> list[Tensor]:
    """Returns the tensors of a step whose size grows with the batch, outputs and their gradients among them.

    Args:
        graph: The graph.
        batch: The number of samples.
        precision: The precision.
        learned: The nodes with weights to train.
        in_full: Whether what TensorFlow keeps is meant, or what must be kept.
    """
    tensors, stored = _forward(graph, batch, precision, training=True)
    taught = _taught(graph)
    end = 2 * len(graph.nodes)
    last = _last_uses(graph, tensors, stored)
    last |= {stored[index]: end for index in (*graph.inputs, *graph.outputs.values())}
    activations: list[Tensor] = []
    for index, node in enumerate(graph.nodes):
        if node.layer is None or not taught[index]:
            continue
        size = BYTES[graph.precision_of(index, precision)]
        x, learns = graph.argument(node), index in learned
        if in_full:
            saved = node.layer.saved_by_tensorflow(x, node.shape, learns=learns, half=size == 2)
        else:
            saved = node.layer.saved_for_backward(x, node.shape, learns=learns)
        if inner := batch * (saved.inner * size + saved.flags):
            activations.append(Tensor(index, inner, index, end - index))
        for one in _saved_outputs(index, node, saved):
            last[stored[one]] = max(last.get(stored[one], 0), end - index)
    activations += [one._replace(last=last.get(one.node, one.first)) for one in tensors.values()]
    return activations + _gradients(graph, tensors, stored, taught, end)


def _workspace(graph: Graph, batch: int, precision: str, end: int) -> Iterable[Tensor]:
    """Yields what layers take while they, and their gradients, are computed."""
    taught = _taught(graph)
    for index, node in enumerate(graph.nodes):
        if node.layer is None:
            continue
        half = BYTES[graph.precision_of(index, precision)] == 2
        forward, backward = node.layer.tensorflow_workspace(graph.argument(node), node.shape, batch, half=half)
        if forward:
            yield Tensor(index, forward, index, index)
        if backward and taught[index]:
            yield Tensor(index, backward, end - index, end - index)


def largest_batch(graph: Graph, room: int, precision: str = "float32", optimizer: Optimizer = "adam") -> int:
    """Returns the largest batch on which a step of training is estimated to take at most some bytes; 0 if none is.

    Raises:
        ValueError: If a size is open.
    """

    def fits(batch: int) -> bool:
        return training_memory(graph, batch, precision, optimizer).most <= room

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
        tensors[index] = Tensor(index, batch * node.shape.values() * BYTES[dtype], index, index)
    return tensors, stored


def _is_view(node: Node, *, training: bool) -> bool:
    """Returns whether a node's output is its input's memory."""
    layer = node.layer
    return layer is not None and (layer.has("view") or (layer.has("training_only") and not training))


def _last_uses(graph: Graph, tensors: Mapping[int, Tensor], stored: list[int]) -> dict[int, int]:
    """Returns when each tensor is last used in the forward pass.

    What is computed elementwise writes over an input that nothing else needs: that input's use ends a moment before.
    """
    last: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        in_place = node.layer is not None and node.layer.has("in_place")
        for one in node.inputs:
            same = in_place and index in tensors and tensors[stored[one]].bytes == tensors[index].bytes
            last[stored[one]] = max(last.get(stored[one], 0), index - same)
            in_place = in_place and not same  # only one input can be written over
    return last


def _saved_outputs(index: int, node: Node, saved: Saved) -> Iterable[int]:
    if saved.input:
        yield from node.inputs
    if saved.output:
        yield index


def _weights(graph: Graph, precision: str) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Returns the bytes of each node's weights, of their copies in half precision, and of those that are trained."""
    weights: dict[int, int] = {}
    copies: dict[int, int] = {}
    learned: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        own = graph.weights(node)
        if not own:
            continue
        policy = graph.precision_of(index, precision)
        size = WEIGHT_BYTES.get(policy, 4)
        trained = sum(weight.size for weight in own if weight.trainable)
        weights[index] = sum(weight.size for weight in own) * size
        if policy.startswith("mixed_"):
            copies[index] = 2 * trained
        if trained:
            learned[index] = trained * size
    return weights, copies, learned


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
        in_place = node.layer is not None and node.layer.has("in_place")
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
