"""What a spec expects of amounts: weights, operations, memory, receptive field. Each function is named for its key.

What is measured is imported where it is asked for, so that a spec that expects only a number of weights stays quick.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from archspec.compiler.values import UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.unconverted import Unconverted
from archspec.expect.faults import MissedExpectation
from archspec.expect.subject import Line, Subject
from archspec.language.document import Precision
from archspec.language.faults import MissingField, UnknownKey, WrongValue
from archspec.language.located import shown
from archspec.language.quantities import Bound, in_bytes, parse_bound, rounded
from archspec.language.spelling import did_you_mean, nearest
from archspec.layers.base import Weight
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Tree

NAMED = 3
"""How many of the layers that weigh most are named."""
TRAINING_KEYS = ("batch", "precision", "optimizer", "max")


def params(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the number of weights."""
    yield from _weights("params", tree, subject, lambda _: True)


def trainable_params(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the number of weights that training changes."""
    yield from _weights("trainable_params", tree, subject, lambda weight: weight.trainable)


def _weights(key: str, tree: Tree, subject: Subject, counts: Callable[[Weight], bool]) -> Iterator[Diagnostic]:
    graph = subject.graph
    by_node = {
        index: sum(weight.size for weight in graph.weights(node) if counts(weight))
        for index, node in enumerate(graph.nodes)
    }
    total = sum(by_node.values())
    bound = _bound(key, tree, subject)
    subject.lines.append(Line(key, f"{total:,}", str(bound), bound.admits(total)))
    if not bound.admits(total):
        message = f"the network has {total:,} {key.replace('_', ' ')}, not {bound}"
        yield _missed(message, tree, heaviest(by_node, total, subject, lambda amount: f"{amount:,}"))


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
        message = f"a forward pass takes {total:,} MACs ({rounded(total)}), not {bound}"
        yield _missed(message, tree, heaviest(by_node, total, subject, rounded))


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
        message = f"the activations of a forward pass take {_in_full(measured.peak)}, not {bound}"
        yield _missed(message, tree, heaviest(measured.at_peak, measured.peak, subject, in_bytes))


def training_memory(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the most memory that a step of training is estimated to take."""
    from archspec.estimate import memory

    if not isinstance(tree, TreeMapping):
        wanted = "`{batch, precision, optimizer, max}`"
        yield Diagnostic(
            Unconverted(WrongValue, f"`training_memory` must be {wanted}, as in `{{batch: 32, max: 12 GiB}}`"),
            tree.span,
        )
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
        parts = ", ".join(f"{in_bytes(amount)} of {noun}" for noun, amount in measured.parts().items() if amount)
        message = f"training in {how} takes {estimate}, not {bound}"
        by_node = heaviest(measured.by_node, measured.most, subject, in_bytes)
        yield _missed(message, written["max"], (f"that is at most {parts}", *by_node))


def _misplaced(tree: TreeMapping, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
    """Yields the keys of `training_memory` that do not exist, and those that are missing."""
    for key in written:
        if key not in TRAINING_KEYS:
            helps = did_you_mean(key, TRAINING_KEYS, "it takes")
            yield Diagnostic(Unconverted(UnknownKey, f"`training_memory` has no `{key}`", advice=helps), tree.keys[key])
    for key in ("batch", "max"):
        if key not in written and not any(nearest(one, [key]) for one in written):
            yield Diagnostic(Unconverted(MissingField, f"`training_memory` needs `{key}`"), tree.span)


def _wrong(values: Mapping[str, Any], written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
    """Yields the values of `training_memory` that it does not take."""
    from archspec.estimate.overhead import OPTIMIZERS

    batch = values.get("batch", 1)
    if not isinstance(batch, int) or isinstance(batch, bool) or batch < 1:
        message = f"`batch` must be a whole number of at least 1, not {shown(batch)}"
        yield Diagnostic(Unconverted(WrongValue, message), written["batch"].span)
    for key, choices in (("precision", get_args(Precision)), ("optimizer", tuple(OPTIMIZERS))):
        if values[key] not in choices:
            *most, last = (f"`{choice}`" for choice in choices)
            message = f"`{key}` must be {', '.join(most)} or {last}, not {shown(values[key])}"
            yield Diagnostic(Unconverted(WrongValue, message), written[key].span)


def receptive_field(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the receptive field: the largest of any layer that does not see the whole input, along each axis."""
    from archspec.estimate.receptive_field import growth, largest_fields

    largest = [None if one is None else one[1].size for one in largest_fields(subject.graph)]
    sizes = {axis: size for axis, size in enumerate(largest) if size is not None}
    bound = _bound("receptive_field", tree, subject)
    if not sizes:
        yield _missed(f"every layer sees the whole input, so that no receptive field is {bound}", tree, ())
        return
    words = ["all" if size is None else f"{size:,}" for size in largest]
    text = " × ".join(words if len(set(words)) > 1 else words[:1])
    subject.lines.append(Line("receptive_field", text, str(bound), all(map(bound.admits, sizes.values()))))
    for axis, size in sizes.items():
        if not bound.admits(size):
            by_node = heaviest(growth(subject.graph, axis), size, subject, lambda amount: f"{amount:,}")
            yield _missed(f"the receptive field is {text}, not {bound}", tree, by_node)
            return


def heaviest(by_node: Mapping[int, int], total: int, subject: Subject, write: Callable[[int], str]) -> tuple[str, ...]:
    """Returns the note that names the layers which weigh most, with their shares of the whole."""
    largest = sorted((item for item in by_node.items() if item[1] > 0), key=lambda item: -item[1])[:NAMED]
    if not largest:
        return ()
    named = (f"`{subject.graph.nodes[index].name}` {write(one)} ({one / total:.0%})" for index, one in largest)
    return (f"most of it: {', '.join(named)}",)


def _bound(key: str, tree: Tree, subject: Subject) -> Bound:
    """Returns the number or bound that is expected.

    Raises:
        UnreadableError: If it is none, which is reported.
    """
    value = subject.context.value(tree)
    bound = parse_bound(value)
    if bound is not None:
        return bound
    message = f'`{key}` must be a number, or a bound such as "<= {EXAMPLES.get(key, "26M")}", not {shown(value)}'
    subject.context.report(Diagnostic(Unconverted(WrongValue, message), tree.span))
    raise UnreadableError


EXAMPLES = {"macs": "4.2G", "activation_memory": "200 MiB", "max": "12 GiB", "receptive_field": "500"}


def _missed(message: str, tree: Tree, notes: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(Unconverted(MissedExpectation, message, causes=notes), tree.span)


def _needs_sizes(key: str, tree: Tree, subject: Subject) -> Diagnostic:
    """Returns the finding for an amount that depends on sizes which are not given."""
    names = subject.graph.open_sizes()
    listed = " and ".join(f"`{name}`" for name in names)
    sizes = ", ".join(f"{name}: 224" for name in names)
    help_line = Help(f"say for which sizes it is meant: `at: {{{sizes}}}` under `expect`")
    return Diagnostic(
        Unconverted(MissingField, f"`{key}` depends on {listed}, which the network leaves open", advice=(help_line,)),
        tree.span,
    )


def _in_full(amount: int) -> str:
    return f"{amount:,} bytes ({in_bytes(amount)})"
