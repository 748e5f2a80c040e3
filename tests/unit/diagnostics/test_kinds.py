"""Every kind of finding has a manual page whose two specs are true, and a case in tests/ui."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import archspec
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.page import page

UI = Path(__file__).parents[2] / "ui"

# These define no kinds, and importing them runs the program or needs Keras.
NOT_IMPORTED = ("archspec.__main__", "archspec.convert.keras_layers")

# What no short spec can show: it is too large, not text, a fault of the command, or takes several files.
WITHOUT_EXAMPLE = {
    "choices-left-out",
    "ambiguous-block",
    "circular-reuse",
    "nesting-too-deep",
    "expression-too-long",
    "file-too-large",
    "diagnostics-left-out",
    "not-a-file",
    "not-utf8",
    "scalar-too-long",
    "too-many-anchors",
    "too-many-diagnostics",
    "too-many-nodes",
    "too-much-reuse",
    "unknown-variant",
    "variants-left-out",
}


def kinds(base: type[DiagnosticKind] = DiagnosticKind) -> Iterator[type[DiagnosticKind]]:
    """The kinds that archspec defines, without those that tests make, and without cases."""
    if getattr(base, "kind", None) is base:
        if base.__module__.startswith("archspec."):
            yield base
        return
    for subclass in base.__subclasses__():
        yield from kinds(subclass)


for module in pkgutil.walk_packages(archspec.__path__, "archspec."):
    if not module.name.startswith(NOT_IMPORTED):
        importlib.import_module(module.name)

KINDS = sorted(kinds(), key=lambda kind: (kind.name, kind.__module__))
SHOWN = [kind for kind in KINDS if kind.name not in WITHOUT_EXAMPLE]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
each_kind_with_example = pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.name)


def test_names_are_unique() -> None:
    names = [kind.name for kind in KINDS]
    assert sorted(set(names)) == names


@each_kind
def test_a_kind_has_a_title_and_a_text(kind: type[DiagnosticKind]) -> None:
    title, text, _, _ = page(kind)
    assert title.endswith(".")
    assert text


@each_kind_with_example
def test_the_example_has_the_fault_and_no_other(kind: type[DiagnosticKind]) -> None:
    assert names_of_findings(page(kind).example) == [kind.name]


@each_kind_with_example
def test_what_to_write_instead_has_not(kind: type[DiagnosticKind]) -> None:
    assert kind.name not in names_of_findings(page(kind).instead)


def names_of_findings(spec: str) -> list[str]:
    assert spec, "the page lacks a fenced spec"
    return [finding.kind.name for finding in archspec.check(spec).diagnostics]


@each_kind
def test_a_kind_is_shown_in_tests_ui(kind: type[DiagnosticKind]) -> None:
    assert any(f"[{kind.name}]" in text.read_text(encoding="utf-8") for text in UI.rglob("*.txt"))
