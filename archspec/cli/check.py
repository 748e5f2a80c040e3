"""`archspec check FILE|FOLDER…`."""

import argparse
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TextIO

from archspec.cli.main import CommandError, complain, in_words, set_encoding, version
from archspec.cli.options import (
    add_at,
    add_color,
    add_spec,
    add_target,
    analyse,
    parse_allowed,
    parse_settings,
    parse_sizes,
    print_diagnostics,
    select_shown,
)
from archspec.cli.specs import Checked, Spec, list_specs
from archspec.diagnostics.summary import summary
from archspec.diagnostics.terminal import visible
from archspec.fix import Outcome
from archspec.language.document import Library
from archspec.language.faults import ChoicesLeftOut
from archspec.sweep import Sweep, sweep

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser, many=True)
    parser.add_argument(
        "--fix", action="store_true", help="fix what has a single correction; prints the fixed text of `-`"
    )
    parser.add_argument("--diff", action="store_true", help="print the changes of `--fix` as a diff, and write nothing")
    parser.add_argument("--error-on-warning", action="store_true", help="exit with 1 if there are warnings")
    parser.add_argument("--format", choices=FORMATS, default="text", help="the output format")
    add_target(parser)
    add_at(parser, "check that the specs work for these open sizes")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="also print notes, and the sizes for which a spec works"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print no summary")
    add_color(parser)
    parser.epilog = "Exit codes: 0 no errors, 1 errors, 2 a file could not be checked, 101 internal error."


def run(options: argparse.Namespace) -> int:
    """Checks specs and prints diagnostics; returns 2 if a spec could not be checked, else 1 if there are errors."""
    _refuse_what_does_not_go_together(options)
    parse_settings(options)  # so that a mistake in them is reported once, and not for each file
    parse_allowed(options)
    listing = list_specs(options.file)
    done: list[Checked] = []
    checked = _noted(_checked(listing.entries, options, parse_sizes(options)), done)
    if options.format != "text" or options.diff:
        set_encoding("utf-8")
    if options.format == "text":
        any_told = _print_text(checked, options)
        if not options.quiet:
            print(("\n" if any_told else "") + _summary(done, listing.foreign, options), file=_stream(options))
    elif text := _exported(options.format, checked):
        print(text)
    if any(one.problem for one in done):
        return 2
    found = [one for _, outcome, _ in done for one in (outcome.report.diagnostics if outcome else ())]
    to_fix = options.diff and any(one.outcome and one.outcome.done for one in done)
    failing = ("error", "warning") if options.error_on_warning else ("error",)
    return int(to_fix or any(one.severity in failing for one in found))


def _refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    text_on_output = "--diff" if options.diff else "--fix" if options.fix and "-" in options.file else ""
    if text_on_output and options.format != "text":
        raise CommandError(f"`--format {options.format}` cannot be combined with `{text_on_output}`, which prints text")
    if text_on_output == "--fix" and len(options.file) > 1:
        raise CommandError("`--fix` prints the fixed text of `-`, so it takes no other file")


def _checked(
    entries: Iterable[Spec | tuple[str, str]], options: argparse.Namespace, sizes: dict[str, int]
) -> Iterator[Checked]:
    """Checks each spec, at those of the given sizes that are open in its networks.

    Raises:
        CommandError: If, after the last spec, a size was not open in any network.
    """
    left_open: dict[str, Collection[str] | None] = {}
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
            checked = Checked(spec.given, Outcome(data, sweep(analyse(spec, data, options))))
        if sizes and checked.outcome is not None:
            found = checked.outcome.report
            left_open[checked.file] = found.open_sizes if found.is_known else None
            at_sizes = found.at(**{name: size for name, size in sizes.items() if name in found.open_sizes})
            checked = checked._replace(outcome=checked.outcome._replace(report=at_sizes))
        yield checked
    _refuse_unknown(sizes, left_open)


def _refuse_unknown(sizes: Iterable[str], left_open: Mapping[str, Collection[str] | None]) -> None:
    """Refuses a size that is not open in any network.

    Args:
        sizes: The names of the sizes.
        left_open: The open sizes of each file; None if unknown because of an error.

    Raises:
        CommandError: If there is one.
    """
    known = dict.fromkeys(name for names in left_open.values() for name in names or ())
    wrong = [name for name in sizes if name not in known]
    if wrong and left_open and None not in left_open.values():
        file, *others = left_open
        names = ", ".join(f"`{name}`" for name in known)
        if others:
            raise CommandError(f"no network has an open size `{wrong[0]}`" + (f"; there are {names}" if known else ""))
        its = f"its open sizes are {names}" if known else "it has none"
        raise CommandError(f"`{file}`: the network has no open size `{wrong[0]}`; {its}")


