"""Advice: what it says, and what becomes of a spec that follows it."""

from collections.abc import Callable
from textwrap import dedent

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help


def _text(spec: str) -> str:
    return "archspec: 1\n" + dedent(spec).lstrip("\n")


@pytest.fixture
def helps() -> Callable[[str], list[str]]:
    """The texts of the helps of a spec's only finding."""

    def check(spec: str) -> list[str]:
        return [one.text for one in _only(spec).helps]

    return check


@pytest.fixture
def edited() -> Callable[[str], str]:
    """What becomes of a spec when the edits of the first help are made."""

    def check(spec: str) -> str:
        advice: Help = _only(spec).helps[0]
        assert advice.edits, advice.text
        lines = _text(spec).split("\n")
        for edit in sorted(advice.edits, key=lambda one: one.span[1:], reverse=True):
            span = edit.span
            assert span.line == span.end_line
            line = lines[span.line - 1]
            lines[span.line - 1] = line[: span.column - 1] + edit.replacement + line[span.end_column - 1 :]
        made = "\n".join(lines)
        assert archspec.check(made).valid, str(archspec.check(made))
        return made.removeprefix("archspec: 1\n")

    return check


@pytest.fixture
def works() -> Callable[[str], bool]:
    """Whether a spec that follows some advice has no fault."""
    return lambda spec: archspec.check(_text(spec)).valid


def _only(spec: str) -> Diagnostic:
    found = archspec.check(_text(spec)).diagnostics
    assert len(found) == 1, [one.message for one in found]
    return found[0]
