"""What several commands take: a spec with its variant and params, and how to print."""

import argparse
import sys

from archspec.cli.main import CommandError
from archspec.diagnostics.catalogue import refusal
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.render import render_all
from archspec.diagnostics.source import SourceFile
from archspec.diagnostics.terminal import use_color
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
    parser.add_argument(
        "--allow", action="append", default=[], metavar="NAME,…", help="warnings and notes that are not to be reported"
    )


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


def allowed(options: argparse.Namespace) -> list[str]:
    """Returns the names of the findings that are allowed.

    Raises:
        CommandError: If one is no warning or note.
    """
    names = [name.strip() for given in options.allow for name in given.split(",")]
    for name in names:
        if (reason := refusal(name)) is not None:
            raise CommandError(f"`--allow {name}`: {reason}")
    return names


def examine(file: str, options: argparse.Namespace) -> Report:
    """Checks one spec.

    Raises:
        CommandError: If the options are wrong.
        OSError: If the file cannot be read.
    """
    if file == "-":
        name, data, variant = "<stdin>", sys.stdin.buffer.read(), None
    else:
        path, variant = split_variant(file)
        name, data = str(path), path.read_bytes()
    architecture, found = read_spec(data, name)
    if architecture is not None:
        architecture = architecture.bound(settings(options), options.variant or variant)
    return report(architecture, found, allow=allowed(options))


def printed(findings: Report, options: argparse.Namespace) -> list[Diagnostic]:
    """Returns the findings that a person gets to see: notes only where they are asked for."""
    verbose: bool = getattr(options, "verbose", False)
    return [one for one in findings.diagnostics if verbose or one.severity != "note"]


def print_findings(findings: Report, options: argparse.Namespace) -> None:
    """Prints what was found, if anything."""
    found = printed(findings, options)
    if found:
        print(render_all(found, color=use_color(sys.stdout, options.color)))
