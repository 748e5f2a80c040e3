"""Runs what archspec accepts as its users do: through `predict`, a compiled training step and exported files."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Any

from archspec.convert.to_keras import to_keras
from archspec.graph import Graph, Node
from archspec.layers.core.embedding import Embedding
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.layers.shape.crop import Crop
from archspec.tensors.dim import known
from tests.fuzz import keras_side
from tests.fuzz import known as known_differences
from tests.fuzz.keras_side import KerasRefusedError
from tests.fuzz.verdict import DisagreementError, Verdict
from tools import runtimes

MOST_VALUES = 60_000
"""The most values of a tensor for which a network is run."""
MISSING = "not run: an operation that this device has not"
MISSING_IN_TRAINING = "not trained: an operation that this device has not"
UNLISTED = f"known: {known_differences.UNLISTED}"
INSIDE, OUTSIDE = 2, 2
"""How many sizes of a network's contract it is run at, and how many beside it."""
TOLERANCE, TOLERANCE_IN_HALF = 1e-3, 0.1
"""By how much two ways to compute a tensor may differ, as a part of its largest value; in half precision by more."""


def judge_accepted(graph: Graph, verdict: Verdict, ending: str | None) -> None:
    """Builds a network in Keras, and runs it at sizes of its contract and beside it.

    Args:
        graph: The network.
        verdict: Where to note what happens.
        ending: The ending of a format in which it is exported too, if at all.

    Raises:
        DisagreementError: If archspec and Keras differ.
    """
    try:
        model = to_keras(graph)
    except Exception as error:
        raise DisagreementError("build-refused", f"{type(error).__name__}: {error}"[:400]) from None
    _compare_symbolic(graph, model)
    inside, outside = sizes_to_try(graph)
    tensors = {node.name: _last_layer(model, node.name).output for node in graph.nodes}
    # One model for all sizes: what Keras compiles for the first must do for the second.
    probe = keras_side.keras.Model(model.inputs, tensors)
    ran = [sizes for sizes in inside if _compare_real(graph, probe, sizes, verdict)]
    for sizes in outside:
        _expect_refusal(graph, sizes, verdict)
    if not inside:
        verdict.notes["not run: too large"] += 1
        return
    _train(graph, model, inside[-1], verdict)
    if ending is not None and ran:
        _export(graph, model, ran, ending, verdict)


def _compare_symbolic(graph: Graph, model: Any) -> None:
    for node in graph.nodes:
        layer = model.get_layer(node.name)
        theirs, ours = tuple(_last_layer(model, node.name).output.shape[1:]), tuple(known(size) for size in node.shape)
        if len(theirs) != len(ours) or any(a != b for a, b in zip(theirs, ours, strict=True) if None not in (a, b)):
            raise DisagreementError("symbolic-shape", f"`{node.name}` is {node.shape}, and Keras says {theirs}")
        counts = sum(weight.size for weight in graph.weights(node)), layer.count_params()
        if counts[0] != counts[1]:
            raise DisagreementError("params", f"`{node.name}` has {counts[0]}, and Keras counts {counts[1]}")
    ours, theirs = graph.params(), model.count_params()
    trainable = graph.trainable_params(), sum(prod(one.shape) for one in model.trainable_variables)
    if ours != theirs or trainable[0] != trainable[1]:
        raise DisagreementError(
            "params", f"{ours} and {trainable[0]} trainable, and Keras counts {theirs}, {trainable[1]}"
        )


def _last_layer(model: Any, name: str) -> Any:
    """Returns the last of the Keras layers that a layer becomes: an `up_conv` crops what its padding takes off."""
    names = {layer.name for layer in model.layers}
    return model.get_layer(f"{name}.crop" if f"{name}.crop" in names else name)


def _compare_real(graph: Graph, probe: Any, sizes: Mapping[str, int], verdict: Verdict) -> bool:
    """Compares the shapes that `predict` makes, and its values with those of a plain call; False if it cannot run."""
    arrays = list(runtimes.arrays(graph, sizes).values())
    try:
        called, made = probe(arrays), probe.predict(arrays, verbose=0)
    except Exception as error:
        if keras_side.is_missing(error) or keras_side.is_unlisted(error):
            verdict.notes[MISSING if keras_side.is_missing(error) else UNLISTED] += 1
            return False
        raise DisagreementError("run-refused", f"at {dict(sizes)}: {type(error).__name__}: {error}"[:400]) from None
    for node in graph.nodes:
        ours = tuple(runtimes.evaluated(size, sizes) for size in node.shape)
        theirs = tuple(made[node.name].shape[1:])
        if ours == tuple(called[node.name].shape[1:]) != theirs and known_differences.adds_to_itself(graph):
            verdict.notes[f"known: {known_differences.DROPPED}"] += 1
            return False
        if ours != theirs:
            raise DisagreementError("real-shape", f"at {dict(sizes)} `{node.name}` is {ours}, and Keras makes {theirs}")
        if difference := runtimes.difference(made[node.name], called[node.name], _tolerance(graph)):
            raise DisagreementError("predicts-other", f"at {dict(sizes)} `{node.name}` {difference}")
    verdict.notes["run inside of the contract"] += 1
    return True


