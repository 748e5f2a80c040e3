"""Compares a network with what its spec expects of it."""

from collections.abc import Iterator
from typing import Any, cast

from archspec.compiler.faults import MissedExpectation
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Graph
from archspec.language.document import Expect
from archspec.language.faults import WrongValue
from archspec.language.located import shown
from archspec.language.quantities import Bound, parse_bound
from archspec.syntax.tree import Mapping, Tree, plain


def unmet(expect: Expect, graph: Graph) -> list[Diagnostic]:
    """Returns a finding for everything that is expected of a graph and does not hold."""
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
    return found


def _sizes(tree: Tree, graph: Graph) -> Iterator[Diagnostic]:
    wanted: Any = plain(tree)
    if not isinstance(wanted, list):
        yield Diagnostic(WrongValue, "`sizes` must be a list of conditions such as `H % 16 == 0`", tree.span)
        return
    derived = [condition for size in graph.open_sizes() for condition in graph.sizes.conditions(size)]
    derived = list(dict.fromkeys(derived))
    if {_spaceless(one) for one in cast("list[object]", wanted)} != {_spaceless(one) for one in derived}:
        listed = ", ".join(f"`{one}`" for one in derived) or "no conditions"
        yield Diagnostic(MissedExpectation, f"the network works where {listed}, not where {shown(wanted)}", tree.span)


def _spaceless(condition: object) -> str:
    return "".join(str(condition).split())


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
