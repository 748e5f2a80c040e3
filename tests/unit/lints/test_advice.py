"""All lints: found by their files, each with its test, and listed in the documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

import archspec
from archspec.diagnostics.page import page
from archspec.lints.advice import NO_LINTS, lints
from archspec.lints.base import Lint

ROOT = Path(__file__).parents[3]
each_lint = pytest.mark.parametrize("lint", lints(), ids=lambda lint: lint.name)


@each_lint
def test_a_lint_is_called_like_its_file_and_has_a_test_and_a_case(lint: type[Lint]) -> None:
    file = lint.name.replace("-", "_")
    assert issubclass(lint, Lint)
    assert lint.__module__ == f"archspec.lints.{file}"
    assert Path(__file__).with_name(f"test_{file}.py").is_file()
    assert (ROOT / "tests/ui/lints" / f"{file}.txt").is_file()


def test_every_file_is_a_lint_or_is_known_to_be_none() -> None:
    files = {file.stem for file in (ROOT / "archspec/lints").glob("*.py")}
    assert files == {lint.name.replace("-", "_") for lint in lints()} | set(NO_LINTS)


@each_lint
def test_advice_is_no_error(lint: type[Lint]) -> None:
    assert lint.severity in ("warning", "note")


def test_the_documents_list_all_lints(matches_file: Callable[[Path, str], None]) -> None:
    document = ROOT / "docs" / "advice.md"
    text = document.read_text(encoding="utf-8")
    begin, end = "<!-- lints -->\n", "<!-- end -->"
    head, _, rest = text.partition(begin)
    tail = rest.partition(end)[2]
    rows = [f"| `{one.name}` | {one.severity} | {page(one).title} |" for one in sorted(lints(), key=order)]
    table = "\n".join(["| name | severity | what it finds |", "|---|---|---|", *rows])
    matches_file(document, f"{head}{begin}{table}\n{end}{tail}")


def order(lint: type[Lint]) -> tuple[bool, str]:
    return lint.severity == "note", lint.name


@pytest.mark.parametrize("spec", sorted((ROOT / "specs").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_zoo_has_no_findings_that_it_does_not_allow(spec: Path) -> None:
    variants = archspec.load(spec).variants
    for variant in (None, *variants):
        report = archspec.check(spec, variant)
        assert report.diagnostics == (), f"{variant}: {report}"


def test_advice_waits_until_there_is_no_error() -> None:
    text = "archspec: 1\ninput: [32, 32, 3]\nlayers:\n  - conv: {filters: 8, size: 3}\n  - batch_norm\n"
    assert [one.kind.name for one in archspec.check(text).diagnostics] == ["bias-before-norm"]
    faulty = archspec.check(text + "  - conv: {filters: 8, size: 3, groups: 3}\n")
    assert [one.kind.name for one in faulty.diagnostics] == ["groups-mismatch"]
    unmet = archspec.check(text + "expect: {params: 1}\n")
    assert [one.kind.name for one in unmet.diagnostics] == ["missed-expectation"]


def test_layers_that_are_left_out_of_the_network_are_left_alone() -> None:
    report = archspec.check(
        "archspec: 1\ninput: [8]\nlayers:\n"
        "  - dense: {units: 4, from: input}\n  - batch_norm\n  - dense: {units: 4, from: input, name: kept}\n"
        "outputs: kept\n"
    )
    assert [one.kind.name for one in report.diagnostics] == ["unused-layer"]


def test_what_is_allowed_is_not_reported() -> None:
    text = "archspec: 1\ninput: [8]\nlayers: [dense: 8, dense: 8, batch_norm]\n"
    assert [one.kind.name for one in archspec.check(text, allow=["missing-activation"]).diagnostics] == [
        "bias-before-norm"
    ]
    assert archspec.check(text, allow=("missing-activation", "bias-before-norm")).diagnostics == ()
    assert archspec.check(archspec.load(text), allow="missing-activation").diagnostics != ()


def test_only_what_can_be_allowed() -> None:
    text = "archspec: 1\ninput: [8]\nlayers: [dense: 8]\n"
    with pytest.raises(ValueError, match="there is no diagnostic `bias`"):
        archspec.check(text, allow=["bias"])
    with pytest.raises(ValueError, match="`channel-mismatch` is an error"):
        archspec.check(text, allow=["channel-mismatch"])


def test_comments_of_a_text_that_was_loaded_hold() -> None:
    loaded = archspec.load(
        "archspec: 1\ninput: [8]\nlayers:\n  - dense: 8  # archspec: allow missing-activation\n  - dense: 8\n"
    )
    assert archspec.check(loaded).diagnostics == ()


def test_an_unused_comment_of_a_spec_with_variants_or_settings_is_not_told() -> None:
    text = "archspec: 1\nparams: {n: 8}\ninput: [8]\nlayers:\n  - dense: $n  # archspec: allow missing-activation\n"
    assert [one.kind.name for one in archspec.check(text).diagnostics] == ["unused-allow"]
    assert archspec.check(text, n=9).diagnostics == ()
    assert archspec.check(text + "variants: {wide: {n: 16}}\n").diagnostics == ()


def test_a_warning_of_a_text_that_cannot_be_read_can_be_allowed_too() -> None:
    text = "archspec: 1\nname: yes  # archspec: allow ambiguous-scalar\nlayres: []\n"
    assert "ambiguous-scalar" not in [one.kind.name for one in archspec.check(text).diagnostics]
    assert "ambiguous-scalar" in [one.kind.name for one in archspec.check(text.replace("  #", "  # no")).diagnostics]
