"""What several commands take: a spec with its variant and params, and how to print."""

import argparse
import sys

from archspec.cli.main import CommandError
from archspec.diagnostics.render import render_all
from archspec.diagnostics.source import SourceFile
from archspec.diagnostics.terminal import use_color
from archspec.language.document import Architecture
from archspec.pipeline import Report, read_spec, report, split_variant
from archspec.syntax.parse import parse
from archspec.syntax.tree import Tree


def add_spec(parser: argparse.ArgumentParser, *, many: bool = False) -> None:
    """Adds the arguments that name a spec."""
    parser.add_argument(
        "file",
        nargs="+" if many else None,
        metavar="FILE",
        help=("a spec or a folder of specs, " if many else "a spec, ")
        + "`-` for standard input; a variant may follow: `resnet.yaml:50`",
    )
    parser.add_argument("--variant", metavar="NAME", help="the variant of the spec")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a value for a param")


def add_color(parser: argparse.ArgumentParser) -> None:
    """Adds the argument that chooses colour."""
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="whether to print in colour"
    )


def settings(options: argparse.Namespace) -> dict[str, Tree]:
    """Returns the values that are set for params.

    Raises:
        CommandError: If one is not written `name=value`.
    """
    found: dict[str, Tree] = {}
    for setting in options.set:
        name, equals, value = setting.partition("=")
        tree, faults = parse(SourceFile(f"--set {name}", value)) if equals else (None, [])
        if tree is None or any(fault.is_error for fault in faults):
            raise CommandError(f"`--set {setting}` is not of the form `--set name=value`")
        found[name] = tree
    return found


def examine(file: str, options: argparse.Namespace) -> Report:
    """Checks one spec.

    Raises:
        CommandError: If the options are wrong.
        OSError: If the file cannot be read.
    """
    if file == "-":
        variant = None
        spec, found = read_spec(sys.stdin.buffer.read(), "<stdin>")
    else:
        path, variant = split_variant(file)
        spec, found = read_spec(path.read_bytes(), str(path), path)
    if spec is None:
        return Report(None, tuple(found))
    if isinstance(spec, Architecture):
        spec = spec.bound(settings(options), options.variant or variant)
    return report(spec, found)


def refuse_library(report: Report, file: str) -> None:
    """Refuses a library of blocks where a network is needed.

    Raises:
        CommandError: If it is one.
    """
    if report.library is not None:
        raise CommandError(f"`{file}` is a library of blocks, and no network; `archspec check` checks it")


def print_findings(findings: Report, options: argparse.Namespace) -> None:
    """Prints what was found, if anything."""
    if findings.diagnostics:
        print(render_all(findings.diagnostics, color=use_color(sys.stdout, options.color)))
