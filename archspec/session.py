"""Runs all stages, in order: from a path, a text or an architecture to an `Analysis`.

Commands, the Python API, fixes and sweeps are views of an `Analysis`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, final

from archspec import budget, limits
from archspec.backends.limits import BACKENDS, DEFAULT, Backend
from archspec.compiler.elaborate import elaborate
from archspec.compiler.faults import UnusedLayer
from archspec.compiler.network import Network
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import SEVERITIES
from archspec.diagnostics.source import SourceFile
from archspec.files import DISK, Resolver, Text, finder_for, is_shipped, split_variant
from archspec.language.allowances import refusal, remove_allowed
from archspec.language.assemble import Assembly, label_importers
from archspec.language.document import Architecture, Library
from archspec.language.located import as_tree
from archspec.lints.advice import run_lints
from archspec.lints.subject import Subject
from archspec.report import Report, compare_expected
from archspec.syntax.faults import DiagnosticsLeftOut
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Tree
from archspec.tensors.faults import ShapeError


@final
@dataclass(frozen=True)
class Analysis:
    """All that there is to know of a spec, with errors or without.

    Attributes:
        source: Its text; None if it cannot be decoded, or was written in Python.
        tree: What the text says, around what of it cannot be read; None if none of it can.
        spec: The network, or library of blocks, with all that it takes from other files; None if it is neither.
        found: What is wrong with the text.
        allow: The names of diagnostics that are allowed.
        target: The backend that networks are for; None asks no backend.
    """

    source: SourceFile | None
    tree: Tree | None
    spec: Architecture | Library | None
    found: tuple[Diagnostic, ...]
    allow: tuple[str, ...] = ()
    target: Backend | None = DEFAULT

    @property
    def architecture(self) -> Architecture | None:
        """The network as the spec describes it, with the values that its params are to have."""
        return self.spec if isinstance(self.spec, Architecture) else None

    @property
    def network(self) -> Network:
        """The network as far as it could be made, with every shape that can be known."""
        return self.report.network

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the network that is chosen, and what is worth a warning."""
        return self.report.diagnostics

    @cached_property
    def report(self) -> Report:
        """The report on the network that is chosen, or on the library."""
        made, _ = self.examine(self.spec)
        spec = self.architecture
        others = spec is not None and spec.has_several_networks
        found = [one for one in made.diagnostics if not (others and one.kind.in_every_network)]
        whole = spec is not None and made.graph is not None and not (others or spec.settings)
        return replace(made, diagnostics=tuple(self.without_allowed(found, whole=whole)))

    def examine(self, spec: Architecture | Library | None) -> tuple[Report, float]:
        """Returns all that there is to say of one network of the spec, or of the library, allowed or not.

        Args:
            spec: The network or library.

        Returns:
            The report, and what it took, as a part of what the check of a network may take.
        """
        with budget.start_check() as budgets:
            try:
                made, cost = self._examine(spec)
            except ShapeError as error:  # open sizes cost too much where no layer is at fault: in a comparison
                layers = spec.layers if isinstance(spec, Architecture) else None
                where = layers.span if layers else None
                return Report(None, (*self.found, Diagnostic(error.data, where, subject="the network"))), 1.0
            return made, max(cost, budgets.share, (len(made.diagnostics) - len(self.found)) / limits.REPORTED)

    def _examine(self, spec: Architecture | Library | None) -> tuple[Report, float]:
        found = list(self.found)
        if spec is None:
            return Report(None, self.found), 0.0
        if isinstance(spec, Library):
            from archspec.compiler.library import faults_of_library

            return Report(None, (*found, *label_importers(faults_of_library(spec), spec.importers)), library=spec), 0.0
        graph, network, more, params, cost = elaborate(spec, self.target)
        if any(one.is_error for one in found):  # what is read wrongly may be what uses a layer
            more = [one for one in more if one.kind is not UnusedLayer]
        found += label_importers(more, spec.importers)
        lines, missed = compare_expected(spec, graph, network, params, {})
        unexpected = None
        if any(one.is_error for one in (*found, *missed)):
            unexpected = None if any(one.is_error for one in found) else graph
            graph = None
        elif graph is not None:
            advised = run_lints(Subject(graph, network.places_in(graph), spec))
            found += label_importers(
                [one for one in advised if not (one.span and is_shipped(one.span.file))], spec.importers
            )
        told, missed = (*found, *missed), tuple(missed)
        return Report(graph, told, spec, network, tuple(lines), unexpected, params=params, missed=missed), cost

    def without_allowed(self, found: list[Diagnostic], *, whole: bool) -> list[Diagnostic]:
        """Returns diagnostics without those that the caller, or a comment in a text that they are about, allows.

        Args:
            found: The diagnostics.
            whole: Whether no network of the spec could have any more, so that a comment that allows nothing can go.
        """
        spec = self.architecture
        layers = spec.layers if spec else None
        spans = [one.span for one in found] + ([layers.span] if layers else [])
        sources = dict.fromkeys(span.file for span in spans if span)
        taken = spec.importers if spec else ()
        return _limit(remove_allowed(found, sources, self.allow, complete=whole, taken=taken))


