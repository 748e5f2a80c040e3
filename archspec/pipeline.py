"""From a file, a text or an architecture to a report, and on to a model: every stage of the way, in order."""

import gc
import warnings
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from archspec import budget, limits
from archspec.backends.limits import BACKENDS, DEFAULT, Backend
from archspec.compiler.elaborate import elaborate
from archspec.compiler.faults import UnusedLayer
from archspec.compiler.places import Places
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.kind import SEVERITIES
from archspec.diagnostics.source import SourceFile
from archspec.diagnostics.summary import summary
from archspec.diagnostics.unconverted import Unconverted
from archspec.expect.compare import compare
from archspec.expect.subject import Line
from archspec.files import STANDARD, contents, is_shipped, shelf_of
from archspec.graph import Graph
from archspec.language import zoo
from archspec.language.allowances import refusal, without_allowed
from archspec.language.assemble import Assembly, traced
from archspec.language.document import Architecture, Jit, Layout, Library, Precision, Purpose
from archspec.language.expectation import expected
from archspec.language.located import as_tree
from archspec.language.merge import COUNTS
from archspec.language.reuse_faults import NoNetwork
from archspec.lints.advice import advice
from archspec.lints.subject import Subject
from archspec.syntax.faults import FindingsLeftOut
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Tree
from archspec.tensors.faults import ShapeError


