"""What a spec expects of shapes: those of the outputs, the sizes on which the network works."""

from collections.abc import Iterator
from collections.abc import Sequence as AnySequence
from typing import Any, cast

from archspec.compiler.conditions import ConditionError, formula
from archspec.compiler.values import Context
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.unconverted import Unconverted
from archspec.expect.faults import MissedExpectation
from archspec.expect.subject import Line, Subject
from archspec.graph import Graph
from archspec.language.faults import WrongValue
from archspec.language.located import shown
from archspec.language.spelling import did_you_mean
from archspec.syntax.tree import Mapping, Sequence, Tree, plain
from archspec.tensors.dim import Dim, Size, fixed, term_of
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape
from archspec.tensors.sizeset import MAX_SIZE


def sizes(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the sizes for which the network works with those for which the conditions hold."""
    graph, context = subject.graph, subject.context
    if not isinstance(tree, Sequence):
        yield Diagnostic(
            Unconverted(WrongValue, "`sizes` must be a list of conditions such as `H % 16 == 0`"), tree.span
        )
        return
    written = [str(context.value(one)) for one in tree.items]
    derived = list(dict.fromkeys(text for name in graph.open_sizes() for text in graph.sizes.conditions(name)))
    actual, expected = (", ".join(conditions) or "any" for conditions in (derived, written))
    if not subject.at and set(map(_spaceless, written)) == set(map(_spaceless, derived)):
        subject.lines.append(Line("sizes", actual, expected, holds=True))
        return
    faulty, wanted = _meant(written, _names(subject))
    wanted = wanted.given(subject.at)
    if faulty:
        names = ", ".join(f"`{name}`" for name in _names(subject)) or "none"
        for index, fault in faulty:
            message = f"the condition {shown(written[index])} {fault}"
            yield Diagnostic(
                Unconverted(WrongValue, message, causes=(f"the open sizes are: {names}",)), tree.items[index].span
            )
        return
    notes = list(_differences(wanted, graph.sizes))
    if subject.at and not notes:
        actual = expected  # as far as these sizes tell
    subject.lines.append(Line("sizes", actual, expected, holds=not notes))
    if notes:
        yield Diagnostic(
            Unconverted(
                MissedExpectation,
                f"the network works {_where(derived)}, not {_where(written)}",
                causes=tuple(notes),
                advice=(Help(f"write `sizes: [{', '.join(derived)}]`"),),
            ),
            tree.span,
        )


def _meant(conditions: list[str], names: tuple[str, ...]) -> tuple[list[tuple[int, str]], Domain]:
    """Returns what is wrong with some conditions, by their places in the list, and the sizes for which all hold."""
    from archspec.compiler.conditions import domain

    faulty: list[tuple[int, str]] = []
    whole = EVERYTHING
    for index, text in enumerate(conditions):
        try:
            whole &= domain(text, names)
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
        context.report(Diagnostic(Unconverted(WrongValue, message), tree.span))
        return None
    sizes: dict[str, int] = {}
    for name, one in tree.entries.items():
        size: Any = context.value(one)
        if name not in graph.open_sizes():
            helps = did_you_mean(name, graph.open_sizes(), "the open sizes are")
            message = f"the network has no open size `{name}`"
            context.report(Diagnostic(Unconverted(WrongValue, message, advice=helps), tree.keys[name]))
        elif not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAX_SIZE:
            message = f"`{name}` must be a whole number of at least 1, not {shown(size)}"
            context.report(Diagnostic(Unconverted(WrongValue, message), one.span))
        else:
            sizes[name] = size
    return sizes if len(sizes) == len(tree.entries) else None


def outputs(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the shapes of outputs: by name, or the shape of the only one."""
    graph = subject.graph
    if isinstance(tree, Sequence) and len(graph.outputs) == 1:
        yield from _output(next(iter(graph.outputs)), tree, subject)
        return
    if not isinstance(tree, Mapping):
        only = "a shape, or shapes by name" if len(graph.outputs) == 1 else "shapes by name"
        names = ", ".join(f"{name}: […]" for name in graph.outputs)
        helps = (Help(f"write `outputs: {{{names}}}`"),)
        yield Diagnostic(
            Unconverted(WrongValue, f"`outputs` must be {only}, not {shown(plain(tree))}", advice=helps), tree.span
        )
        return
    for name, one in tree.entries.items():
        if name in graph.outputs:
            yield from _output(name, one, subject)
        else:
            known = ", ".join(f"`{output}`" for output in graph.outputs)
            yield Diagnostic(
                Unconverted(MissedExpectation, f"the network has no output `{name}`", causes=(f"it has {known}",)),
                tree.keys[name],
            )


def _output(name: str, tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the shape of one output, for all sizes for which the network works."""
    shape = subject.graph.nodes[subject.graph.outputs[name]].shape
    value: Any = subject.context.value(tree)
    if not isinstance(value, list):
        yield Diagnostic(
            Unconverted(WrongValue, f"the shape of `{name}` must be a list of sizes, not {shown(value)}"), tree.span
        )
        return
    sizes = [_size(one) for one in cast("list[Any]", value)]
    try:
        wanted = [_read(one, subject) for one in sizes]
    except ConditionError as error:
        names = ", ".join(f"`{one}`" for one in _names(subject)) or "none"
        message = f"the shape of `{name}` {error}"
        yield Diagnostic(Unconverted(WrongValue, message, causes=(f"the open sizes are: {names}",)), tree.span)
        return
    written = f"({', '.join(map(str, sizes))})"
    contract = subject.graph.sizes
    holding = agreement(shape, wanted)
    holds = holding is not None and contract & holding == contract
    subject.lines.append(Line("outputs", f"{name} {shape}", f"{name} {written}", holds=holds))
    if not holds:
        from archspec.expect.remedies import remedies

        notes = () if holding is None else _where_not(holding, contract)
        helps = tuple(map(Help, remedies(name, wanted, subject)))
        message = f"output `{name}` is {shape}, not {written}"
        yield Diagnostic(Unconverted(MissedExpectation, message, causes=notes, advice=helps), tree.span)


def _size(value: Any) -> str | int:
    """Returns a size as it is written; `null` stands for any."""
    if value is None:
        return "null"
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _names(subject: Subject) -> tuple[str, ...]:
    """Returns the names of the open sizes, those that the caller gives among them."""
    return (*subject.at, *subject.graph.open_sizes())


def _read(written: str | int, subject: Subject) -> Size | None:
    """Returns the size that is expected; None if any will do.

    Raises:
        ConditionError: If what is written is no size.
    """
    if written == "null":
        return None
    term = formula(str(written), _names(subject))
    return fixed(term if isinstance(term, int) else Dim(term, EVERYTHING), subject.at)


def agreement(shape: Shape, wanted: AnySequence[Size | None]) -> Domain | None:
    """Returns the sizes for which a shape is the one expected; None if it has another number of axes."""
    if len(shape) != len(wanted):
        return None
    whole = EVERYTHING
    for size, expected in zip(shape, wanted, strict=True):
        if expected is not None:
            whole &= Domain.equal(term_of(size), term_of(expected))
    return whole


def _where_not(holding: Domain, contract: Domain) -> tuple[str, ...]:
    """Tells for which sizes an expectation fails, and for which of them it holds."""
    both = contract & holding
    if both.is_empty:
        return ("that holds for no size of the input",) if contract.symbols or holding.symbols else ()
    sizes = holding.counterexample(within=contract)
    fails = (f"it fails for {equations(sizes)}",) if sizes else ()
    return (*fails, f"it holds where {_listed(both)}")


def _listed(domain: Domain) -> str:
    return " and ".join(f"`{text}`" for name in domain.symbols for text in domain.conditions(name))
