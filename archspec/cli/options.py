"""The options that several commands share: a spec with its variant and params, and how to print."""

import argparse
import re
import sys
from typing import TextIO

from archspec import limits
from archspec.backends.limits import BACKENDS, DEFAULT
from archspec.cli.main import CommandError
from archspec.cli.specs import Spec, open_spec
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile
from archspec.diagnostics.terminal import use_color
from archspec.language.allowances import refusal
from archspec.report import Report
from archspec.session import Analysis, Session
from archspec.sweep import Sweep
from archspec.syntax.parse import parse
from archspec.syntax.tree import Tree


def add_spec(parser: argparse.ArgumentParser, *, many: bool = False) -> None:
    """Adds the arguments that select a spec."""
    parser.add_argument(
        "file",
        nargs="+" if many else None,
        metavar="FILE",
        help=("a spec or a folder of specs, " if many else "a spec, ")
        + "`-` for standard input; a variant may follow: `resnet.yaml:50`",
    )
    parser.add_argument("--variant", metavar="NAME", help="the variant to use")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="the value of a param")
    parser.add_argument("--allow", action="append", default=[], metavar="NAME,…", help="warnings and notes to hide")


def add_color(parser: argparse.ArgumentParser) -> None:
    """Adds the argument for colours."""
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="whether to use colours")


def add_at(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Adds the argument for values of open sizes."""
    parser.add_argument("--at", action="append", default=[], metavar="SIZE=N,…", help=f"{purpose}: `--at H=358,W=512`")


def add_target(parser: argparse.ArgumentParser) -> None:
    """Adds the argument for the target backend."""
    parser.add_argument(
        "--target", choices=tuple(BACKENDS), default=DEFAULT, help=f"the backend to check for: {DEFAULT} by default"
    )


def parse_settings(options: argparse.Namespace) -> dict[str, Tree]:
    """Parses the values of params.

    Raises:
        CommandError: If one is not written `name=value`.
    """
    found: dict[str, Tree] = {}
    for setting in options.set:
        name, equals, value = setting.partition("=")
        tree, faults = parse(SourceFile(f"--set {name}", value, editable=False)) if equals else (None, [])
        if tree is None or any(fault.is_error for fault in faults):
            raise CommandError(f"`--set {setting}` is not of the form `--set name=value`")
        found[name] = tree
    return found


def parse_allowed(options: argparse.Namespace) -> list[str]:
    """Parses the names of the diagnostics to hide.

    Raises:
        CommandError: If one is not a warning or a note.
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
    spec = open_spec(file)
    return analyse(spec, spec.read(), options).report


def analyse(spec: Spec, data: bytes, options: argparse.Namespace) -> Analysis:
    """Analyses the bytes of a spec, with the given variant and params.

    Raises:
        CommandError: If the options are wrong.
    """
    session = Session(allow=parse_allowed(options), target=options.target)
    return session.analyse(spec.text(data), options.variant or spec.variant, parse_settings(options))


def refuse_library(report: Report, file: str) -> None:
    """Refuses a library of blocks.

    Raises:
        CommandError: If the spec is one.
    """
    if report.library is not None:
        raise CommandError(f"`{file}` is a library of blocks, not a network; `archspec check` checks it")


def select_shown(findings: Report | Sweep, options: argparse.Namespace) -> list[Diagnostic]:
    """Returns the diagnostics to print: notes only with `--verbose`."""
    verbose: bool = getattr(options, "verbose", False)
    return [one for one in findings.diagnostics if verbose or one.severity != "note"]


def print_diagnostics(findings: Report | Sweep, options: argparse.Namespace, stream: TextIO | None = None) -> None:
    """Prints diagnostics, if there are any, on standard output or another stream."""
    target = sys.stdout if stream is None else stream
    found = select_shown(findings, options)
    if found:
        from archspec.diagnostics.render import render_all

        print(render_all(found, color=use_color(target, options.color)), file=target)


def parse_sizes(options: argparse.Namespace) -> dict[str, int]:
    """Parses the values of open sizes, by name.

    Raises:
        CommandError: If one is not written `SIZE=N`.
    """
    sizes: dict[str, int] = {}
    for argument in options.at:
        for one in argument.split(","):
            name, _, number = (part.strip() for part in one.partition("="))
            if not name or not re.fullmatch("[0-9]+", number) or not 1 <= int(number) <= limits.SIZE:
                raise CommandError(f"`--at {argument}` is not of the form `--at H=358` or `--at H=358,W=512`")
            sizes[name] = int(number)
    return sizes


def apply_sizes(file: str, report: Report, sizes: dict[str, int]) -> Report:
    """Returns the report at the given sizes, if there are any.

    Raises:
        CommandError: If the spec has no open size of a name.
    """
    try:
        return report.at(**sizes) if sizes else report
    except ValueError as error:
        raise CommandError(f"`{file}`: {error}") from error