@contextmanager
def _collection_paused() -> Generator[None]:
    """Pauses the cyclic garbage collector.

    While a tree or a graph only grows there is nothing to collect, and to look for it again and again takes a third of
    the time, and more of it the larger they are.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True)
class Report:
    """What `check` finds.

    Attributes:
        graph: The network with every shape known; None if there is an error.
        diagnostics: What is wrong, and what is worth a warning.
        architecture: What was checked, merged with what it takes from other files; None if the text is no spec.
        places: Where each node of the graph is written.
        budget: What the numbers that the spec expects came to.
        unexpected: The network if all that is wrong is in what the spec expects.
        library: What was checked, if it is a library of blocks rather than a network.
        params: The values of the spec's params.
        missed: Those of the findings that say what is not as the spec expects.
    """

    graph: Graph | None
    diagnostics: tuple[Diagnostic, ...]
    architecture: Architecture | None = None
    places: Places = field(default_factory=lambda: Places(()))
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
        """The findings for which the network cannot be built."""
        return tuple(one for one in self.diagnostics if one.is_error)

    def at(self, **sizes: int) -> "Report":
        """Returns the report on the network at given sizes of its inputs, which may leave others open.

        What the spec expects is compared at these sizes. A network that does not work for them has a finding that says
        where it fails, and what the nearest sizes are.

        Raises:
            ValueError: If there is no open size of a name.
        """
        graph = self.graph or self.unexpected
        if graph is None:
            return self
        graph.check_names(sizes)
        from archspec.compiler.trial import misfit

        others = [one for one in self.diagnostics if one not in self.missed]
        found = misfit(graph, self.places, sizes)
        if found is not None:
            return replace(self, graph=None, unexpected=None, diagnostics=(*others, found), missed=())
        budget, missed = self.budget, list[Diagnostic]()
        if self.architecture is not None:
            budget, missed = _compared(self.architecture, graph, self.places, self.params, sizes)
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
    """A spec has faults, and something was asked of it that needs it to have none.

    Attributes:
        report: What is wrong.
    """

    def __init__(self, report: Report) -> None:
        super().__init__("\n" + str(report))
        self.report = report


def load(source: str | Path, variant: str | None = None, **params: Any) -> Architecture:
    """Reads a spec from a file or from text, and all that it takes from other files.

    Args:
        source: The path of a file, which a variant may follow after a colon (`resnet.yaml:50`), or the text of a spec,
            which has more than one line.
        variant: The variant, unless it follows the path.
        **params: Values for its params.

    Raises:
        SpecError: If it is no spec.
        OSError: If the file cannot be read.
    """
    spec, diagnostics = open_spec(source, variant, {name: as_tree(value) for name, value in params.items()})
    if isinstance(spec, Library):
        raise SpecError(no_network(diagnostics))
    if spec is None or any(one.is_error for one in diagnostics):
        raise SpecError(Report(None, tuple(diagnostics)))
    return spec


def standard_library(name: str) -> Library:
    """Returns a library that archspec ships, by the name that specs use: `std/residual`.

    Raises:
        SpecError: If there is none.
    """
    spec, diagnostics = open_spec(STANDARD / f"{name.removeprefix('std/')}.yaml", None, {})
    if not isinstance(spec, Library):
        raise SpecError(Report(None, tuple(diagnostics)))
    return spec


def check(
    source: str | Path | Architecture,
    variant: str | None = None,
    *,
    allow: Iterable[str] = (),
    target: Backend | None = DEFAULT,
    **params: Any,
) -> Report:
    """Follows every shape of a network, without Keras, and reports everything that is wrong, with advice.

    Of a library of blocks it checks what can be checked before they are called.

    Args:
        source: What `load` takes, or an architecture.
        variant: The variant, unless it follows the path.
        allow: The names of warnings and notes that are not to be reported.
        target: The backend that the network is for: `tensorflow`, `jax` or `torch`. What it cannot compute is an error;
            None asks no backend.
        **params: Values for its params.

    Raises:
        ValueError: If there is no warning or note of a name in `allow`, or no such backend.
        OSError: If a file cannot be read.
    """
    allow = accepted(allow, target)
    return report(*opened(source, variant, params), allow=allow, target=target)


def accepted(allow: Iterable[str], target: str | None) -> tuple[str, ...]:
    """Returns the names of what is allowed.

    Raises:
        ValueError: If there is no warning or note of one of them, or no such backend.
    """
    allow = (allow,) if isinstance(allow, str) else tuple(allow)
    for name in allow:
        if (reason := refusal(name)) is not None:
            raise ValueError(reason)
    if target is not None and target not in BACKENDS:
        raise ValueError(f"target must be one of {', '.join(BACKENDS)}, not {target!r}")
    return allow


def opened(
    source: str | Path | Architecture, variant: str | None, params: Mapping[str, Any]
) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    """Returns what `check` is given, with the values that its params are to have, and what is wrong with its text.

    Raises:
        OSError: If a file cannot be read.
    """
    settings = {name: as_tree(value) for name, value in params.items()}
    if isinstance(source, Architecture):
        return source.bound(settings, variant), []
    return open_spec(source, variant, settings)


def build(
    source: str | Path | Architecture,
    variant: str | None = None,
    *,
    precision: Precision | None = None,
    layout: Layout | None = None,
    jit: Jit | None = None,
    purpose: Purpose = "training",
    seed: int | None = None,
    weights: str | Path | None = None,
    partial_weights: bool = False,
    **params: Any,
) -> Any:
    """Checks a network for the backend that Keras runs on, and makes it a Keras model.

    Args:
        source: The path of a spec, which a variant may follow after a colon, its text, or an architecture.
        variant: The variant, unless it follows the path.
        precision: The precision of the computation; what the spec says unless given. Outputs and softmax stay
            float32.
        layout: Where tensors with spatial axes have their channels, the model's inputs and outputs among them; what the
            spec says unless given.
        jit: Whether Keras compiles the computation, or decides itself (`auto`); what the spec says unless given. A
            saved model keeps it; the model's own `compile` takes a `jit_compile` in its place.
        purpose: `training`, or `inference` for a model without what only training needs, batch norms folded.
        seed: The seed of the initial weights; random unless given. The random state of the process is left as it is.
        weights: A file of weights that the network is given: `.safetensors`, `.weights.h5` or `.keras`.
        partial_weights: Whether to be content with those that fit; a warning tells of the others.
        **params: Values for the spec's params.

    Returns:
        A functional `keras.Model`. It takes a batch of its input, or a dict or list of inputs; it returns what
        `outputs` says: a tensor, a list or a dict.

    Raises:
        SpecError: If the network has a fault.
        WeightsError: If the weights cannot be read, or do not fit.
        ValueError: If there is no such precision, layout or purpose.
        OSError: If the spec or the weights cannot be read.
    """
    for name, given, known in (
        ("precision", precision, get_args(Precision)),
        ("layout", layout, get_args(Layout)),
        ("jit", jit, ("auto", True, False)),
        ("purpose", purpose, get_args(Purpose)),
    ):
        if given is not None and given not in known:
            raise ValueError(f"{name} must be one of {', '.join(map(str, known))}, not {given!r}")
    from archspec.convert.backend import running

    found = check(source, variant, target=running(), **params)
    if found.graph is None or found.architecture is None:
        raise SpecError(found if found.errors else no_network(found.diagnostics))
    from archspec.convert.build import Manner, built

    said = found.architecture.build
    jit = said.jit if jit is None else jit
    manner = Manner(precision or said.precision, layout or said.layout, jit, purpose)
    model, loaded = built(found.graph, manner, seed=seed, weights=weights, partial=partial_weights)
    if not loaded.complete:
        warnings.warn(f"{weights}: {loaded}", stacklevel=2)
    return model


def no_network(diagnostics: Iterable[Diagnostic]) -> Report:
    """Returns the report on a library of blocks of which something is asked that only a network has."""
    return Report(None, (*diagnostics, Diagnostic(NoNetwork())))


def report(
    spec: Architecture | Library | None,
    diagnostics: Iterable[Diagnostic] = (),
    *,
    allow: Collection[str] = (),
    target: Backend | None = DEFAULT,
) -> Report:
    """Returns the report on a network or a library.

    Args:
        spec: The network or library; None if it could not be read.
        diagnostics: What was found while it was read.
        allow: The names of findings that are allowed.
        target: The backend that the network is for; None asks no backend.
    """
    spec, found = assembled(spec, diagnostics)
    made, _ = examined(spec, found, target)
    others = isinstance(spec, Architecture) and spec.has_several_networks
    found = [one for one in made.diagnostics if not (others and one.kind.in_every_network)]
    whole = isinstance(spec, Architecture) and made.graph is not None and not (others or spec.settings)
    return replace(made, diagnostics=tuple(told(found, spec, allow, whole=whole)))


def assembled(
    spec: Architecture | Library | None, diagnostics: Iterable[Diagnostic]
) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    """Returns a spec with what it takes from elsewhere, which one made in Python has yet to take, and what is wrong."""
    found = list(diagnostics)
    if not isinstance(spec, Architecture) or not spec.needs_others:
        return spec, found
    assembly = Assembly()
    with budget.check():
        whole = assembly.architecture(as_tree(spec), shelf_of(None))
    found += traced(assembly.found, assembly.takers)
    return whole and whole.bound(spec.settings, spec.variant), found


@_collection_paused()
def examined(
    spec: Architecture | Library | None, found: Collection[Diagnostic], target: Backend | None
) -> tuple[Report, float]:
    """Returns all that there is to say of one network, or of a library, allowed or not, and what it took.

    Args:
        spec: The network with all that it takes from elsewhere, or the library; None if it could not be read.
        found: What was found while it was read.
        target: The backend that the network is for; None asks no backend.

    Returns:
        The report, and what it took, as a part of what the check of a network may take.
    """
    with budget.check() as budgets:
        try:
            made, cost = _examined(spec, list(found), target)
        except ShapeError as error:  # open sizes cost too much where no layer is at fault: in a comparison
            layers = spec.layers if isinstance(spec, Architecture) else None
            where = layers.span if layers else None
            return Report(None, (*found, Diagnostic(error.data, where, subject="the network"))), 1.0
        return made, max(cost, budgets.share, (len(made.diagnostics) - len(found)) / limits.TOLD)


def _examined(
    spec: Architecture | Library | None, found: list[Diagnostic], target: Backend | None
) -> tuple[Report, float]:
    if spec is None:
        return Report(None, tuple(found)), 0.0
    if isinstance(spec, Library):
        from archspec.compiler.library import faults_of_library

        return Report(None, (*found, *traced(faults_of_library(spec), spec.takers)), library=spec), 0.0
    graph, places, more, params, cost = elaborate(spec, target)
    if any(one.is_error for one in found):  # what is read wrongly may be what uses a layer
        more = [one for one in more if one.kind is not UnusedLayer]
    found += traced(more, spec.takers)
    unexpected = None
    budget, missed = _compared(spec, graph, places, params, {})
    if any(one.is_error for one in (*found, *missed)):
        unexpected = None if any(one.is_error for one in found) else graph
        graph = None
    elif graph is not None:
        advised = advice(Subject(graph, places.written, spec))
        found += traced([one for one in advised if not (one.span and is_shipped(one.span.file))], spec.takers)
    made = Report(
        graph, (*found, *missed), spec, places, tuple(budget), unexpected, params=params, missed=tuple(missed)
    )
    return made, cost


def _compared(
    spec: Architecture,
    graph: Graph | None,
    places: Places,
    params: Mapping[str, Any],
    sizes: Mapping[str, int],
) -> tuple[list[Line], list[Diagnostic]]:
    """Returns what the numbers that a spec expects came to, and what is wrong with them, at some sizes of inputs."""
    wanted, found = expected(spec)
    if graph is None:
        return [], traced(found, spec.takers)
    budget, missed = compare(spec.model_copy(update={"expect": wanted}), graph, places, params, sizes)
    return budget, traced((*found, *(_with_way_out(one, spec) for one in missed)), spec.takers)


def _with_way_out(finding: Diagnostic, spec: Architecture) -> Diagnostic:
    """Returns a finding about what is expected, with how to take it back, or how to say it of one variant."""
    if finding.span is None:
        return finding
    key = next((name for name in COUNTS if getattr(getattr(spec.expect, name), "span", None) == finding.span), None)
    if finding.span.file in spec.takers:
        text = "what a base expects is inherited; `null` takes a part of it back: `expect: {params: null}`"
    elif key is not None and spec.variant is not None:
        text = f"each variant may have a number of its own: `{key}: {{{spec.variant}: …}}`"
    else:
        return finding
    return replace(finding, remedies=(*finding.helps, Help(text)))


def told(
    found: list[Diagnostic], spec: Architecture | Library | None, allow: Collection[str], *, whole: bool
) -> list[Diagnostic]:
    """Returns findings without those that the caller, or a comment in a text that they are about, allows.

    Args:
        found: The findings.
        spec: What they are about.
        allow: The names of findings that are allowed.
        whole: Whether no network of the spec could have any more, so that a comment that allows nothing can go.
    """
    layers = spec.layers if isinstance(spec, Architecture) else None
    spans = [one.span for one in found] + ([layers.span] if layers else [])
    sources = dict.fromkeys(span.file for span in spans if span)
    taken = spec.takers if isinstance(spec, Architecture) else ()
    return _worst(without_allowed(found, sources, allow, complete=whole, taken=taken))


def _worst(found: list[Diagnostic]) -> list[Diagnostic]:
    """Returns as many findings as may be told, the worst of them, and that others are left out."""
    if len(found) <= limits.TOLD + 1:  # one may say that there are too many
        return found
    by_severity = sorted(range(len(found)), key=lambda number: SEVERITIES.index(found[number].severity))
    left_out = Diagnostic(
        Unconverted(FindingsLeftOut, f"these are {limits.TOLD:,} findings, and the others are left out")
    )
    return [*(found[number] for number in sorted(by_severity[: limits.TOLD])), left_out]


def open_spec(
    source: str | Path, variant: str | None, settings: Mapping[str, Tree]
) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    """Reads a network with the values that its params are to have, or a library.

    Raises:
        OSError: If the file cannot be read.
    """
    if isinstance(source, str) and ("\n" in source or not source.strip()):
        spec, found = parse_spec(SourceFile("<text>", source))
    else:
        path, named = split_variant(source)
        variant = variant or named
        spec, found = read_spec(contents(path), str(path), path)
    return (spec.bound(settings, variant) if isinstance(spec, Architecture) else spec), found


def split_variant(source: str | Path) -> tuple[Path, str | None]:
    """Returns the path of a file and the variant that follows it after a colon, if one does.

    A name that is no file but that of a network which archspec ships stands for that: `resnet:50`.
    """
    path, variant = Path(source), None
    if ":" in path.name and not path.exists():
        name, _, variant = path.name.rpartition(":")
        path = path.with_name(name)
    if path.name == str(path) and not path.is_file():
        path = zoo.find(path.name) or path
    return path, variant


def read_spec(
    data: bytes, name: str, path: Path | None = None
) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    """Reads a network, or a library of blocks, from the bytes of a file.

    Args:
        data: The bytes.
        name: The file as the user named it.
        path: Where it lies, if anywhere: what it takes from other files is looked for in its folder.
    """
    source, found = read(data, name)
    if source is None:
        return None, found
    spec, more = parse_spec(source, path)
    return spec, found + more


@_collection_paused()
def parse_spec(source: SourceFile, path: Path | None = None) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    """Reads a network, or a library of blocks, from text, and takes in what it names from other files.

    What is wrong with one key does not hide what is wrong elsewhere.

    Args:
        source: The text.
        path: Where it lies, if it is a file.
    """
    tree, found = parse(source)
    if tree is None or any(one.is_error for one in found):
        return None, found
    assembly = Assembly()
    with budget.check():
        spec = assembly.open(tree, shelf_of(path))
    return spec, found + traced(assembly.found, assembly.takers)
