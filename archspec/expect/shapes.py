"""Compares output shapes and the size contract with `expect`."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from typing import Any, cast

from archspec import limits
from archspec.compiler.conditions import ConditionError, formula
from archspec.compiler.values import Context
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.expect.agreement import find_agreement
from archspec.expect.faults import OutputMissed, Sizes, SizesMissed, UnknownOutput, UnknownSize, WrongFormula
from archspec.expect.subject import Line, Subject
from archspec.graph import Graph
from archspec.language.accepts import SIZES
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.spelling import did_you_mean
from archspec.layers.fields import COUNT, Accepts
from archspec.syntax.tree import Mapping, Sequence, Tree, plain
from archspec.tensors.dim import Dim, Size, fixed
from archspec.tensors.domain import EVERYTHING, Domain

_CONDITIONS = Accepts("a list of conditions such as `H % 16 == 0`")
_AT = Accepts("numbers by the names of open sizes, as in `{H: 224}`")


def sizes(tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the sizes for which the network works with those for which the conditions hold."""
    graph, context = subject.graph, subject.context
    if not isinstance(tree, Sequence):
        yield Diagnostic(NotAccepted("`sizes`", _CONDITIONS), tree.span)
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
        for index, fault in faulty:
            data = WrongFormula(f"the condition {shown(written[index])}", fault.why, _names(subject), fault.cause)
            yield Diagnostic(data, tree.items[index].span)
        return
    beyond = () if wanted.is_empty else _sizes(wanted.counterexample(within=graph.sizes))
    short_of = () if wanted.is_empty else _sizes(graph.sizes.counterexample(within=wanted))
    holds = not (wanted.is_empty or beyond or short_of)
    if subject.at and holds:
        actual = expected  # as far as these sizes tell
    subject.lines.append(Line("sizes", actual, expected, holds=holds))
    if not holds:
        data = SizesMissed(tuple(derived), tuple(written), not wanted.is_empty, beyond, short_of)
        yield Diagnostic(data, tree.span)


def _sizes(found: AnyMapping[str, int] | None) -> Sizes:
    return tuple((found or {}).items())


def _meant(conditions: list[str], names: tuple[str, ...]) -> tuple[list[tuple[int, ConditionError]], Domain]:
    """Returns what is wrong with some conditions, by their places in the list, and the sizes for which all hold."""
    from archspec.compiler.conditions import domain

    faulty: list[tuple[int, ConditionError]] = []
    whole = EVERYTHING
    for index, text in enumerate(conditions):
        try:
            whole &= domain(text, names)
        except ConditionError as error:
            faulty.append((index, error))
    return faulty, whole


def _spaceless(condition: str) -> str:
    return "".join(condition.split())


def at(tree: Tree, graph: Graph, context: Context) -> dict[str, int] | None:
    """Returns the sizes at which a network is to work and to be measured; None if they are no sizes of it."""
    if not isinstance(tree, Mapping):
        context.report(Diagnostic(NotAccepted("`at`", _AT), tree.span))
        return None
    sizes: dict[str, int] = {}
    for name, one in tree.entries.items():
        size: Any = context.value(one)
        if name not in graph.open_sizes():
            helps = did_you_mean(name, graph.open_sizes(), "the open sizes are")
            context.report(Diagnostic(UnknownSize(name), tree.keys[name], remedies=helps))
        elif not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= limits.SIZE:
            context.report(Diagnostic(NotAccepted(f"`{name}`", COUNT, shown(size)), one.span))
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
        only = Accepts("a shape, or shapes by name" if len(graph.outputs) == 1 else "shapes by name")
        names = ", ".join(f"{name}: […]" for name in graph.outputs)
        helps = (Help(f"write `outputs: {{{names}}}`"),)
        yield Diagnostic(NotAccepted("`outputs`", only, shown(plain(tree))), tree.span, remedies=helps)
        return
    for name, one in tree.entries.items():
        if name in graph.outputs:
            yield from _output(name, one, subject)
        else:
            yield Diagnostic(UnknownOutput(name, tuple(graph.outputs)), tree.keys[name])


def _output(name: str, tree: Tree, subject: Subject) -> Iterator[Diagnostic]:
    """Compares the shape of one output, for all sizes for which the network works."""
    shape = subject.graph.nodes[subject.graph.outputs[name]].shape
    value: Any = subject.context.value(tree)
    if not isinstance(value, list):
        yield Diagnostic(NotAccepted(f"the shape of `{name}`", SIZES, shown(value)), tree.span)
        return
    sizes = [_size(one) for one in cast("list[Any]", value)]
    try:
        wanted = [_read(one, subject) for one in sizes]
    except ConditionError as error:
        yield Diagnostic(WrongFormula(f"the shape of `{name}`", error.why, _names(subject), error.cause), tree.span)
        return
    written = f"({', '.join(map(str, sizes))})"
    contract = subject.graph.sizes
    holding = find_agreement(shape, wanted)
    holds = holding is not None and contract & holding == contract
    subject.lines.append(Line("outputs", f"{name} {shape}", f"{name} {written}", holds=holds))
    if not holds:
        from archspec.expect.remedies import remedies

        both = None if holding is None else contract & holding
        never = both is None or both.is_empty
        data = OutputMissed(
            name,
            shape,
            tuple(sizes),
            fails=() if never or holding is None else _sizes(holding.counterexample(within=contract)),
            holds=None if never or both is None else _conditions(both),
            has_open_sizes=holding is not None and bool(contract.symbols or holding.symbols),
        )
        yield Diagnostic(data, tree.span, remedies=tuple(map(Help, remedies(name, wanted, subject))))


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


def _conditions(domain: Domain) -> tuple[str, ...]:
    return tuple(text for name in domain.symbols for text in domain.conditions(name))
