"""Finds every kind of diagnostic by its name."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from archspec.diagnostics.kind import SEVERITIES, DiagnosticKind


@cache
def kinds() -> dict[str, type[DiagnosticKind]]:
    """Returns every kind of diagnostic by name, errors first, then warnings, then notes, each in alphabetical order.

    They stand in modules called `…faults`, and in `lints`, one a file.
    """
    # By file names: walking the packages would import them all, and with `convert` Keras.
    root = Path(__file__).parents[1]
    for file in sorted((*root.rglob("*faults.py"), *root.glob("lints/*.py"))):
        import_module(".".join(("archspec", *file.relative_to(root).with_suffix("").parts)))
    found = [kind for kind in _kinds(DiagnosticKind) if kind.__module__.startswith("archspec.")]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (SEVERITIES.index(kind.severity), kind.name))}


def _kinds(family: type[DiagnosticKind]) -> Iterator[type[DiagnosticKind]]:
    for one in family.__subclasses__():
        if one is getattr(one, "kind", None):
            yield one
        else:
            yield from _kinds(one)