def _noted(checked: Iterable[Checked], done: list[Checked]) -> Iterator[Checked]:
    """Yields each checked spec, and keeps only what the summary needs, because networks may be large."""
    for one in checked:
        yield one
        outcome = one.outcome and one.outcome._replace(report=Sweep({}, one.outcome.report.diagnostics))
        done.append(one._replace(outcome=outcome))


def _stream(options: argparse.Namespace) -> TextIO:
    """Returns where to print diagnostics: not on standard output if that is for a diff or the text of `-`."""
    return sys.stderr if options.diff or (options.fix and "-" in options.file) else sys.stdout


def _print_text(checked: Iterable[Checked], options: argparse.Namespace) -> bool:
    """Prints the diagnostics of each spec as soon as it is checked; returns whether there are any."""
    stream = _stream(options)
    any_told = False
    for file, outcome, problem in checked:
        if problem:
            complain(problem)
        if outcome is not None:
            if any_told and (select_shown(outcome.report, options) or outcome.done or outcome.undone):
                print(file=stream)
            any_told = _print_outcome(outcome, options, stream) or any_told
            if isinstance(outcome.report.spec, Library) and not options.quiet:
                _print_library(file, outcome.report.spec, outcome.report, stream)
            if options.verbose:
                _print_contracts(file, outcome.report, stream)
    return any_told


def _print_outcome(outcome: Outcome, options: argparse.Namespace, stream: TextIO) -> bool:
    """Prints the fixes and diagnostics of one file; returns whether there are any."""
    if options.fix or options.diff:
        import_module("archspec.cli.fixes").print_fixes(outcome, options, stream)
        if select_shown(outcome.report, options) and (outcome.done or outcome.undone):
            print(file=stream)
    print_diagnostics(outcome.report, options, stream)
    return bool(select_shown(outcome.report, options) or outcome.done or outcome.undone)


def _print_library(file: str, library: Library, report: Sweep, stream: TextIO) -> None:
    """Prints that a file is a library, and its blocks."""
    gap = "\n" if report.diagnostics else ""
    print(
        f"{gap}{visible(file)}: a library, with the blocks {', '.join(f'`{name}`' for name in library.blocks)}",
        file=stream,
    )


def _print_contracts(file: str, found: Sweep, stream: TextIO) -> None:
    """Prints the size contract of a network, and of its variants if they differ."""
    from archspec.views.contract import contract

    groups: dict[tuple[str, ...], list[str]] = {}
    for name, one in [("", found.report), *found.variants.items()]:
        if one.graph is not None:
            groups.setdefault(tuple(contract(one.graph)), []).append(f"{file}:{name}" if name else file)
    for lines, names in groups.items():
        subject = [file] if file in names or len(groups) == 1 else names
        if lines:
            print(f"{visible(', '.join(subject))} work{'s' * (len(subject) == 1)} for", file=stream)
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
    if any(one.kind is ChoicesLeftOut for one in found):
        hints.append("not all choices were checked")
    if not options.verbose and any(one.severity == "note" for one in found):
        hints.append("notes are printed with --verbose")
    if len(outcomes) < len(checked):
        words.append(f"{len(checked) - len(outcomes)} unreadable")
    if foreign:
        words.append(f"{_counted(foreign, 'other YAML file')} skipped")
    if unwritten := sum(bool(one.problem and one.outcome) for one in checked):
        words.append(f"{unwritten} not written")
    return f"{', '.join(words)}: {summary(found)}{left}" + (f" ({', '.join(hints)})" if hints else "")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _exported(form: str, checked: Iterable[Checked]) -> str:
    """Returns the diagnostics in a machine-readable format, whose module is imported on demand."""
    if form == "json":
        return import_module("archspec.cli.report_json").as_json(checked)
    exporting = import_module("archspec.diagnostics.export.common")
    root = {"gitlab": "CI_PROJECT_DIR"}.get(form, "GITHUB_WORKSPACE")
    origin = exporting.Origin(version(), Path(os.environ[root]) if os.environ.get(root) else None)
    results = [
        exporting.FileResult(file, outcome.report.diagnostics if outcome else (), problem)
        for file, outcome, problem in checked
    ]
    return import_module(f"archspec.diagnostics.export.{form}").export(results, origin)