def _tolerance(graph: Graph) -> float:
    return TOLERANCE if all(node.precision in (None, "float32") for node in graph.nodes) else TOLERANCE_IN_HALF


def _train(graph: Graph, model: Any, sizes: Mapping[str, int], verdict: Verdict) -> None:
    """Takes the gradient of the outputs, as training does, with respect to all weights that training changes."""
    try:
        gradients = keras_side.gradients(model, list(runtimes.arrays(graph, sizes).values()))
    except Exception as error:
        if keras_side.is_missing(error) or keras_side.is_unlisted(error):
            verdict.notes[MISSING_IN_TRAINING if keras_side.is_missing(error) else UNLISTED] += 1
            return
        raise DisagreementError("train-refused", f"at {dict(sizes)}: {type(error).__name__}: {error}"[:400]) from None
    pairs = zip(model.trainable_variables, gradients, strict=True)
    untrained = {id(variable) for variable, gradient in pairs if gradient is None}
    for node in _learning(graph):
        if any(id(variable) in untrained for variable in model.get_layer(node.name).trainable_variables):
            raise DisagreementError("untrained", f"at {dict(sizes)} `{node.name}` learns nothing")
    verdict.notes["trained inside of the contract"] += 1


def _learning(graph: Graph) -> list[Node]:
    """Returns the nodes that can learn from the outputs: not those that give a size, an order or a row of a table."""
    indices = set(graph.outputs.values())
    for index, node in reversed([*enumerate(graph.nodes)]):
        if index in indices and not isinstance(node.plain, Embedding):
            indices.update(node.inputs[:1] if isinstance(node.plain, Crop | MaxUnpool) else node.inputs)
    return [node for index, node in enumerate(graph.nodes) if index in indices]


def _export(graph: Graph, model: Any, ran: list[dict[str, int]], ending: str, verdict: Verdict) -> None:
    """Compares what an exported file computes, at each size, with what the model does."""
    if any(runtimes.lacks(ending, graph, node) for node in graph.nodes):
        verdict.notes[f"not exported to {ending}: what the format lacks"] += 1
        return
    batch = runtimes.samples(ending, graph)
    fed = [runtimes.arrays(graph, sizes, batch) for sizes in ran]
    try:
        results = runtimes.run_exported(model, ending, graph, fed)
    except Exception as error:
        name = f"export-refused{ending}"
        raise DisagreementError(name, f"{type(error).__name__}: {error}"[:400]) from None
    for sizes, arrays, result in zip(ran, fed, results, strict=True):
        expected = runtimes.named(graph, model(list(arrays.values())))
        for name, value in expected.items():
            if difference := runtimes.difference(result[name], value, _tolerance(graph)):
                raise DisagreementError(f"export-other{ending}", f"at {sizes} output `{name}` {difference}")
    verdict.notes[f"exported to {ending} and run"] += 1


def _expect_refusal(graph: Graph, sizes: Mapping[str, int], verdict: Verdict) -> None:
    culprit = next((node for node in graph.nodes if not _exists(node.shape, sizes)), None)
    try:
        keras_side.run_at(graph, sizes)
    except KerasRefusedError as error:
        note = MISSING if error.stage == "missing" else f"refused outside of the contract ({error.stage})"
        verdict.notes[note] += 1
        return
    if culprit is not None and known_differences.stretches(culprit.layer):
        verdict.notes[f"known: {known_differences.STRETCHED}"] += 1
        return
    name = culprit.name if culprit else "no layer alone"
    raise DisagreementError("runs-outside", f"`{name}` rules out {dict(sizes)}, and Keras runs it")


def _exists(shape: Any, sizes: Mapping[str, int]) -> bool:
    try:
        return all(runtimes.evaluated(size, sizes) >= 1 for size in shape)
    except ValueError:
        return False


def sizes_to_try(graph: Graph) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Returns a few open sizes for which a graph works, and a few beside them for which it does not."""
    names = graph.open_sizes()
    if not names:
        return [{}], []
    least = graph.sizes.example(names)
    if least is None:
        return [], []
    inside: list[dict[str, int]] = []
    outside: list[dict[str, int]] = []
    for steps in sorted(product(range(-3, 7), repeat=len(names)), key=lambda steps: sum(map(abs, steps))):
        sizes = {name: least[name] + step for name, step in zip(names, steps, strict=True)}
        if min(sizes.values()) < 1:
            continue
        if not graph.sizes.contains(sizes):
            outside.append(sizes)
        elif _is_small(graph, sizes):
            inside.append(sizes)
    # The nearest, and one that is farther away.
    return [*inside[:1], *inside[-1:]][:INSIDE] if len(inside) > 1 else inside, [*outside[:1], *outside[-1:]][:OUTSIDE]


def _is_small(graph: Graph, sizes: Mapping[str, int]) -> bool:
    return all(prod(runtimes.evaluated(size, sizes) for size in node.shape) <= MOST_VALUES for node in graph.nodes)
