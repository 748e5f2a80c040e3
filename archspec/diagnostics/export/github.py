"""GitHub Actions workflow commands, which the runner shows as annotations on the lines of a pull request.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the limits are those of
https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations and, for the length of a message, of
https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
"""

from collections import Counter
from collections.abc import Iterable

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin, place_of, sentences
from archspec.diagnostics.kind import Severity
from archspec.diagnostics.terminal import visible

MOST_PER_STEP = 10
"""How many annotations of each severity the runner makes in one step."""

LONGEST_MESSAGE = 4096
"""How many characters of a message the runner keeps."""

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def export(findings: Iterable[FileResult], origin: Origin) -> str:
    """Returns one command for each diagnostic, errors first, and one that counts those for which there is no room."""
    files = list(findings)
    unread = [
        ("error", _command("error", {"file": origin.path(one.file)}, visible(one.problem)))
        for one in files
        if one.problem
    ]
    found = [(_COMMANDS[one.severity], _annotation(file, one, origin)) for file, all_, _ in files for one in all_]
    shown: list[str] = []
    left: Counter[str] = Counter()
    count: Counter[str] = Counter({"notice": 1})  # one place is kept for the count of the others
    for command, text in [*unread, *sorted(found, key=lambda one: list(_COMMANDS.values()).index(one[0]))]:
        count[command] += 1
        if count[command] <= MOST_PER_STEP:
            shown.append(text)
        else:
            left[command] += 1
    if left:
        kinds = ", ".join(f"{number} {command}{'s' * (number != 1)}" for command, number in left.items())
        message = f"{kinds} more: GitHub shows {MOST_PER_STEP} of each in a step; `archspec check` prints all of them"
        shown.append(_command("notice", {"title": "archspec"}, message))
    return "\n".join(shown)


def _annotation(file: str, diagnostic: Diagnostic, origin: Origin) -> str:
    span = place_of(diagnostic)
    properties: dict[str, object] = {"file": origin.path(span.file.name if span else file)}
    if span:
        properties |= {"line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # GitHub refuses columns on an annotation of several lines
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"archspec {diagnostic.kind.name}"
    return _command(_COMMANDS[diagnostic.severity], properties, "\n".join(sentences(diagnostic)))


def _command(command: str, properties: dict[str, object], message: str) -> str:
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE - 1] + "…"
    given = (
        f"{name}={_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items()
    )
    return f"::{command} {','.join(given)}::{_escape(message)}"


def _escape(text: str) -> str:
    text = text.encode(errors="surrogateescape").decode(errors="replace")  # a file name may be no UTF-8
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
