"""`archspec check --fix` and `--diff`: writes fixed files, or prints them or a diff."""

import argparse
import re
import sys
from collections.abc import Iterator
from difflib import unified_diff
from typing import TextIO

from archspec.cli.main import CommandError, in_words
from archspec.cli.options import analyse
from archspec.cli.output import rewrite
from archspec.cli.specs import Checked, Spec
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.terminal import Style, paint, use_color, visible
from archspec.fix import Outcome, apply_fixes, describe
from archspec.sweep import sweep

_COLORS = {"-": Style.RED, "+": Style.GREEN, "@": Style.BLUE}


def fix(spec: Spec, data: bytes, options: argparse.Namespace) -> Checked:
    """Fixes a spec: writes its file, prints the fixed standard input, or prints a diff.

    Args:
        spec: The spec.
        data: Its bytes.
        options: The arguments of the command.
    """
    outcome = apply_fixes(data, spec.name, lambda text: sweep(analyse(spec, text, options)))
    if options.diff:
        color = use_color(sys.stdout, options.color)
        for line in _diff(spec.name, data, outcome.data):
            print(paint(line, _COLORS.get(line[:1], Style.PLAIN), color=color))
    elif spec.path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.data)
        sys.stdout.buffer.flush()
    elif outcome.data != data:
        try:
            if spec.is_of_the_zoo:
                name = spec.given.partition(":")[0]
                hint = f"`archspec new {name}` makes a copy that you can change"
                raise CommandError(f"`{name}` is part of archspec and is not changed; {hint}")
            rewrite(spec.path, data, outcome.data)
        except (OSError, CommandError) as error:
            problem = in_words(error) if isinstance(error, OSError) else str(error)
            return Checked(spec.given, Outcome(data, sweep(analyse(spec, data, options))), problem)
    return Checked(spec.given, outcome)


def _diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yields the lines of a unified diff for `patch` and `git apply -p0`."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text.decode(errors="replace")) for text in (before, after))
    for line in unified_diff(old, new, visible(name), visible(name), lineterm="\n"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def print_fixes(outcome: Outcome, options: argparse.Namespace, stream: TextIO) -> None:
    """Prints the fixes of a file, and those that were undone because they caused another error."""
    color = use_color(stream, options.color)
    for one in outcome.done:
        print(_line("fixable" if options.diff else "fixed", one, Style.GREEN, color), file=stream)
    for one in outcome.undone:
        print(_line("not fixed", one, Style.YELLOW, color) + ", which causes another error", file=stream)


def _line(word: str, finding: Diagnostic, style: Style, color: bool) -> str:
    head = paint(f"{word}[{finding.kind.name}]", style, color=color)
    return f"{head}: {visible(str(finding.span))}: {visible(describe(finding))}"
