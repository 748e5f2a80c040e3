"""Compares amounts with `expect`: weights, operations, memory, receptive field. Each function has the name of its key.

The estimates are imported on demand, so that a spec that expects only a number of weights is checked quickly.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from archspec.compiler.values import UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.expect.faults import (
    ActivationMemoryMissed,
    MacsMissed,
    MissingTrainingKey,
    NoReceptiveField,
    ReceptiveFieldMissed,
    SizesNeeded,
    TrainingMemoryMissed,
    WeightsMissed,
    as_field,
)
from archspec.expect.subject import Line, Subject
from archspec.language.accepts import bound as accepted_bound
from archspec.language.document import Precision
from archspec.language.faults import NotAccepted, UnknownKey
from archspec.language.located import shown
from archspec.language.quantities import Bound, in_bytes, parse_bound, rounded
from archspec.language.spelling import did_you_mean, nearest
from archspec.layers.fields import COUNT, Accepts, choice
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Tree

NAMED = 3
"""How many of the layers that weigh most are named."""
_TRAINING = Accepts("`{batch, precision, optimizer, max}`, as in `{batch: 32, max: 12 GiB}`")
TRAINING_KEYS = ("batch", "precision", "optimizer", "max")


def params(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the number of weights."""
    yield from _weights("params", tree, subject, trainable=False)


