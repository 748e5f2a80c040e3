from collections.abc import Iterator

import archspec
from archspec import Architecture, Dense, Relu
from archspec.compiler.elaborate import elaborate
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from tests.like import Like


class Odd(Lint):
    """Something is odd."""

    def message(self) -> str:
        return "is odd"

    def notes(self) -> tuple[str, ...]:
        return ("a note",)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        others = [(2, "`b` is even"), (1, "`a` itself")]
        yield cls().at(subject, 1, field="units", label="odd", others=others, remedies=(Help("do this"),))


def found(architecture: Architecture) -> Diagnostic:
    graph, network, *_ = elaborate(architecture)
    assert graph is not None
    [finding] = Odd.check(Subject(graph, network.places_in(graph), architecture))
    return finding


def test_a_lint_is_a_warning_unless_it_says_otherwise() -> None:
    assert (Odd.name, Odd.severity) == ("odd", "warning")


def test_a_finding_points_at_a_field_and_at_other_layers() -> None:
    text = "archspec: 1\ninput: [8]\nlayers:\n  - dense: {units: 2, name: a}\n  - relu: {name: b}\n"
    finding = found(archspec.load(text))
    assert (str(finding.span), finding.label, finding.layer) == ("<text>:4:20", "odd", "a")
    assert [(str(one.span), one.text) for one in finding.labels] == [
        ("<text>:5:5", "`b` is even"),
        ("<text>:4:5", "`a` itself"),
    ]
    assert finding.notes == ("a note",)
    assert (finding, finding.helps) == (Like(Odd, "`a`"), (Help("do this"),))


def test_what_has_no_place_is_told_in_notes() -> None:
    finding = found(Architecture(inputs={"x": (8,)}, layers=[Dense(units=2, name="a"), Relu(name="b")]))
    assert (finding.span, finding.labels) == (None, ())
    assert finding.notes == ("a note", "`b` is even", "`a` itself")
