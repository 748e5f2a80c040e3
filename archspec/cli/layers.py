"""`archspec layers [KIND|LIBRARY]`."""

import argparse
import shutil
import sys
from collections.abc import Iterable
from importlib import import_module
from textwrap import TextWrapper, fill, indent
from typing import Any, cast

from archspec.api import standard_library
from archspec.cli.main import CommandError
from archspec.cli.options import add_color
from archspec.diagnostics.terminal import Style, paint, use_color
from archspec.files import standard_libraries
from archspec.language.document import Block, Library, Param
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import registry
from archspec.layers.base import COMMON_FIELDS, Layer
from archspec.layers.manual import FieldPage, page
from archspec.layers.registry import BrokenKindError
from archspec.layers.window import SpatialLayer
from archspec.syntax.tree import plain

Kind = type[Layer] | type[Structure]

NARROWEST_COLUMN = 30


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument(
        "kind",
        metavar="KIND",
        nargs="?",
        help="a kind, as in `- KIND: {…}`, or a library, `std/…`; without it, lists all",
    )
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the manual page of a kind, or the list of all kinds by family."""
    color = use_color(sys.stdout, options.color)
    width = shutil.get_terminal_size((100, 24)).columns
    try:
        print("\n\n".join(_blocks(options.kind, width, color)))
    except BrokenKindError as error:
        raise CommandError(str(error)) from error
    return 0


def _blocks(name: str | None, width: int, color: bool) -> Iterable[str]:
    """Yields the paragraphs about a kind, a library, or all of them."""
    if name is None:
        return [*_families(width, color), _libraries(width, color)]
    if name in standard_libraries():
        return _library_page(name, width, color)
    return _page(_find(name), width, color)


def _find(name: str) -> Kind:
    """Returns the kind of a name, which may end in its rank."""
    plain, rank = registry.split_rank(name)
    kind = STRUCTURES.get(name) or registry.find(plain)
    if kind is not None and (rank is None or (issubclass(kind, SpatialLayer) and rank in kind.ranks)):
        return kind
    from difflib import get_close_matches

    near = get_close_matches(name, [*STRUCTURES, *registry.names(), *standard_libraries()], n=1)
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
    """Returns a family's name and description, which is the docstring of its module."""
    module = kind.__module__ if issubclass(kind, Structure) else kind.__module__.rpartition(".")[0] or kind.__module__
    purpose = (import_module(module).__doc__ or "").strip().partition("\n")[0]
    lines = fill(f"{family}: {purpose}" if purpose else family, width)
    return paint(family, Style.BOLD, color=color) + lines[len(family) :]


def _libraries(width: int, color: bool) -> str:
    libraries = {name: standard_library(name) for name in standard_libraries()}
    rows = [(name, f"{_listed(_public(one))}: {one.description}") for name, one in libraries.items()]
    column = max(len(name) for name in libraries) + 2
    purpose = "Blocks that archspec ships; a spec takes them with `use: std/…`."
    heading = paint("libraries", Style.BOLD, color=color) + f": {purpose}"
    return "\n".join([heading, *_table(rows, (column,), width)])


def _public(library: Library) -> list[str]:
    """Returns the public blocks of a library: those whose params have descriptions."""
    return [name for name, block in library.blocks.items() if all(one.help for one in block.params.values())]


# ---- the page of a library -------------------------------------------------------------------------------------------


def _library_page(name: str, width: int, color: bool) -> Iterable[str]:
    library = standard_library(name)
    yield f"{paint(name, Style.BOLD, color=color)} (library)"
    yield fill(library.description or "", width)
    if library.reference:
        yield fill(f"Source: {library.reference}", width)
    for block in _public(library):
        yield _block(block, library.blocks[block], width, color)
    if library.example:
        yield f"{paint('Example:', Style.BOLD, color=color)}\n\n{indent(library.example.rstrip(), '    ')}"


def _block(name: str, block: Block, width: int, color: bool) -> str:
    rows = [(param, _param_default(one), one.help or "") for param, one in block.params.items()]
    columns = tuple(max((len(row[index]) for row in rows), default=0) + 2 for index in (0, 1))
    description = fill(f"{name}: {block.description}", width)
    return "\n".join([paint(name, Style.BOLD, color=color) + description[len(name) :], *_table(rows, columns, width)])


def _param_default(param: Param) -> str:
    return "required" if param.default is None else _yaml(plain(param.default))


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
    yield fill(f"Every kind also has the fields {_listed(COMMON_FIELDS)}.", width)
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
    if value is None:
        return "null"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_yaml, cast('list[Any]', value)))}]"
    return str(value)


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
    """Yields rows, with the last column wrapped."""
    hanging = " " * (2 + sum(columns))
    wrapper = TextWrapper(width=max(width, len(hanging) + NARROWEST_COLUMN), subsequent_indent=hanging)
    for *cells, text in rows:
        wrapper.initial_indent = "  " + "".join(cell.ljust(column) for cell, column in zip(cells, columns, strict=True))
        yield wrapper.fill(text)
