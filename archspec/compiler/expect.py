"""Compares a network with what its spec expects of it."""

from collections.abc import Iterator
from typing import Any

from archspec.compiler.faults import MissedExpectation
from archspec.compiler.origin import Place
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.graph import Graph
from archspec.language.document import Expect
from archspec.language.faults import WrongValue
from archspec.language.located import did_you_mean, shown
from archspec.language.quantities import Bound, parse_bound
from archspec.syntax.tree import Mapping, Sequence, Tree, plain
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.notation import equations
from archspec.tensors.sizeset import MAX_SIZE


def unmet(expect: Expect, graph: Graph, places: list[Place]) -> list[Diagnostic]:
    """Returns a finding for everything that is expected of a graph and does not hold.

    Args:
        expect: What is expected.
        graph: The network.
        places: Where each of its nodes is written.
    """
    counts = {"params": graph.params, "trainable_params": graph.trainable_params}
    found: list[Diagnostic] = []
    for name, count in counts.items():
        tree: Tree | None = getattr(expect, name)
        if tree is not None:
            found += _count(name, tree, count())
    if expect.outputs is not None:
        found += _outputs(expect.outputs, graph)
    if expect.sizes is not None:
        found += _sizes(expect.sizes, graph)
    if expect.at is not None:
        found += _at(expect.at, graph, places)
    return found


def _sizes(tree: Tree, graph: Graph) -> Iterator[Diagnostic]:
    """Compares the sizes for which the network works with those for which the conditions hold."""
    if not isinstance(tree, Sequence):
        yield Diagnostic(WrongValue, "`sizes` must be a list of conditions such as `H % 16 == 0`", tree.span)
        return
    written = [str(plain(one)) for one in tree.items]
    derived = list(dict.fromkeys(text for name in graph.open_sizes() for text in graph.sizes.conditions(name)))
    if set(map(_spaceless, written)) == set(map(_spaceless, derived)):
        return
    faulty, wanted = _meant(written, graph)
    if faulty:
        names = ", ".join(f"`{name}`" for name in graph.open_sizes()) or "none"
        for index, fault in faulty:
            message = f"the condition {shown(written[index])} {fault}"
            yield Diagnostic(WrongValue, message, tree.items[index].span, notes=(f"the open sizes are: {names}",))
        return
    notes = list(_differences(wanted, graph.sizes))
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


def _at(tree: Tree, graph: Graph, places: list[Place]) -> Iterator[Diagnostic]:
    """Tries the network at the sizes for which it is to work."""
    if not isinstance(tree, Mapping):
        yield Diagnostic(WrongValue, "`at` must be numbers by the names of open sizes, as in `{H: 224}`", tree.span)
        return
    sizes: dict[str, int] = {}
    for name, one in tree.entries.items():
        size: Any = plain(one)
        if name not in graph.open_sizes():
            helps = did_you_mean(name, graph.open_sizes(), "the open sizes are")
            yield Diagnostic(WrongValue, f"the network has no open size `{name}`", tree.keys[name], helps=helps)
        elif not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAX_SIZE:
            yield Diagnostic(WrongValue, f"`{name}` must be a whole number of at least 1, not {shown(size)}", one.span)
        else:
            sizes[name] = size
    if len(sizes) == len(tree.entries) and graph.sizes.given(sizes).is_empty:
        from archspec.compiler.trial import misfit

        found = misfit(graph, places, sizes)
        if found is not None:
            yield found


def _count(name: str, tree: Tree, actual: int) -> Iterator[Diagnostic]:
    bound: Bound | None = parse_bound(plain(tree))
    if bound is None:
        yield Diagnostic(
            WrongValue, f'`{name}` must be a number, or a bound such as "<= 26M", not {shown(plain(tree))}', tree.span
        )
    elif not bound.admits(actual):
        yield Diagnostic(
            MissedExpectation, f"the network has {actual:,} {name.replace('_', ' ')}, not {bound}", tree.span
        )


def _outputs(tree: Tree, graph: Graph) -> Iterator[Diagnostic]:
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
        wanted: Any = plain(one)
        if not isinstance(wanted, list) or [str(size) for size in wanted] != [str(size) for size in shape]:  # pyright: ignore
            yield Diagnostic(MissedExpectation, f"output `{name}` is {shape}, not {shown(wanted)}", one.span)
