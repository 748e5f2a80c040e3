"""Compares a network with everything under `expect`, key by key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from archspec import budget
from archspec.compiler.elaborate import unmade
from archspec.compiler.places import Place
from archspec.compiler.values import Context, TooLargeError, UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.expect import shapes
from archspec.expect.subject import Line, Subject
from archspec.graph import Graph
from archspec.language.document import Architecture, Expect
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Tree
from archspec.tensors.faults import ShapeError


def compare(
    architecture: Architecture,
    graph: Graph,
    places: Sequence[Place],
    params: Mapping[str, Any],
    sizes: Mapping[str, int] | None = None,
) -> tuple[list[Line], list[Diagnostic]]:
    """Returns the numbers that are expected of a network with what they came to, and what does not hold.

    Args:
        architecture: What the network was made from, with what is expected of it.
        graph: The network.
        places: Where each of its nodes is written.
        params: The values of the spec's params.
        sizes: Open sizes that the caller gives, for which the network works. Amounts are compared at them unless `at`
            under `expect` says others.
    """
    found: list[Diagnostic] = []
    lines: list[Line] = []
    context = Context(params, None, unmade, found.append, budget.current().expressions)
    expect, precision = architecture.expect, architecture.build.precision
    given = dict(sizes or {})
    here = graph.at(**given)
    measured: Graph | None = here
    if expect.at is not None:
        try:
            measured = _measured(expect.at, given, graph, places, context)
        except ShapeError as error:
            found.append(Diagnostic(error.data, expect.at.span, subject="`at`"))
            measured = None
    for name in Expect.model_fields:
        tree: Tree | None = getattr(expect, name)
        on = here if name in ("outputs", "sizes") else measured
        if tree is None or on is None or name == "at":
            continue
        try:
            found.extend(_check(name)(tree, Subject(on, places, given, context, precision, lines)))
        except (UnreadableError, TooLargeError):
            continue  # its fault has been reported
        except ShapeError as error:
            found.append(Diagnostic(error.data, tree.span, subject=f"`{name}`"))
        except ExpressionError as error:  # of conditions, whose faults have no places
            found.append(Diagnostic(error.data, tree.span))
    return lines, found


def _check(name: str) -> Callable[[Tree, Subject], Iterator[Diagnostic]]:
    """Returns what compares an entry; what measures costs is imported where a spec asks for it."""
    module = shapes if name in ("outputs", "sizes") else import_module("archspec.expect.amounts")
    return getattr(module, name)


def _measured(
    at: Tree, given: Mapping[str, int], graph: Graph, places: Sequence[Place], context: Context
) -> Graph | None:
    """Returns the network at the sizes at which it is to be measured; None if it does not work for them."""
    try:
        stated = shapes.at(at, graph, context)
    except (UnreadableError, TooLargeError):
        return None
    if stated is None:
        return None
    sizes = {**given, **stated}
    if not graph.sizes.given(sizes).is_empty:
        return graph.at(**sizes)
    from archspec.compiler.trial import find_conflict

    found = find_conflict(graph, places, sizes)
    if found is not None:
        context.report(found)
    return None
