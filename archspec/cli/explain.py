"""`archspec explain NAME`."""

import argparse
import re

from archspec.cli.main import CommandError
from archspec.diagnostics.catalogue import kinds
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.page import page
from archspec.language.spelling import nearest


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="the diagnostic, as in `error[NAME]`; without it, lists all"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the manual page of a diagnostic, or the list of all diagnostics."""
    found = kinds()
    if options.name is None:
        width = max(len(name) for name in found)
        for name, kind in found.items():
            print(f"{name:{width}}  {kind.severity:7}  {page(kind).title}")
        return 0
    name = re.sub(r"^(?:error|warning|note)\[(.+)\]$", r"\1", options.name)  # copied from the output
    kind = found.get(name)
    if kind is None:
        near = nearest(name, found)
        hint = f"did you mean `{near}`?" if near else "`archspec explain` lists them"
        raise CommandError(f"there is no diagnostic `{name}`; {hint}")
    print(_text(kind))
    return 0


def _text(kind: type[DiagnosticKind]) -> str:
    manual = page(kind)
    parts = [f"{kind.severity}[{kind.name}]: {manual.title}", manual.text]
    parts += [
        f"{heading}:\n\n" + "\n".join(f"    {line}".rstrip() for line in spec.splitlines())
        for heading, spec in (("Example", manual.example), ("Instead", manual.instead))
        if spec
    ]
    return "\n\n".join(parts)
