from textwrap import dedent
from typing import ClassVar

import pytest
import yaml

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from archspec.language.allowance_faults import AllowedError, NothingAllowed, UnknownDiagnostic, UnusedAllow
from archspec.language.allowances import allowances, refusal, remove_allowed
from tests.like import Like
from tests.said import Said


class Odd(Said):
    """A finding that can be allowed."""

    severity: ClassVar = "warning"


class Wrong(Said):
    """A finding that cannot."""


def source(text: str) -> SourceFile:
    return SourceFile("net.yaml", dedent(text).lstrip("\n"))


def at(file: SourceFile, line: int, kind: type[DiagnosticKind] = Odd) -> Diagnostic:
    return Diagnostic(kind("it is odd"), Span(file, line, 1, line, 2))


def held(text: str) -> list[tuple[str, int, int]]:
    """What the comments of a text allow: names with the first and the last line."""
    return [(one.name, one.first, one.last) for one in allowances(source(text))]


# Where a comment holds ------------------------------------------------------------------------------------------------


def test_at_the_end_of_a_line_it_holds_for_that_line() -> None:
    assert held("a: 1\nb: 2  # archspec: allow odd\nc: 3\n") == [("odd", 2, 2)]


def test_on_a_line_of_its_own_it_holds_for_the_next() -> None:
    assert held("""
        layers:
          - relu
          # archspec: allow odd

          # another comment
          - group:
              layers: [relu]
          - relu
        """) == [("odd", 6, 6)]


def test_above_the_first_key_it_holds_for_the_whole_file() -> None:
    assert held("# Words\n# archspec: allow odd\n\na: 1\nb: 2\n") == [("odd", 1, 6)]
    assert held("%YAML 1.2\n--- # of course\n# archspec: allow odd\na: 1\n") == [("odd", 1, 5)]


def test_at_the_end_of_the_file_it_holds_for_nothing_else() -> None:
    assert held("a: 1\n# archspec: allow odd\n") == [("odd", 2, 2)]


def test_in_brackets_over_several_lines() -> None:
    assert held("layers: [\n  relu,  # archspec: allow odd\n  tanh,\n]\n") == [("odd", 2, 2)]


def test_every_kind_of_line_break() -> None:
    for line_break in ("\n", "\r\n", "\r"):
        assert held(f"a: 1{line_break}b: 2  # archspec: allow odd{line_break}c: 3") == [("odd", 2, 2)]


# How it is written ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "names"),
    [
        ("# archspec: allow odd", ["odd"]),
        ("#archspec:allow odd", ["odd"]),
        ("#  archspec:  allow  odd , even", ["odd", "even"]),
        ("# archspec: allow odd: as in the paper: table 2, page 3", ["odd"]),
        ("# archspec: allow odd,even: both", ["odd", "even"]),
        ("# archspec: allow odd # archspec: allow even", ["odd"]),
        ("# archspec: allow odd thing", ["odd thing"]),
        ("# archspec: allow", [""]),
        ("# archspec: allow : why", [""]),
    ],
)
def test_names_and_reasons(comment: str, names: list[str]) -> None:
    assert [name for name, _, _ in held(f"a: 1  {comment}\n")] == names


@pytest.mark.parametrize("comment", ["# archspec allow odd", "# archspec: allowed odd", "# archspec: 1", "# allow odd"])
def test_other_comments(comment: str) -> None:
    assert held(f"a: 1  {comment}\n") == []


def test_the_place_of_a_name() -> None:
    [first, second] = allowances(source("a: 1  # archspec: allow odd, even\n"))
    assert (first.span.line, first.span.column, first.span.end_column) == (1, 25, 28)
    assert (second.span.line, second.span.column, second.span.end_column) == (1, 30, 34)


@pytest.mark.parametrize(
    "text",
    [
        'a: "x # archspec: allow odd"\n',
        "a: 'x # archspec: allow odd'\n",
        'a: "x\n  # archspec: allow odd\n  y"\n',
        "a: |\n  x\n  # archspec: allow odd\n",
        "a: >-\n  x # archspec: allow odd\n\n  y\n",
        "'x # archspec: allow odd': 1\n",
        "a: x#archspec: allow odd\n",
    ],
)
def test_text_is_no_comment(text: str) -> None:
    assert held(text) == []


