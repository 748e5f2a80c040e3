"""Faults that people reported of networks like these: each is found, and the first help mends it.

A spec beside this file makes the very mistake of a public thread, with its numbers. Its first lines say which thread
that is, what happened in it, which layer is to be named, which numbers the message must hold, and what text the help
asks to put in place of which. These come from the threads, not from what archspec prints.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Edit

SPECS = sorted(Path(__file__).parent.glob("*.yaml"))


class Reported(NamedTuple):
    """A spec, and what is to be found in it."""

    body: str
    source: str
    layer: str
    numbers: list[str]
    mends: list[tuple[str, str]]

    def mended(self) -> str:
        body = self.body
        for old, new in self.mends:
            assert body.count(old) == 1, f"`{old}` stands {body.count(old)} times in the spec"
            body = body.replace(old, new)
        return body


def read(path: Path) -> Reported:
    text = path.read_text()
    header = re.findall(r"^# (\w+): (.*)$", text, re.MULTILINE)
    (source,), (layer,), (numbers,) = (
        [value for key, value in header if key == one] for one in ("source", "layer", "numbers")
    )
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    mends = [value.replace("\\n", "\n").split("=>") for key, value in header if key == "mend"]
    pairs = [(old.removesuffix(" "), new.removeprefix(" ")) for old, new in mends]
    return Reported(body, source, layer, numbers.split(", "), pairs)


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """Returns a text after its edits, each of which stands on one line."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda one: one.span[1:], reverse=True):
        span = edit.span
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + edit.replacement + line[span.end_column - 1 :]
    return "\n".join(lines)


def the_only_finding(path: Path) -> Diagnostic:
    found = archspec.check(path).diagnostics
    assert len(found) == 1, [one.message for one in found]
    return found[0]


def test_there_are_more_than_forty_from_different_threads() -> None:
    assert len({read(path).source for path in SPECS}) > 40


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_layer_is_named(path: Path) -> None:
    finding, reported = the_only_finding(path), read(path)
    assert finding.layer == reported.layer
    assert f"`{reported.layer}`" in finding.subject
    assert finding.span is not None


@pytest.mark.sentences
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_both_numbers_are_told(path: Path) -> None:
    finding, reported = the_only_finding(path), read(path)
    for number in reported.numbers:
        assert re.search(rf"(?<![\d,.]){re.escape(number)}(?![\d.]|,\d)", finding.message), number


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_first_help_mends_it(path: Path) -> None:
    (help_line, *_), reported = the_only_finding(path).helps, read(path)
    mended = reported.mended()
    # What the help puts in backquotes is what the mended spec has more of, or less.
    quoted = re.findall(r"`([^`]+)`", help_line.text)
    assert any(mended.count(piece) != reported.body.count(piece) for piece in quoted), help_line.text
    assert archspec.check(mended).valid, str(archspec.check(mended))
    if help_line.edits and help_line.is_certain:
        assert archspec.check(edited(path.read_text(), help_line.edits)).valid