def trainable_params(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the number of weights that training changes."""
    yield from _weights("trainable_params", tree, subject, trainable=True)


def _weights(key: str, tree: Tree, subject: Subject, *, trainable: bool) -> Iterator[Diagnostic]:
    graph = subject.graph
    by_node = {
        index: sum(weight.size for weight in graph.weights(node) if weight.trainable or not trainable)
        for index, node in enumerate(graph.nodes)
    }
    total = sum(by_node.values())
    bound = _bound(key, tree, subject)
    subject.lines.append(Line(key, f"{total:,}", str(bound), bound.admits(total)))
    if not bound.admits(total):
        yield Diagnostic(WeightsMissed(total, str(bound), heaviest(by_node, subject), trainable), tree.span)


def macs(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the multiply-accumulate operations of a forward pass on one sample."""
    from archspec.estimate.costs import costs

    bound = _bound("macs", tree, subject)
    measured = {index: one.macs for index, one in enumerate(costs(subject.graph).layers)}
    by_node = {index: amount for index, amount in measured.items() if isinstance(amount, int)}
    if len(by_node) < len(measured):
        yield _needs_sizes("macs", tree, subject)
        return
    total = sum(by_node.values())
    subject.lines.append(Line("macs", rounded(total), str(bound), bound.admits(total)))
    if not bound.admits(total):
        yield Diagnostic(MacsMissed(total, str(bound), heaviest(by_node, subject)), tree.span)


def activation_memory(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the memory of a forward pass on one sample in float32, weights aside."""
    from archspec.estimate import memory

    bound = _bound("activation_memory", tree, subject)
    if memory.has_open_sizes(subject.graph):
        yield _needs_sizes("activation_memory", tree, subject)
        return
    measured = memory.activation_memory(subject.graph)
    holds = bound.admits(measured.peak)
    subject.lines.append(Line("activation_memory", in_bytes(measured.peak), str(bound), holds))
    if not holds:
        data = ActivationMemoryMissed(measured.peak, str(bound), heaviest(measured.at_peak, subject))
        yield Diagnostic(data, tree.span)


def training_memory(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the most memory that a step of training is estimated to take."""
    from archspec.estimate import memory

    if not isinstance(tree, TreeMapping):
        yield Diagnostic(NotAccepted("`training_memory`", _TRAINING), tree.span)
        return
    written = {key: one for key, one in tree.entries.items() if not key.startswith("x-")}
    found = list(_misplaced(tree, written))
    values: dict[str, Any] = {"precision": subject.precision, "optimizer": "adam"}
    values |= {key: subject.context.value(one) for key, one in written.items()}
    found += _wrong(values, written)
    if found:
        yield from found
        return
    bound = _bound("max", written["max"], subject)
    if memory.has_open_sizes(subject.graph):
        yield _needs_sizes("training_memory", tree, subject)
        return
    bound = bound._replace(relation="<=", text=f"<= {bound.text}") if bound.relation == "==" else bound
    measured = memory.training_memory(subject.graph, values["batch"], values["precision"], values["optimizer"])
    how = f"{values['precision']} with {values['optimizer']}, batch {values['batch']}"
    holds = bound.admits(measured.most)
    estimate = f"about {in_bytes(measured.least)} to {in_bytes(measured.most)}"
    subject.lines.append(Line("training_memory", estimate, f"{bound} in {how}", holds))
    if not holds:
        data = TrainingMemoryMissed(
            measured.most,
            str(bound),
            heaviest(measured.by_node, subject),
            measured.least,
            tuple((noun, amount) for noun, amount in measured.parts().items() if amount),
            values["batch"],
            values["precision"],
            values["optimizer"],
        )
        yield Diagnostic(data, written["max"].span)


def _misplaced(tree: TreeMapping, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
    """Yields the keys of `training_memory` that do not exist, and those that are missing."""
    for key in written:
        if key not in TRAINING_KEYS:
            helps = did_you_mean(key, TRAINING_KEYS, "it takes")
            yield Diagnostic(UnknownKey("`training_memory`", key), tree.keys[key], remedies=helps)
    for key in ("batch", "max"):
        if key not in written and not any(nearest(one, [key]) for one in written):
            yield Diagnostic(MissingTrainingKey(key), tree.span)


def _wrong(values: Mapping[str, Any], written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
    """Yields the values of `training_memory` that it does not take."""
    from archspec.estimate.overhead import OPTIMIZERS

    batch = values.get("batch", 1)
    if not isinstance(batch, int) or isinstance(batch, bool) or batch < 1:
        yield Diagnostic(NotAccepted("`batch`", COUNT, shown(batch)), written["batch"].span)
    for key, choices in (("precision", get_args(Precision)), ("optimizer", tuple(OPTIMIZERS))):
        if values[key] not in choices:
            yield Diagnostic(NotAccepted(f"`{key}`", choice(*choices), shown(values[key])), written[key].span)


def receptive_field(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the receptive field: the largest of any layer that does not see the whole input, along each axis."""
    from archspec.estimate.receptive_field import growth, largest_fields

    largest = [None if one is None else one[1].size for one in largest_fields(subject.graph)]
    sizes = {axis: size for axis, size in enumerate(largest) if size is not None}
    bound = _bound("receptive_field", tree, subject)
    if not sizes:
        yield Diagnostic(NoReceptiveField(str(bound)), tree.span)
        return
    text = as_field(largest)
    subject.lines.append(Line("receptive_field", text, str(bound), all(map(bound.admits, sizes.values()))))
    for axis, size in sizes.items():
        if not bound.admits(size):
            by_node = heaviest(growth(subject.graph, axis), subject)
            yield Diagnostic(ReceptiveFieldMissed(size, str(bound), by_node, tuple(largest)), tree.span)
            return


def heaviest(by_node: Mapping[int, int], subject: Subject) -> tuple[tuple[str, int], ...]:
    """Returns the layers that weigh most, with how much."""
    largest = sorted((item for item in by_node.items() if item[1] > 0), key=lambda item: -item[1])[:NAMED]
    return tuple((subject.graph.nodes[index].name, one) for index, one in largest)


def _bound(key: str, tree: Tree, subject: Subject) -> Bound:
    """Returns the number or bound that is expected.

    Raises:
        UnreadableError: If it is none, which is reported.
    """
    value = subject.context.value(tree)
    bound = parse_bound(value)
    if bound is not None:
        return bound
    data = NotAccepted(f"`{key}`", accepted_bound(f"<= {EXAMPLES.get(key, '26M')}"), shown(value))
    subject.context.report(Diagnostic(data, tree.span))
    raise UnreadableError


EXAMPLES = {"macs": "4.2G", "activation_memory": "200 MiB", "max": "12 GiB", "receptive_field": "500"}


def _needs_sizes(key: str, tree: Tree, subject: Subject) -> Diagnostic:
    """Returns the diagnostic for an amount that depends on sizes which are not given."""
    return Diagnostic(SizesNeeded(key, sizes=tuple(subject.graph.open_sizes())), tree.span)
