"""No code decides by words: with the name of its kind for every message, the same things are told and mended."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archspec.diagnostics.catalogue import kinds
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.fix import apply_fixes
from tests.property.test_fix import FAULTY, ROOT, checked_as


def subclasses(kind: type[DiagnosticKind]) -> Iterator[type[DiagnosticKind]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def told(one: Diagnostic) -> tuple[object, ...]:
    """All that a diagnostic tells but for its message, and what quotes it."""
    labels = [(str(label.span), label.text) for label in one.labels]
    helps = [(advice.text, advice.is_certain, edits_of(advice)) for advice in one.helps]
    return type(one.data), str(one.span), one.layer, one.label, labels, len(one.notes), helps, one.networks


def edits_of(advice: Help) -> list[tuple[str, str]]:
    return [(str(edit.span), edit.replacement) for edit in advice.edits]


def outcome(path: Path) -> tuple[object, ...]:
    data, check = path.read_bytes(), checked_as(path)
    fixed = apply_fixes(data, "net.yaml", check)
    return [told(one) for one in check(data).diagnostics], fixed.data, [told(one) for one in fixed.done]


@pytest.mark.parametrize("folder", sorted({path.parent for path in FAULTY}), ids=lambda one: str(one.relative_to(ROOT)))
def test_nothing_but_what_is_printed_notices_the_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds()
    importlib.import_module("archspec.compiler.trial")
    specs = [path for path in FAULTY if path.parent == folder]
    before = [outcome(path) for path in specs]
    for kind in subclasses(DiagnosticKind):
        if "message" in vars(kind):
            monkeypatch.setattr(kind, "message", lambda self: self.kind.name)
    for path, one in zip(specs, before, strict=True):
        assert outcome(path) == one, path
