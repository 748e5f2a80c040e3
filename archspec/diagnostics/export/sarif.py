"""SARIF 2.1.0, for GitHub code scanning and most editors.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and for GitHub's interpretation of it
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.as_json import data_as_json
from archspec.diagnostics.export.common import FileResult, Origin, fingerprints, place_of, sentences
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.page import page
from archspec.diagnostics.source import SourceFile, Span
from archspec.diagnostics.terminal import visible

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def export(results: Iterable[FileResult], origin: Origin) -> str:
    """Returns a SARIF log of one run."""
    return json.dumps(_Log(origin).log(list(results)), indent=2)


class _Log:
    """Writes a log with paths relative to a root."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin

    def log(self, files: list[FileResult]) -> Json:
        found = [(file, diagnostic) for file, diagnostics, _ in files for diagnostic in diagnostics]
        kinds = sorted({diagnostic.kind for _, diagnostic in found}, key=lambda kind: kind.name)
        driver = {"name": "archspec", "version": self._origin.version, "rules": [_rule(kind) for kind in kinds]}
        results = [
            self._result(file, one, kinds.index(one.kind), fingerprint)
            for (file, one), fingerprint in zip(found, fingerprints(files, self._origin), strict=True)
        ]
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [self._invocation([one for one in files if one.problem])],
            "results": results,
        }
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}

    def _invocation(self, unread: list[FileResult]) -> Json:
        notifications = [
            {"level": "error", "message": _message(visible(one.problem)), "locations": [self._in_file(one.file)]}
            for one in unread
        ]
        more = {"toolExecutionNotifications": notifications} if unread else {}
        return {"executionSuccessful": not unread, **more}

    def _result(self, file: str, diagnostic: Diagnostic, rule: int, fingerprint: str) -> Json:
        span = place_of(diagnostic)
        location = self._location(span) if span else self._in_file(file)
        if diagnostic.layer is not None:
            location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.layer, "kind": "member"}]
        result: Json = {
            "ruleId": diagnostic.kind.name,
            "ruleIndex": rule,
            "level": diagnostic.severity,
            "message": _message("\n".join(sentences(diagnostic))),
            "locations": [location],
            "partialFingerprints": {"archspecFinding/v2": fingerprint},
        }
        if diagnostic.labels:
            result["relatedLocations"] = [
                {"id": number, "message": _message(visible(label.text)), **self._location(label.span)}
                for number, label in enumerate(diagnostic.labels)
            ]
        if fixes := [self._fix(advice) for advice in diagnostic.helps if advice.is_editable]:
            result["fixes"] = fixes
        if data := data_as_json(diagnostic.data):
            result["properties"] = {"data": data}
        return result

    def _in_file(self, name: str) -> Json:
        return {"physicalLocation": self._artifact(name)}

    def _location(self, span: Span) -> Json:
        return {"physicalLocation": {**self._artifact(span.file.name), "region": _region(span)}}

    def _artifact(self, name: str) -> Json:
        path = Path(self._origin.path(name))
        uri = path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
        return {"artifactLocation": {"uri": uri}}

    def _fix(self, advice: Help) -> Json:
        changes: dict[SourceFile, list[Json]] = {}
        for edit in advice.edits:
            replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
            changes.setdefault(edit.span.file, []).append(replacement)
        return {
            "description": {"text": advice.text},
            "artifactChanges": [
                {**self._artifact(file.name), "replacements": edits} for file, edits in changes.items()
            ],
        }


def _rule(kind: type[DiagnosticKind]) -> Json:
    manual = page(kind)
    examples = [("Example", manual.example), ("Instead", manual.instead)]
    written = [f"{heading}:\n\n```yaml\n{spec.rstrip()}\n```" for heading, spec in examples if spec]
    markdown = "\n\n".join(filter(None, [manual.title, manual.text, *written]))
    title = manual.title or kind.name
    return {
        "id": kind.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": manual.text or title},
        "help": {"text": "\n\n".join(filter(None, [title, manual.text])), "markdown": markdown or title},
        "defaultConfiguration": {"level": kind.severity},
    }


def _message(text: str) -> Json:
    """Returns a message without arguments, in which braces stand for themselves; nothing in it is a link."""
    return {"text": text.replace("](", "] (")}


def _region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