def _limit(found: list[Diagnostic]) -> list[Diagnostic]:
    """Returns as many diagnostics as may be told, the worst of them, and that others are left out."""
    if len(found) <= limits.REPORTED + 1:  # one may say that there are too many
        return found
    by_severity = sorted(range(len(found)), key=lambda number: SEVERITIES.index(found[number].severity))
    left_out = Diagnostic(DiagnosticsLeftOut(limits.REPORTED))
    return [*(found[number] for number in sorted(by_severity[: limits.REPORTED])), left_out]


@final
class Session:
    """Reads and checks specs.

    Args:
        resolver: Where files come from: the disk, or what stands in for it, such as texts that an editor has not saved.
        allow: The names of warnings and notes that are not to be reported.
        target: The backend that networks are for; None asks no backend.

    Raises:
        ValueError: If there is no warning or note of a name in `allow`, or no such backend.
    """

    def __init__(
        self, resolver: Resolver = DISK, *, allow: Iterable[str] = (), target: Backend | None = DEFAULT
    ) -> None:
        self._resolver = resolver
        self._allow = (allow,) if isinstance(allow, str) else tuple(allow)
        self._target: Backend | None = target
        for name in self._allow:
            if (reason := refusal(name)) is not None:
                raise ValueError(reason)
        if target is not None and target not in BACKENDS:
            raise ValueError(f"target must be one of {', '.join(BACKENDS)}, not {target!r}")

    def analyse(
        self,
        source: str | Path | Text | Architecture | Library,
        variant: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Analysis:
        """Reads a spec, and all that it takes from other files. What is wrong with one key hides nothing elsewhere.

        Args:
            source: The path of a file, which a variant may follow after a colon (`resnet.yaml:50`), the text of a spec,
                which has more than one line, or what was made in Python or read before.
            variant: The variant, unless it follows the path.
            params: Values for its params.

        Raises:
            OSError: If the file cannot be read.
        """
        settings = {name: as_tree(value) for name, value in (params or {}).items()}
        if isinstance(source, Library):
            return Analysis(None, None, source, (), self._allow, self._target)
        if isinstance(source, Architecture):
            return self._written(source.bound(settings, variant))
        if not isinstance(source, Text):
            if isinstance(source, str) and ("\n" in source or not source.strip()):
                return self._parsed(SourceFile("<text>", source), None, settings, variant)
            path, named = split_variant(source)
            variant = variant or named
            source = Text(self._resolver.read(path), str(path), path)
        text, found = read(source.data, source.name)
        if text is None:
            return Analysis(None, None, None, tuple(found), self._allow, self._target)
        return self._parsed(text, source.path, settings, variant)

    def _parsed(
        self, text: SourceFile, path: Path | None, settings: Mapping[str, Tree], variant: str | None
    ) -> Analysis:
        tree, found = parse(text)
        assembly, spec = Assembly(), None
        if tree is not None:
            with budget.start_check():
                spec = assembly.open(tree, finder_for(path, self._resolver))
        if isinstance(spec, Architecture):
            spec = spec.bound(settings, variant)
        found += label_importers(assembly.found, assembly.importers)
        return Analysis(text, tree, spec, tuple(found), self._allow, self._target)

    def _written(self, spec: Architecture) -> Analysis:
        """Returns the analysis of a spec that was written in Python, or read before."""
        assembly, whole = Assembly(), spec
        if spec.needs_others:
            with budget.start_check():
                whole = assembly.architecture(as_tree(spec), finder_for(None))
            whole = whole and whole.bound(spec.settings, spec.variant)
        found = label_importers(assembly.found, assembly.importers)
        return Analysis(None, None, whole, tuple(found), self._allow, self._target)
