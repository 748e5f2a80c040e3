"""What a spec expects of shapes: those of the outputs, the sizes on which the network works."""

from collections.abc import Iterator
from typing import Any, cast

from archspec.compiler.values import Context
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.expect.faults import MissedExpectation
from archspec.expect.subject import Line, Subject
from archspec.graph import Graph
from archspec.language.faults import WrongValue
from archspec.language.located import shown
from archspec.language.spelling import did_you_mean
from archspec.syntax.tree import Mapping, Sequence, Tree
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.notation import equations
from archspec.tensors.sizeset import MAX_SIZE


def sizes(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the sizes for which the network works with those for which the conditions hold."""
    graph, context = subject.graph, subject.context
    if not isinstance(tree, Sequence):
        yield Diagnostic(WrongValue, "`sizes` must be a list of conditions such as `H % 16 == 0`", tree.span)
        return
    written = [str(context.value(one)) for one in tree.items]
    derived = list(dict.fromkeys(text for name in graph.open_sizes() for text in graph.sizes.conditions(name)))
    actual, expected = (", ".join(conditions) or "any" for conditions in (derived, written))
    if set(map(_spaceless, written)) == set(map(_spaceless, derived)):
        subject.lines.append(Line("sizes", actual, expected, holds=True))
        return
    faulty, wanted = _meant(written, graph)
    if faulty:
        names = ", ".join(f"`{name}`" for name in graph.open_sizes()) or "none"
        for index, fault in faulty:
            message = f"the condition {shown(written[index])} {fault}"
            yield Diagnostic(WrongValue, message, tree.items[index].span, notes=(f"the open sizes are: {names}",))
        return
    notes = list(_differences(wanted, graph.sizes))
    subject.lines.append(Line("sizes", actual, expected, holds=not notes))
    if notes:
        yield Diagnostic(
            MissedExpectation,
            f"the network works {_where(derived)}, not {_where(written)}",
            tree.span,
            notes=tuple(notes),
            helps=(Help(f"write `sizes: [{', '.join(derived)}]`"),),
        )


def _meant(conditions: list[str], graph: Graph) -> tuple[list[tuple[int, str]], Domain]:
    """Returns what is wrong with some conditions, by their places in the list, and the sizes for which all hold."""
    from archspec.compiler.conditions import ConditionError, domain

    faulty: list[tuple[int, str]] = []
    whole = EVERYTHING
    for index, text in enumerate(conditions):
        try:
            whole &= domain(text, graph.open_sizes())
        except ConditionError as error:
            faulty.append((index, str(error)))
    return faulty, whole


def _differences(wanted: Domain, contract: Domain) -> Iterator[str]:
    """Gives examples of sizes that are in the one domain and not in the other."""
    if wanted.is_empty:
        yield "no sizes meet all of these conditions"
        return
    if sizes := wanted.counterexample(within=contract):
        yield f"it works for {equations(sizes)}, which the conditions rule out"
    if sizes := contract.counterexample(within=wanted):
        yield f"it does not work for {equations(sizes)}, which the conditions allow"


def _where(conditions: list[str]) -> str:
    return "where " + ", ".join(f"`{one}`" for one in conditions) if conditions else "for all sizes"


def _spaceless(condition: str) -> str:
    return "".join(condition.split())


def at(tree: Tree, graph: Graph, context: Context) -> dict[str, int] | None:
    """Returns the sizes at which a network is to work and to be measured; None if they are no sizes of it."""
    if not isinstance(tree, Mapping):
        message = "`at` must be numbers by the names of open sizes, as in `{H: 224}`"
        context.report(Diagnostic(WrongValue, message, tree.span))
        return None
    sizes: dict[str, int] = {}
    for name, one in tree.entries.items():
        size: Any = context.value(one)
        if name not in graph.open_sizes():
            helps = did_you_mean(name, graph.open_sizes(), "the open sizes are")
            message = f"the network has no open size `{name}`"
            context.report(Diagnostic(WrongValue, message, tree.keys[name], helps=helps))
        elif not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAX_SIZE:
            message = f"`{name}` must be a whole number of at least 1, not {shown(size)}"
            context.report(Diagnostic(WrongValue, message, one.span))
        else:
            sizes[name] = size
    return sizes if len(sizes) == len(tree.entries) else None


def outputs(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the shapes of outputs."""
    graph, context = subject.graph, subject.context
    if not isinstance(tree, Mapping):
        yield Diagnostic(WrongValue, "`outputs` must be shapes by name", tree.span)
        return
    for name, one in tree.entries.items():
        if name not in graph.outputs:
            known = ", ".join(f"`{output}`" for output in graph.outputs)
            yield Diagnostic(
                MissedExpectation, f"the network has no output `{name}`", tree.keys[name], notes=(f"it has {known}",)
            )
            continue
        shape = graph.nodes[graph.outputs[name]].shape
        wanted: Any = context.value(one)
        if not isinstance(wanted, list) or list(map(str, cast("list[Any]", wanted))) != list(map(str, shape)):
            subject.lines.append(Line("outputs", f"{name} {shape}", f"{name} {shown(wanted)}", holds=False))
            yield Diagnostic(MissedExpectation, f"output `{name}` is {shape}, not {shown(wanted)}", one.span)
        else:
            subject.lines.append(Line("outputs", f"{name} {shape}", f"{name} {shape}", holds=True))
