"""Finds a kind by its name: in the file of that name, in the folder of its family, or among installed packages.

NOTE: Why look at file names rather than import everything? A spec uses ten kinds of a hundred. Only those are imported,
and `archspec check` starts in the time that takes.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from archspec.layers.base import Layer

ENTRY_POINT_GROUP = "archspec.layers"
_RANKED = re.compile(r"(.+?)([123])d")


@cache
def _shipped() -> dict[str, str]:
    """Returns the module of every shipped kind: one file each, named for the kind."""
    root = Path(__file__).parent
    return {
        file.stem: f"archspec.layers.{file.parent.name}.{file.stem}"
        for file in sorted(root.glob("*/*.py"))
        if file.stem not in ("__init__", "base")
    }


@cache
def find(kind: str) -> type[Layer] | None:
    """Returns the class of a kind, or None if nothing of that name is registered."""
    module = _shipped().get(kind)
    if module is not None:
        return getattr(import_module(module), class_name(kind))
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=kind):
        return entry.load()
    return None


def get(kind: str) -> type[Layer]:
    """Returns the class of a kind that is known to be registered.

    Raises:
        LookupError: If it is not.
    """
    found = find(kind)
    if found is None:
        raise LookupError(f"no kind `{kind}` is registered")
    return found


def is_kind(name: str) -> bool:
    """Returns whether a kind of that name is shipped with archspec."""
    return name in _shipped()


def split_rank(kind: str) -> tuple[str, int | None]:
    """Returns a kind's plain name and the rank that its suffix demands: `conv2d` is `conv` on 2 spatial axes."""
    match = _RANKED.fullmatch(kind)
    return (match[1], int(match[2])) if match else (kind, None)


def names() -> list[str]:
    """Returns the names of all registered kinds, in alphabetical order."""
    return sorted({*_shipped(), *(entry.name for entry in entry_points(group=ENTRY_POINT_GROUP))})


def kinds() -> Iterator[type[Layer]]:
    """Yields the classes of all registered kinds, in alphabetical order of their names."""
    for name in names():
        found = find(name)
        if found is not None:
            yield found


def of_class(name: str) -> type[Layer] | None:
    """Returns the shipped kind whose class has a name, or None if there is none."""
    kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return find(kind) if is_kind(kind) and class_name(kind) == name else None


def class_name(kind: str) -> str:
    """Returns the name of the class of a shipped kind: `max_pool` is `MaxPool`."""
    return "".join(word.capitalize() for word in kind.split("_"))
