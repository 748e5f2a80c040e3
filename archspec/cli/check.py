"""`archspec check FILE…`."""

import argparse

from archspec.cli.options import add_color, add_spec, examine, print_findings
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.render import summary


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser, many=True)
    parser.add_argument("--error-on-warning", action="store_true", help="exit with 1 on warnings too")
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings only, no summary")
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Checks specs, prints what is wrong, and returns 1 if anything is."""
    found: list[Diagnostic] = []
    for file in options.file:
        report = examine(file, options)
        if found and report.diagnostics:
            print()
        print_findings(report, options)
        found += report.diagnostics
    if not options.quiet:
        files = "1 file" if len(options.file) == 1 else f"{len(options.file)} files"
        gap = "\n" if found else ""
        print(f"{gap}{files} checked: {summary(found)}")
    return int(any(one.is_error or options.error_on_warning for one in found))