def test_a_comment_after_text() -> None:
    assert held("a: |\n  # archspec: allow text\n# archspec: allow odd\nb: 1\n") == [("odd", 4, 4)]
    assert held('a: "x # archspec: allow text"  # archspec: allow odd\n') == [("odd", 1, 1)]


def test_what_is_no_yaml_allows_nothing() -> None:
    assert held("a: [1  # archspec: allow odd\nb: ]: {\n") == []


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert held('a: "# archspec: allow text"\nb: 2  # archspec: allow odd\n') == [("odd", 2, 2)]


def test_a_hostile_file() -> None:
    assert len(held("a: 1\n" + "# archspec: allow odd\n" * 40_000)) == limits.ALLOWANCES
    assert len(held("- a  # archspec: allow odd\n" * 30_000)) == limits.ALLOWANCES


# What it does ---------------------------------------------------------------------------------------------------------


def test_findings_are_left_out_where_they_are_allowed() -> None:
    file = source("a: 1  # archspec: allow odd\nb: 2\n")
    here, elsewhere = at(file, 1), at(file, 2)
    assert remove_allowed([here, elsewhere], [file], (), complete=True) == [elsewhere]


def test_everywhere_by_name() -> None:
    file = source("a: 1\n")
    assert remove_allowed([at(file, 1), Diagnostic(Odd("odd"))], [file], ["odd"], complete=True) == []


def test_errors_never_are() -> None:
    file = source("a: 1  # archspec: allow odd, wrong\n")
    error = at(file, 1, Wrong)
    found = remove_allowed([at(file, 1), error], [file], ["wrong"], complete=False)
    assert found[0] is error


def test_a_comment_in_another_file_does_nothing() -> None:
    file, other = source("a: 1\n"), source("a: 1  # archspec: allow odd\n")
    assert remove_allowed([at(file, 1)], [file, other], (), complete=False)[0].span == at(file, 1).span


def test_a_finding_without_a_place_is_allowed_for_the_whole_file_only() -> None:
    placeless = Diagnostic(Odd("odd"))
    assert remove_allowed([placeless], [source("# archspec: allow odd\na: 1\nb: 2\n")], (), complete=False) == []
    [found, _] = remove_allowed([placeless], [source("a: 1\n# archspec: allow odd\nb: 2\n")], (), complete=False)
    assert found is placeless


def names(text: str, *, complete: bool = True) -> list[Diagnostic]:
    return list(remove_allowed([], [source(text)], (), complete=complete))


def test_a_comment_that_allows_nothing_is_told_if_all_is_known() -> None:
    text = "a: 1  # archspec: allow bias-before-norm\n"
    assert names(text) == [Like(UnusedAllow, allowed="bias-before-norm")]
    assert names(text, complete=False) == []


def test_names_that_cannot_be_allowed_are_always_told() -> None:
    text = "a: 1  # archspec: allow bias-befor-norm, channel-mismatch\nb: 1  # archspec: allow\n"
    assert names(text, complete=False) == [
        Like(UnknownDiagnostic, allowed="bias-befor-norm"),
        Like(AllowedError, allowed="channel-mismatch"),
        Like(NothingAllowed),
    ]


def test_a_misspelt_name_can_be_put_right() -> None:
    file = source("a: 1  # archspec: allow bias-befor-norm\n")
    [found] = remove_allowed([], [file], (), complete=True)
    assert [(edit.span.column, edit.replacement) for edit in found.helps[0].edits] == [(25, "bias-before-norm")]


def test_only_warnings_and_notes_can_be_allowed() -> None:
    assert refusal("bias-before-norm") is None
    assert refusal("even-window") is None
    assert refusal("channel-mismatch") == "`channel-mismatch` is an error, and only warnings and notes can be allowed"
    assert refusal("bias-befor-norm") == "there is no diagnostic `bias-befor-norm`; did you mean `bias-before-norm`?"
    assert refusal("xyzzy") == "there is no diagnostic `xyzzy`; `archspec explain` lists all names"
