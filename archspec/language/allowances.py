"""Comments that allow diagnostics: `# archspec: allow NAME, NAME: why`.

NOTE: Why is the text read again? YAML's events do not contain comments. A `#` begins a comment if it is not in a
scalar, and the tokens of the text tell where scalars are. They are read only if a text contains such a comment.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import yaml

from archspec import limits
from archspec.diagnostics.catalogue import kinds
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile, Span
from archspec.language.allowance_faults import AllowedError, NothingAllowed, UnknownDiagnostic, UnusedAllow
from archspec.language.spelling import did_you_mean, nearest

_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*archspec:[ \t]*allow\b(?P<names>[^:#\r\n]*)")
_ANYWHERE = re.compile(r"#[ \t]*archspec:[ \t]*allow\b")
_NAME = re.compile(r"[^,\s]+(?:[ \t]+[^,\s]+)*")


class Allowance(NamedTuple):
    """A name in a comment that allows it.

    Attributes:
        name: The name; empty if the comment has none.
        span: Where it is.
        first: The first line for which it holds.
        last: The last one; the last of the file if it holds for the whole file.
    """

    name: str
    span: Span
    first: int
    last: int

    @property
    def holds_everywhere(self) -> bool:
        """Whether it holds for the whole file."""
        return (self.first, self.last) == (1, len(self.span.file.lines))


def remove_allowed(
    found: Iterable[Diagnostic],
    sources: Iterable[SourceFile],
    names: Collection[str],
    *,
    complete: bool,
    taken: Collection[SourceFile] = (),
) -> list[Diagnostic]:
    """Returns diagnostics without those that are allowed, and what is wrong with the comments that allow them.

    Args:
        found: The diagnostics.
        sources: The texts in which comments are looked for.
        names: The names of diagnostics that are allowed everywhere.
        complete: Whether nothing else could be found in these texts, so that what allows nothing is not needed.
        taken: Those of the texts that are taken from other files: what a comment there allows, other specs may need.
    """
    comments = [one for source in sources if _ANYWHERE.search(source.text) for one in allowances(source)]
    findings = list(found)
    allowed, used = _matched(findings, comments) if comments else (set[int](), set[Allowance]())
    kept = [
        one for number, one in enumerate(findings) if one.is_error or not (number in allowed or one.kind.name in names)
    ]
    return kept + [
        fault for one in comments if one not in used for fault in _faults(one, complete and one.span.file not in taken)
    ]


def _matched(found: list[Diagnostic], comments: list[Allowance]) -> tuple[set[int], set[Allowance]]:
    """Returns which diagnostics, counted from 0, comments allow, and which comments do."""
    places: dict[tuple[SourceFile | None, str], list[tuple[int, int]]] = {}
    for number, one in enumerate(found):
        if not one.is_error:
            file, line = (one.span.file, one.span.line) if one.span else (None, 1)
            places.setdefault((file, one.kind.name), []).append((line, number))
    for lines in places.values():
        lines.sort()
    allowed: set[int] = set()
    used: set[Allowance] = set()
    for comment in comments:
        for file in (comment.span.file, None) if comment.holds_everywhere else (comment.span.file,):
            lines = places.get((file, comment.name), [])
            held = lines[bisect_left(lines, (comment.first, 0)) : bisect_left(lines, (comment.last + 1, 0))]
            if held:
                used.add(comment)
                allowed.update(number for _, number in held)
    return allowed, used


def _faults(comment: Allowance, complete: bool) -> Iterator[Diagnostic]:
    """Yields what is wrong with a comment that allows nothing."""
    name, kind = comment.name, kinds().get(comment.name)
    if not name:
        yield Diagnostic(NothingAllowed(), comment.span)
    elif kind is None:
        helps = did_you_mean(name, kinds(), "", comment.span) if nearest(name, kinds()) else None
        yield Diagnostic(UnknownDiagnostic(name), comment.span, remedies=helps)
    elif kind.severity == "error":
        yield Diagnostic(AllowedError(name), comment.span)
    elif complete:
        yield Diagnostic(UnusedAllow(name), comment.span)


def refusal(name: str) -> str | None:
    """Returns why a diagnostic cannot be allowed by its name; None if it can."""
    kind = kinds().get(name)
    if kind is None:
        near = nearest(name, kinds())
        return f"there is no diagnostic `{name}`; " + (
            f"did you mean `{near}`?" if near else UnknownDiagnostic(name).helps()[0].text
        )
    return f"`{name}` is an error, and only warnings and notes can be allowed" if kind.severity == "error" else None


def allowances(source: SourceFile) -> list[Allowance]:
    """Returns what the comments of a text allow, in order; nothing in a text that is no YAML."""
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        tokens = [one for one in yaml.scan(source.text, loader) if isinstance(one, yaml.ScalarToken)]
    except yaml.YAMLError:
        return []
    starts = [(one.start_mark.line, one.start_mark.column) for one in tokens]

    def in_scalar(line: int, column: int) -> bool:
        before = bisect(starts, (line, column)) - 1
        return before >= 0 and (line, column) < (tokens[before].end_mark.line, tokens[before].end_mark.column)

    found: list[Allowance] = []
    for number, line in enumerate(source.lines):
        matches = _COMMENT.finditer(line) if "archspec:" in line else ()
        match = next((one for one in matches if not in_scalar(number, one.start())), None)
        if match is None:
            continue
        first, last = _held(source.lines, number, alone=not line[: match.start()].strip())
        names = [(one[0], one.start()) for one in _NAME.finditer(line, match.start("names"), match.end("names"))]
        for name, column in names or [("", match.start())]:
            span = Span(source, number + 1, column + 1, number + 1, column + 1 + (len(name) or 1))
            found.append(Allowance(name, span, first + 1, last + 1))
        if len(found) > limits.ALLOWANCES:
            break
    return found[: limits.ALLOWANCES]


def _held(lines: list[str], number: int, *, alone: bool) -> tuple[int, int]:
    """Returns the first and the last line, counted from 0, for which a comment holds.

    Args:
        lines: The lines of the text.
        number: The line of the comment.
        alone: Whether nothing else is on that line.
    """
    if not alone:
        return number, number
    if not any(map(_says_something, lines[:number])):
        return 0, len(lines) - 1
    following = next((one for one in range(number + 1, len(lines)) if _says_something(lines[one])), number)
    return following, following


def _says_something(line: str) -> bool:
    """Whether there is more on a line than a comment or the beginning of a document."""
    return bool(line.strip()) and not line.lstrip(" ").startswith(("#", "---", "%"))
