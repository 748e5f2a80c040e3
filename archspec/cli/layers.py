"""`archspec layers [KIND]`."""

import argparse
import shutil
import sys
from collections.abc import Iterable
from importlib import import_module
from textwrap import TextWrapper, fill, indent
from typing import Any

from archspec.cli.main import CommandError
from archspec.cli.options import add_color
from archspec.diagnostics.terminal import Style, paint, use_color
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer
from archspec.layers.manual import FieldPage, page
from archspec.layers.registry import BrokenKindError
from archspec.layers.window import SpatialLayer

Kind = type[Layer] | type[Structure]

NARROWEST_COLUMN = 30


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help="a kind, as in `- KIND: {…}`; without it, a list")
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the manual page of a kind, or the list of all kinds by family."""
    color = use_color(sys.stdout, options.color)
    width = shutil.get_terminal_size((100, 24)).columns
    try:
        blocks = _families(width, color) if options.kind is None else _page(_find(options.kind), width, color)
        print("\n\n".join(blocks))
    except BrokenKindError as error:
        raise CommandError(str(error)) from error
    return 0


def _find(name: str) -> Kind:
    """Returns the kind of a name, which may carry its rank."""
    plain, rank = registry.split_rank(name)
    kind = STRUCTURES.get(name) or registry.find(plain)
    if kind is not None and (rank is None or (issubclass(kind, SpatialLayer) and rank in kind.ranks)):
        return kind
    from difflib import get_close_matches

    near = get_close_matches(name, [*STRUCTURES, *registry.names()], n=1)
    hint = f"did you mean `{near[0]}`?" if near else "`archspec layers` lists them"
    raise CommandError(f"there is no kind `{name}`; {hint}")


# ---- the list --------------------------------------------------------------------------------------------------------


def _families(width: int, color: bool) -> Iterable[str]:
    families: dict[str, list[Kind]] = {"structure": list(STRUCTURES.values())}
    for kind in registry.kinds():
        families.setdefault(registry.family(kind), []).append(kind)
    column = max(len(kind.kind) for kinds in families.values() for kind in kinds) + 2
    for family, kinds in families.items():
        rows = [(kind.kind, page(kind).title) for kind in kinds]
        yield "\n".join([_heading(family, kinds[0], width, color), *_table(rows, (column,), width)])


def _heading(family: str, kind: Kind, width: int, color: bool) -> str:
    """Returns a family's name and what its kinds have in common, which its module says."""
    module = kind.__module__ if issubclass(kind, Structure) else kind.__module__.rpartition(".")[0] or kind.__module__
    purpose = (import_module(module).__doc__ or "").strip().partition("\n")[0]
    lines = fill(f"{family}: {purpose}" if purpose else family, width)
    return paint(family, Style.BOLD, color=color) + lines[len(family) :]


# ---- the page of a kind ----------------------------------------------------------------------------------------------


def _page(kind: Kind, width: int, color: bool) -> Iterable[str]:
    manual = page(kind)
    family = registry.family(kind) if issubclass(kind, Layer) else "structure"
    yield f"{paint(kind.kind, Style.BOLD, color=color)} ({family})"
    yield fill(manual.title, width)
    for paragraph in filter(None, manual.text.split("\n\n")):
        yield fill(paragraph, width)
    if manual.source:
        yield fill(f"Source: {manual.source}", width)
    if manual.fields:
        rows = [(one.name, _default(one), _description(one)) for one in manual.fields]
        columns = tuple(max(len(row[index]) for row in rows) + 2 for index in (0, 1))
        yield "\n".join([paint("Fields:", Style.BOLD, color=color), *_table(rows, columns, width)])
    yield fill(f"Every kind takes {_listed(COMMON_FIELDS)} too.", width)
    if issubclass(kind, Layer) and kind.keras_name:
        yield fill(f"Keras: {_keras(kind)}.", width)
    if manual.example:
        yield f"{paint('Example:', Style.BOLD, color=color)}\n\n{indent(manual.example.rstrip(), '    ')}"


def _description(field: FieldPage) -> str:
    return f"{field.summary} A bare value sets it." if field.principal else field.summary


def _default(field: FieldPage) -> str:
    return "required" if field.required else "-" if field.default is None else _yaml(field.default)


def _yaml(value: Any) -> str:
    """Returns a default as a spec would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"[{', '.join(map(_yaml, value))}]" if isinstance(value, tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType]


def _keras(kind: type[Layer]) -> str:
    """Returns the Keras classes of a kind."""
    if ">" in kind.keras_name:
        return f"a layer registered as `{kind.keras_name}`"
    ranks = kind.ranks if issubclass(kind, SpatialLayer) and "{rank}" in kind.keras_name else (0,)
    return _listed(f"keras.layers.{kind.keras_name.format(rank=rank)}" for rank in ranks)


def _listed(words: Iterable[str]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} and {last}" if most else last


def _table(rows: Iterable[tuple[str, ...]], columns: tuple[int, ...], width: int) -> Iterable[str]:
    """Yields rows whose last column is wrapped beside the others."""
    hanging = " " * (2 + sum(columns))
    wrapper = TextWrapper(width=max(width, len(hanging) + NARROWEST_COLUMN), subsequent_indent=hanging)
    for *cells, text in rows:
        wrapper.initial_indent = "  " + "".join(cell.ljust(column) for cell, column in zip(cells, columns, strict=True))
        yield wrapper.fill(text)
