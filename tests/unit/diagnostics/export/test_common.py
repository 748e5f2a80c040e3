from dataclasses import field, replace
from pathlib import Path

import pytest

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin, fingerprints, place_of, sentences
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from tests.said import Said


class Odd(Said):
    """It is odd."""


def test_sentences(mismatch: Diagnostic) -> None:
    assert sentences(mismatch) == [
        "`add_2` adds 64 channels to 128",
        "note: `shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52",
        "help: give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`",
    ]
    assert sentences(Diagnostic(Odd("a\nb\x1b\u202e"))) == ["a\\nb\\x1b\\u202e"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("net.yaml", "models/net.yaml"),
        ("./net.yaml", "models/net.yaml"),
        ("../net.yaml", "net.yaml"),
        ("<stdin>", "<stdin>"),
        ("/elsewhere/net.yaml", "/elsewhere/net.yaml"),
    ],
)
def test_paths_are_told_from_the_root(name: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path / "models")
    assert Origin(root=tmp_path).path(name) == path


def test_paths_are_told_from_the_working_folder_unless_a_root_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Origin().path(str(tmp_path / "a/net.yaml")) == "a/net.yaml"


def test_a_place_on_the_command_line_is_no_place_in_a_file(mismatch: Diagnostic) -> None:
    given = SourceFile("--set n", "16", editable=False)
    assert place_of(mismatch) == mismatch.span
    assert place_of(replace(mismatch, span=Span(given, 1, 1, 1, 3))) is None


def test_fingerprints_are_unique_and_outlive_a_move(mismatch: Diagnostic) -> None:
    assert mismatch.span
    moved = replace(mismatch, span=mismatch.span._replace(line=40, end_line=40))
    first, second = fingerprints([FileResult("specs/mynet.yaml", [mismatch, mismatch])], Origin())
    (alone,) = fingerprints([FileResult("specs/mynet.yaml", [moved])], Origin())
    assert first == alone != second


class Far(Said):
    """It is far from another."""

    distance: int = 0
    line: int = field(default=0, compare=False)


def test_fingerprints_are_made_of_data_and_not_of_places_in_them() -> None:
    def fingerprint(data: DiagnosticKind) -> str:
        (found,) = fingerprints([FileResult("net.yaml", [Diagnostic(data)])], Origin())
        return found

    assert fingerprint(Far(distance=3, line=5)) == fingerprint(Far(distance=3, line=6)) != fingerprint(Far(distance=4))
