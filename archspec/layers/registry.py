"""Finds a kind by its name: in the file of that name, in the folder of its family, or among installed packages.

The activations that differ in nothing but their function are the exception: they are rows of a table.

NOTE: Why look at file names rather than import everything? A spec uses ten kinds of a hundred. Only those are imported,
and `archspec check` starts in the time that takes.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from archspec.layers.activation import table
from archspec.layers.base import Layer, kind_of, list_unanswered

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

ENTRY_POINT_GROUP = "archspec.layers"
_RANKS = ("1d", "2d", "3d")


class BrokenKindError(Exception):
    """A kind of an installed package cannot be used; the message says which, whose it is, and why."""


@cache
def _shipped() -> dict[str, str]:
    """Returns the module of every shipped kind, family by family: the file named for it, or the table."""
    files = (file for file in Path(__file__).parent.glob("*/*.py") if file.stem not in ("__init__", "base", "table"))
    modules = {file.stem: f"archspec.layers.{file.parent.name}.{file.stem}" for file in files}
    modules |= dict.fromkeys(table.FUNCTIONS, table.__name__)
    return {kind: modules[kind] for kind in sorted(modules, key=lambda kind: (modules[kind].split(".")[2], kind))}


@cache
def find(kind: str) -> type[Layer] | None:
    """Returns the class of a kind, or None if nothing of that name is registered.

    Raises:
        BrokenKindError: If it is registered by a package that is broken.
    """
    module = _shipped().get(kind)
    if module is not None:
        return getattr(import_module(module), class_name(kind))
    for entry in _registered().select(name=kind):
        return _load(entry)
    return None


@cache
def _registered() -> "EntryPoints":
    """Returns what installed packages register; that is read, once, only where a kind is not shipped."""
    from importlib.metadata import entry_points

    return entry_points(group=ENTRY_POINT_GROUP)


def _load(entry: "EntryPoint") -> type[Layer]:
    """Returns the class that an installed package registers; whatever its code does wrong is reported as its fault."""
    owner = f"kind `{entry.name}`" + (f" of the package `{entry.dist.name}`" if entry.dist else "")
    try:
        found = entry.load()
    except Exception as error:
        raise BrokenKindError(f"{owner} cannot be loaded: {type(error).__name__}: {error}") from error
    if not isinstance(found, type) or not issubclass(found, Layer):
        raise BrokenKindError(f"{owner} is no class that derives from `Layer`")
    if missing := list_unanswered(found):
        raise BrokenKindError(f"{owner} lacks {', '.join(f'`{name}`' for name in missing)}")
    if found.kind != entry.name:
        raise BrokenKindError(f"{owner} is the class `{found.__name__}`, which makes the kind `{found.kind}`")
    return found


def get(kind: str) -> type[Layer]:
    """Returns the class of a kind that is known to be registered.

    Raises:
        LookupError: If it is not.
    """
    found = find(kind)
    if found is None:
        raise LookupError(f"no kind `{kind}` is registered")
    return found


def by_keras_name(name: str) -> str | None:
    """Returns the kind that stands for a class of `keras.layers`, if a shipped one does and no other."""
    kinds = [get(kind) for kind in _shipped()]
    found = [one.kind for one in kinds if name in {one.keras_name.format(rank=rank) for rank in (1, 2, 3)}]
    return found[0] if len(found) == 1 else None


@cache
def family(kind: type[Layer]) -> str:
    """Returns the family of a kind: the folder it is in, or the package that it comes from."""
    package, *folders = kind.__module__.split(".")
    return folders[1] if package == "archspec" else package


def is_kind(name: str) -> bool:
    """Returns whether a kind of that name is shipped with archspec."""
    return name in _shipped()


def shipped(family: str) -> list[str]:
    """Returns the kinds of a family that are shipped with archspec, in alphabetical order."""
    return [kind for kind, module in _shipped().items() if module.split(".")[2] == family]


def split_rank(kind: str) -> tuple[str, int | None]:
    """Returns a kind's plain name and the rank that its suffix demands: `conv2d` is `conv` on 2 spatial axes."""
    plain, suffix = kind[:-2], kind[-2:]
    return (plain, int(suffix[0])) if plain and suffix in _RANKS else (kind, None)


def names() -> tuple[str, ...]:
    """Returns the names of all registered kinds, in alphabetical order."""
    return tuple(sorted({*_shipped(), *_registered().names}))


def kinds() -> Iterator[type[Layer]]:
    """Yields the classes of all registered kinds, in alphabetical order of their names.

    Raises:
        BrokenKindError: If one is registered by a package that is broken.
    """
    for name in names():
        found = find(name)
        if found is not None:
            yield found


def of_class(name: str) -> type[Layer] | None:
    """Returns the shipped kind whose class has a name, or None if there is none."""
    kind = kind_of(name)
    return find(kind) if is_kind(kind) and class_name(kind) == name else None


def class_name(kind: str) -> str:
    """Returns the name of the class of a shipped kind: `max_pool` is `MaxPool`."""
    return "".join(word.capitalize() for word in kind.split("_"))
