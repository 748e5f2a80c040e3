"""`archspec check FILE|FOLDER…`."""

import argparse
from pathlib import Path

from archspec.cli.main import CommandError
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
    specs = [spec for file in options.file for spec in _specs(file)]
    for file in specs:
        report = examine(file, options)
        if found and report.diagnostics:
            print()
        print_findings(report, options)
        found += report.diagnostics
    if not options.quiet:
        files = "1 file" if len(specs) == 1 else f"{len(specs)} files"
        gap = "\n" if found else ""
        print(f"{gap}{files} checked: {summary(found)}")
    return int(any(one.is_error or options.error_on_warning for one in found))


def _specs(file: str) -> list[str]:
    """Returns a file as it is, and in place of a folder the specs in it and in the folders below, in order of name.

    Raises:
        CommandError: If a folder holds none.
    """
    folder = Path(file)
    if file == "-" or not folder.is_dir():
        return [file]
    specs = sorted(str(path) for path in folder.rglob("*.yaml") if path.is_file())
    if not specs:
        raise CommandError(f"there is no `*.yaml` in the folder `{file}`")
    return specs
