"""The result of a check: the network and its diagnostics, also at given sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archspec.compiler.network import Network
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.summary import summary
from archspec.expect.compare import compare
from archspec.expect.subject import Line
from archspec.graph import Graph
from archspec.language.assemble import label_importers
from archspec.language.document import Architecture, Library
from archspec.language.expectation import select_expected
from archspec.language.merge import COUNTS


@dataclass(frozen=True)
class Report:
    """The result of checking a network or a library.

    Attributes:
        graph: The network with all shapes; None if there is an error.
        diagnostics: Errors, warnings and notes.
        architecture: The spec, merged with the files that it uses or extends; None if the text is not a spec.
        network: Every layer that could be made, and where it is written.
        budget: The amounts that the spec expects, and the actual ones.
        unexpected: The network, if the only errors are about what the spec expects.
        library: The library, if it is a library of blocks and not a network.
        params: The values of the spec's params.
        missed: The diagnostics about what the spec expects.
    """

    graph: Graph | None
    diagnostics: tuple[Diagnostic, ...]
    architecture: Architecture | None = None
    network: Network = field(default=Network(), repr=False)
    budget: tuple[Line, ...] = ()
    unexpected: Graph | None = None
    library: Library | None = None
    params: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    missed: tuple[Diagnostic, ...] = field(default=(), repr=False)

    @property
    def valid(self) -> bool:
        """Whether the network can be built, or the library used."""
        return self.graph is not None or (self.library is not None and not self.errors)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that prevent building the network."""
        return tuple(one for one in self.diagnostics if one.is_error)

    def at(self, **sizes: int) -> "Report":
        """Returns the report on the network at given sizes; sizes that are not given stay open.

        What the spec expects is compared at these sizes. If the network does not work for them, a diagnostic says which
        layer fails, and which are the nearest sizes that work.

        Raises:
            ValueError: If there is no open size with a name.
        """
        graph = self.graph or self.unexpected
        if graph is None:
            return self
        graph.check_names(sizes)
        from archspec.compiler.trial import find_conflict

        others = [one for one in self.diagnostics if one not in self.missed]
        found = find_conflict(graph, self.network.places_in(graph), sizes)
        if found is not None:
            return replace(self, graph=None, unexpected=None, diagnostics=(*others, found), missed=())
        budget, missed = self.budget, list[Diagnostic]()
        if self.architecture is not None:
            budget, missed = compare_expected(self.architecture, graph, self.network, self.params, sizes)
        here = graph.at(**sizes)
        as_expected = not any(one.is_error for one in (*others, *missed))
        return replace(
            self,
            graph=here if as_expected else None,
            unexpected=None if as_expected else here,
            diagnostics=(*others, *missed),
            budget=tuple(budget),
            missed=tuple(missed),
        )

    def __str__(self) -> str:
        from archspec.diagnostics.render import render_all

        return render_all(self.diagnostics, color=False) if self.diagnostics else summary(())


class SpecError(Exception):
    """A spec has errors.

    Attributes:
        report: The report with the errors.
    """

    def __init__(self, report: Report) -> None:
        super().__init__("\n" + str(report))
        self.report = report


def compare_expected(
    spec: Architecture, graph: Graph | None, network: Network, params: Mapping[str, Any], sizes: Mapping[str, int]
) -> tuple[list[Line], list[Diagnostic]]:
    """Compares a network with what its spec expects; returns the amounts and the diagnostics.

    Args:
        spec: The spec.
        graph: The network; None if there is an error.
        network: Every layer that could be made.
        params: The values of the spec's params.
        sizes: Some of the open sizes of its inputs.
    """
    wanted, found = select_expected(spec)
    if graph is None:
        return [], label_importers(found, spec.importers)
    spec_wanting = spec.model_copy(update={"expect": wanted})
    budget, missed = compare(spec_wanting, graph, network.places_in(graph), params, sizes)
    return budget, label_importers((*found, *(_add_help(one, spec) for one in missed)), spec.importers)


def _add_help(diagnostic: Diagnostic, spec: Architecture) -> Diagnostic:
    """Adds a help to a diagnostic about `expect`: how to remove the expectation, or how to state it for a variant."""
    if diagnostic.span is None:
        return diagnostic
    key = next((name for name in COUNTS if getattr(getattr(spec.expect, name), "span", None) == diagnostic.span), None)
    if diagnostic.span.file in spec.importers:
        text = "what a base expects is inherited; `null` takes a part of it back: `expect: {params: null}`"
    elif key is not None and spec.variant is not None:
        text = f"each variant may have a number of its own: `{key}: {{{spec.variant}: …}}`"
    else:
        return diagnostic
    return replace(diagnostic, remedies=(*diagnostic.helps, Help(text)))
