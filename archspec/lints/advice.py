"""Finds all lints by their file names, and runs them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.faults import ShapeError

NO_LINTS = ("__init__", "advice", "base", "subject")
"""The files of this folder that hold no lint."""

LISTED = 3
"""How many layers a diagnostic names that concerns many."""


def run_lints(subject: Subject) -> list[Diagnostic]:
    """Returns what all lints have to say about a network.

    What holds of several layers that are written in one place is reported once, with their number.
    """
    return [_of_all(alike) for lint in lints() for alike in _grouped(_findings(lint, subject))]


def _findings(lint: type[Lint], subject: Subject) -> Iterator[Diagnostic]:
    """Yields what a lint has to say; nothing more where open sizes take too long to follow."""
    with suppress(ShapeError):
        yield from lint.check(subject)


@cache
def lints() -> tuple[type[Lint], ...]:
    """Returns all lints: each is the class that its file is called like."""
    files = sorted(file.stem for file in Path(__file__).parent.glob("*.py"))
    return tuple(
        getattr(import_module(f"archspec.lints.{file}"), "".join(word.capitalize() for word in file.split("_")))
        for file in files
        if file not in NO_LINTS
    )


def _grouped(findings: Iterator[Diagnostic]) -> list[list[Diagnostic]]:
    """Returns diagnostics of one kind, those of one place together; without places, those of the same facts."""
    groups: dict[object, list[Diagnostic]] = {}
    for finding in findings:
        groups.setdefault(finding.span or finding.data, []).append(finding)
    return list(groups.values())


def _of_all(alike: list[Diagnostic]) -> Diagnostic:
    """Returns one diagnostic in place of several, which says how many layers it concerns."""
    first = alike[0]
    layers = list(dict.fromkeys(one.layer for one in alike if one.layer is not None))
    if len(layers) < 2:
        return first
    named = ", ".join(f"`{layer}`" for layer in layers[:LISTED])
    rest = f" and {len(layers) - LISTED:,} more" if len(layers) > LISTED else ""
    note = f"this holds of {len(layers):,} layers: {named}{rest}"
    return replace(first, causes=(*first.causes, note))
