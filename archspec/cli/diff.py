"""`archspec diff A B`."""

import argparse
import shutil

from archspec.cli.main import CommandError
from archspec.cli.options import add_at, add_color, apply_sizes, examine, parse_sizes, print_diagnostics
from archspec.graph import Graph


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    for name in ("before", "after"):
        parser.add_argument(name, metavar=name.upper(), help="a spec, with its variant: `resnet.yaml:50`")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="the value of a param, for both"
    )
    add_at(parser, "compare them at these open sizes")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="the output format")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing, and only set the exit code")
    add_color(parser)
    parser.set_defaults(variant=None, allow=[], target=None)


def run(options: argparse.Namespace) -> int:
    """Prints how two networks differ; returns, like diff(1), 0 if they do not, 1 if they do, 2 if one has errors."""
    if options.before == options.after == "-":
        raise CommandError("only one of the two can be read from standard input")
    before, after = (_graph(file, options) for file in (options.before, options.after))
    if before is None or after is None:
        return 2
    from archspec.views.difference import Difference, as_json, as_text

    difference = Difference(before, after)
    if options.format == "json" and not options.quiet:
        print(as_json(difference))
    elif not options.quiet:
        columns = shutil.get_terminal_size((80, 24)).columns
        print("the same network" if difference.is_empty else as_text(difference, columns))
    return int(not difference.is_empty)


def _graph(file: str, options: argparse.Namespace) -> Graph | None:
    """Returns the network of a spec, after printing its diagnostics."""
    report = apply_sizes(file, examine(file, options), parse_sizes(options))
    if report.graph is None:
        print_diagnostics(report, options)
    return report.graph
