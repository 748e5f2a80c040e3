"""`archspec check FILE|FOLDER…`."""

import argparse
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from archspec.cli.main import CommandError
from archspec.cli.options import add_color, add_spec, examine, print_findings
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.render import summary
from archspec.pipeline import Report


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser, many=True)
    parser.add_argument("--error-on-warning", action="store_true", help="exit with 1 on warnings too")
    parser.add_argument("--format", choices=("text", *FORMATS), default="text", help="how to print what is found")
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings only, no summary")
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Checks specs, prints what is wrong, and returns 1 if anything is."""
    specs = [spec for file in options.file for spec in _specs(file)]
    reports = ((file, examine(file, options)) for file in specs)
    if options.format == "text":
        found = _print_text(reports, options)
    else:
        reports = list(reports)
        found = [one for _, report in reports for one in report.diagnostics]
        print(FORMATS[options.format](reports))
    return int(any(one.is_error or options.error_on_warning for one in found))


def _print_text(reports: Iterable[tuple[str, Report]], options: argparse.Namespace) -> list[Diagnostic]:
    """Prints findings as they are found, then a summary, and returns them."""
    found: list[Diagnostic] = []
    count = 0
    for file, report in reports:
        if found and report.diagnostics:
            print()
        print_findings(report, options)
        if report.library is not None and not options.quiet:
            gap = "\n" if report.diagnostics else ""
            print(f"{gap}{file}: a library, with the blocks {', '.join(f'`{name}`' for name in report.library.blocks)}")
        found += report.diagnostics
        count += 1
    if not options.quiet:
        gap = "\n" if found else ""
        print(f"{gap}{'1 file' if count == 1 else f'{count} files'} checked: {summary(found)}")
    return found


def _exported(name: str) -> Callable[[list[tuple[str, Report]]], str]:
    """Returns what prints findings in a format for machines, imported when it is asked for."""

    def export(reports: list[tuple[str, Report]]) -> str:
        if name == "json":
            return import_module("archspec.cli.report_json").as_json(reports)
        exporter = getattr(import_module("archspec.diagnostics.export"), f"as_{name}")
        return exporter([(file, report.diagnostics) for file, report in reports])

    return export


FORMATS = {name: _exported(name) for name in ("json", "sarif", "github", "gitlab", "junit")}


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
