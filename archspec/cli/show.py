"""`archspec show FILE`."""

import argparse

from archspec.cli.options import add_color, add_spec, examine, print_findings, refuse_library
from archspec.views import table


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Prints a network as a table, or what is wrong with it."""
    report = examine(options.file, options)
    refuse_library(report, options.file)
    if report.graph is None:
        print_findings(report, options)
        return 1
    print(table(report.graph))
    return 0
