"""From a file, a text or an architecture to a report, and on to a model: every stage of the way, in order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from archspec.compiler.elaborate import elaborate
from archspec.compiler.origin import Place
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.render import render_all, summary
from archspec.diagnostics.source import SourceFile
from archspec.expect.compare import compare
from archspec.expect.subject import Line
from archspec.graph import Graph
from archspec.language import zoo
from archspec.language.allowances import refusal, without_allowed
from archspec.language.document import Architecture, Precision
from archspec.language.faults import MissingField, WrongValue
from archspec.language.located import FAULTY, as_tree, validate
from archspec.language.spelling import nearest
from archspec.lints.advice import advice
from archspec.lints.subject import Subject
from archspec.syntax.edit import inserted
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Tree

DISPENSABLE = ("archspec", "name", "description", "reference", "variants", "outputs", "expect", "build")
"""The top-level keys that can be left out where they are faulty without making anything else wrong."""
_FAULTY_INPUT = TreeMapping({"shape": FAULTY}, {"shape": None})
REPLACEABLE: Mapping[tuple[str, ...], Tree] = {
    ("input",): _FAULTY_INPUT,
    ("inputs", "*"): _FAULTY_INPUT,
    ("params", "*"): TreeMapping({"default": FAULTY}, {"default": None}),
    ("blocks", "*"): TreeMapping({"layers": FAULTY}, {"layers": None}),
}
"""What stands in for what is faulty, so that whatever depends on it is silent, and the rest is checked."""


@dataclass(frozen=True)
class Report:
    """What `check` finds.

    Attributes:
        graph: The network with every shape known; None if there is an error.
        diagnostics: What is wrong, and what is worth a warning.
        architecture: What was checked; None if the text is no spec.
        places: Where each node of the graph is written.
        budget: What the numbers that the spec expects came to.
    """

    graph: Graph | None
    diagnostics: tuple[Diagnostic, ...]
    architecture: Architecture | None = None
    places: tuple[Place, ...] = ()
    budget: tuple[Line, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the network can be built."""
        return self.graph is not None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings for which the network cannot be built."""
        return tuple(one for one in self.diagnostics if one.is_error)

    def at(self, **sizes: int) -> "Report":
        """Returns the report on the network at given sizes of its inputs, which may leave others open.

        A network that does not work for them has a finding that says where it fails, and what the nearest sizes are.

        Raises:
            ValueError: If there is no open size of a name.
        """
        if self.graph is None:
            return self
        self.graph.check_names(sizes)
        from archspec.compiler.trial import misfit

        found = misfit(self.graph, self.places, sizes)
        if found is None:
            return replace(self, graph=self.graph.at(**sizes))
        return replace(self, graph=None, diagnostics=(*self.diagnostics, found))

    def __str__(self) -> str:
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
    """Reads a spec from a file or from text.

    Args:
        source: The path of a file, which a variant may follow after a colon (`resnet.yaml:50`), or the text of a spec,
            which has more than one line.
        variant: The variant, unless it follows the path.
        **params: Values for its params.

    Raises:
        SpecError: If it is no spec.
        OSError: If the file cannot be read.
    """
    architecture, diagnostics = open_spec(source, variant, {name: as_tree(value) for name, value in params.items()})
    if architecture is None or any(one.is_error for one in diagnostics):
        raise SpecError(Report(None, tuple(diagnostics)))
    return architecture


def check(
    source: str | Path | Architecture, variant: str | None = None, *, allow: Iterable[str] = (), **params: Any
) -> Report:
    """Follows every shape of a network, without Keras, and reports everything that is wrong, with advice.

    Args:
        source: What `load` takes, or an architecture.
        variant: The variant, unless it follows the path.
        allow: The names of warnings and notes that are not to be reported.
        **params: Values for its params.

    Raises:
        ValueError: If there is no warning or note of a name in `allow`.
        OSError: If a file cannot be read.
    """
    allow = (allow,) if isinstance(allow, str) else tuple(allow)
    for name in allow:
        if (reason := refusal(name)) is not None:
            raise ValueError(reason)
    settings = {name: as_tree(value) for name, value in params.items()}
    if isinstance(source, Architecture):
        return report(source.bound(settings, variant), allow=allow)
    return report(*open_spec(source, variant, settings), allow=allow)


def build(
    source: str | Path | Architecture,
    variant: str | None = None,
    *,
    precision: Precision | None = None,
    seed: int | None = None,
    **params: Any,
) -> Any:
    """Checks a network and makes it a Keras model.

    Args:
        source: The path of a spec, which a variant may follow after a colon, its text, or an architecture.
        variant: The variant, unless it follows the path.
        precision: The precision of the computation; what the spec says unless given. Outputs and softmax stay
            float32.
        seed: The seed of the initial weights; random unless given. The random state of the process is left as it is.
        **params: Values for the spec's params.

    Returns:
        A functional `keras.Model`. It takes a batch of its input, or a dict or list of inputs; it returns what
        `outputs` says: a tensor, a list or a dict.

    Raises:
        SpecError: If the network has a fault.
        ValueError: If there is no such precision.
        OSError: If the spec cannot be read.
    """
    if precision is not None and precision not in get_args(Precision):
        raise ValueError(f"precision must be one of {', '.join(get_args(Precision))}, not {precision!r}")
    found = check(source, variant, **params)
    if found.graph is None or found.architecture is None:
        raise SpecError(found)
    from archspec.convert.to_keras import to_keras

    return to_keras(found.graph, precision or found.architecture.build.precision, seed=seed)


def report(
    architecture: Architecture | None, diagnostics: Iterable[Diagnostic] = (), *, allow: Collection[str] = ()
) -> Report:
    """Returns the report on an architecture.

    Args:
        architecture: The architecture; None if it could not be read.
        diagnostics: What was found while it was read.
        allow: The names of findings that are allowed.
    """
    found = list(diagnostics)
    graph, places, budget = None, list[Place](), list[Line]()
    if architecture is not None:
        graph, places, more, params = elaborate(architecture)
        found += more
        if graph is not None:
            budget, missed = compare(architecture, graph, places, params)
            found += missed
        if any(one.is_error for one in found):
            graph, places, budget = None, [], []
        elif graph is not None:
            found += advice(Subject(graph, places, architecture))
    found = _not_allowed(found, architecture, allow, graph is not None)
    return Report(graph, tuple(found), architecture, tuple(places), tuple(budget))


def _not_allowed(
    found: list[Diagnostic], architecture: Architecture | None, allow: Collection[str], valid: bool
) -> list[Diagnostic]:
    """Returns findings without those that the caller, or a comment in a text that they are about, allows."""
    spans = [one.span for one in found] + ([architecture.layers.span] if architecture else [])
    sources = dict.fromkeys(span.file for span in spans if span)
    as_written = architecture is not None and not (architecture.variants or architecture.settings)
    return without_allowed(found, sources, allow, complete=valid and as_written)


def open_spec(
    source: str | Path, variant: str | None, settings: Mapping[str, Tree]
) -> tuple[Architecture | None, list[Diagnostic]]:
    """Reads an architecture, with the values that its params are to have.

    Raises:
        OSError: If the file cannot be read.
    """
    if isinstance(source, str) and ("\n" in source or not source.strip()):
        architecture, found = parse_spec(SourceFile("<text>", source))
    else:
        path, named = split_variant(source)
        variant = variant or named
        architecture, found = read_spec(path.read_bytes(), str(path))
    return (None if architecture is None else architecture.bound(settings, variant)), found


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


def read_spec(data: bytes, name: str) -> tuple[Architecture | None, list[Diagnostic]]:
    """Reads an architecture from the bytes of a file."""
    source, found = read(data, name)
    if source is None:
        return None, found
    architecture, more = parse_spec(source)
    return architecture, found + more


def parse_spec(source: SourceFile) -> tuple[Architecture | None, list[Diagnostic]]:
    """Reads an architecture from text; what is wrong with one key does not hide what is wrong elsewhere."""
    tree, found = parse(source)
    if tree is None or any(one.is_error for one in found):
        return None, found
    if not isinstance(tree, TreeMapping):
        return None, [*found, Diagnostic(WrongValue, "a spec is a mapping with `archspec: 1` and `layers`", tree.span)]
    if nearest("archspec", tree.entries) is None:  # a misspelt one is told as such
        place = next(iter(tree.keys.values()), tree.span)
        is_block = place and tree.span and place.column == 1 and place[1:3] == tree.span[1:3]
        help_line = Help("begin the file with `archspec: 1`", inserted(place, "archspec: 1\n") if is_block else ())
        found.append(
            Diagnostic(MissingField, "`archspec`, the version of the language, is missing", place, helps=(help_line,))
        )
    architecture, more = validate(Architecture, tree, "the spec", DISPENSABLE, REPLACEABLE)
    return (None if architecture is None else architecture.read_from(tree)), found + more
