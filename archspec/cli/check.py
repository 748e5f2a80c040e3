"""`archspec check FILE|FOLDER…`."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TextIO

from archspec.cli.main import CommandError, complain, in_words, set_encoding, version
from archspec.cli.options import (
    add_at,
    add_color,
    add_spec,
    add_target,
    allowed,
    at,
    examine_text,
    open_sizes,
    print_findings,
    settings,
    told,
)
from archspec.cli.specs import Checked, Spec, listed
from archspec.diagnostics.summary import summary
from archspec.diagnostics.terminal import visible
from archspec.fix import Outcome
from archspec.graph import Graph
from archspec.language.document import Library
from archspec.pipeline import Report

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser, many=True)
    parser.add_argument("--fix", action="store_true", help="put right what is certain; `-` is printed as it is then")
    parser.add_argument("--diff", action="store_true", help="print what `--fix` would change, and write nothing")
    parser.add_argument("--error-on-warning", action="store_true", help="exit with 1 on warnings too")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print what is found")
    add_target(parser)
    add_at(parser, "check that the specs work for these open sizes")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="print notes too, and for which sizes a spec works"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings only, no summary")
    add_color(parser)
    parser.epilog = "Exit codes: 0 clean, 1 findings, 2 a file could not be checked, 101 internal error."


def run(options: argparse.Namespace) -> int:
    """Checks specs and prints what is wrong; returns 2 if one could not be checked, else 1 if there are findings."""
    _refuse_what_does_not_go_together(options)
    settings(options)  # a mistake in them is told once, and not for each file
    allowed(options)
    listing = listed(options.file)
    checked = _checked(listing.entries, options, open_sizes(options))
    if options.format != "text" or options.diff:
        set_encoding("utf-8")
    if options.format == "text":
        checked = _print_text(checked, listing.foreign, options)
    else:
        checked = list(checked)
        if text := _exported(options.format, checked):
            print(text)
    if any(one.problem for one in checked):
        return 2
    found = [one for _, outcome, _ in checked for one in (outcome.report.diagnostics if outcome else ())]
    to_fix = options.diff and any(one.outcome and one.outcome.done for one in checked)
    failing = ("error", "warning") if options.error_on_warning else ("error",)
    return int(to_fix or any(one.severity in failing for one in found))


def _refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    text_on_output = "--diff" if options.diff else "--fix" if options.fix and "-" in options.file else ""
    if text_on_output and options.format != "text":
        raise CommandError(f"`--format {options.format}` does not go with `{text_on_output}`, which prints a text")
    if text_on_output == "--fix" and len(options.file) > 1:
        raise CommandError("`--fix` prints `-` as it is then, and takes no other file beside it")


def _checked(
    entries: Iterable[Spec | tuple[str, str]], options: argparse.Namespace, sizes: dict[str, int]
) -> Iterator[Checked]:
    for spec in entries:
        if not isinstance(spec, Spec):
            yield Checked(spec[0], None, spec[1])
            continue
        try:
            data = spec.read()
        except OSError as error:
            yield Checked(spec.given, None, in_words(error))
            continue
        if options.fix or options.diff:
            checked = import_module("archspec.cli.fixes").fix(spec, data, options)
        else:
            checked = Checked(spec.given, Outcome(data, examine_text(spec, data, options)))
        if checked.outcome is not None:
            report = at(checked.file, checked.outcome.report, sizes)
            checked = checked._replace(outcome=checked.outcome._replace(report=report))
        yield checked


def _print_text(checked: Iterable[Checked], foreign: int, options: argparse.Namespace) -> list[Checked]:
    """Prints findings as they are found, then a summary, and returns all of it."""
    # A diff, or the text of `-`, has standard output for itself.
    stream = sys.stderr if options.diff or (options.fix and "-" in options.file) else sys.stdout
    done: list[Checked] = []
    any_told = False
    for file, outcome, problem in checked:
        if problem:
            complain(problem)
        if outcome is not None:
            if any_told and (told(outcome.report, options) or outcome.done or outcome.undone):
                print(file=stream)
            any_told = _print_outcome(outcome, options, stream) or any_told
            if outcome.report.library is not None and not options.quiet:
                _print_library(file, outcome.report.library, outcome.report, stream)
            if options.verbose and outcome.report.graph is not None:
                _print_contract(file, outcome.report.graph, stream)
        done.append(Checked(file, outcome and _without_network(outcome), problem))
    if not options.quiet:
        print(("\n" if any_told else "") + _summary(done, foreign, options), file=stream)
    return done


def _without_network(outcome: Outcome) -> Outcome:
    """Returns what the summary needs of an outcome: networks may be large."""
    return outcome._replace(report=Report(None, outcome.report.diagnostics))


def _print_outcome(outcome: Outcome, options: argparse.Namespace, stream: TextIO) -> bool:
    """Prints what was found, and put right, in one file; returns whether there was anything."""
    if options.fix or options.diff:
        import_module("archspec.cli.fixes").print_fixes(outcome, options, stream)
        if told(outcome.report, options) and (outcome.done or outcome.undone):
            print(file=stream)
    print_findings(outcome.report, options, stream)
    return bool(told(outcome.report, options) or outcome.done or outcome.undone)


def _print_library(file: str, library: Library, report: Report, stream: TextIO) -> None:
    """Prints that a file is a library, and which blocks it has."""
    gap = "\n" if report.diagnostics else ""
    print(
        f"{gap}{visible(file)}: a library, with the blocks {', '.join(f'`{name}`' for name in library.blocks)}",
        file=stream,
    )


def _print_contract(file: str, graph: Graph, stream: TextIO) -> None:
    """Prints for which open sizes a network works, if it has any."""
    from archspec.views.contract import contract

    lines = contract(graph)
    if lines:
        print(f"{visible(file)} works for", file=stream)
        print("\n".join(f"  {visible(line)}" for line in lines), file=stream)


def _summary(checked: list[Checked], foreign: int, options: argparse.Namespace) -> str:
    outcomes = [one.outcome for one in checked if one.outcome is not None]
    found = [one for outcome in outcomes for one in outcome.report.diagnostics]
    words = [f"{_counted(len(outcomes), 'file')} checked"]
    left, hints = "", list[str]()
    if options.fix or options.diff:
        words.append(f"{sum(len(one.done) for one in outcomes)} {'fixable' if options.diff else 'fixed'}")
        left = " left"
    elif fixable := sum(one.fix is not None for one in found):
        hints.append(f"{fixable} fixable with --fix")
    if not options.verbose and any(one.severity == "note" for one in found):
        hints.append("notes are printed with --verbose")
    if len(outcomes) < len(checked):
        words.append(f"{len(checked) - len(outcomes)} unreadable")
    if foreign:
        words.append(f"{_counted(foreign, 'other YAML file')} passed over")
    if unwritten := sum(bool(one.problem and one.outcome) for one in checked):
        words.append(f"{unwritten} not written")
    return f"{', '.join(words)}: {summary(found)}{left}" + (f" ({', '.join(hints)})" if hints else "")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _exported(form: str, checked: list[Checked]) -> str:
    """Returns what was found in a format for machines, whose module is imported only then."""
    if form == "json":
        return import_module("archspec.cli.report_json").as_json(checked)
    exporting = import_module("archspec.diagnostics.export.finding")
    root = {"gitlab": "CI_PROJECT_DIR"}.get(form, "GITHUB_WORKSPACE")
    origin = exporting.Origin(version(), Path(os.environ[root]) if os.environ.get(root) else None)
    findings = [
        exporting.Found(file, outcome.report.diagnostics if outcome else (), problem)
        for file, outcome, problem in checked
    ]
    return import_module(f"archspec.diagnostics.export.{form}").export(findings, origin)
