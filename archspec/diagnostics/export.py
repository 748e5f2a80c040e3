"""Findings for machines: one function for each format that a CI system reads.

Each takes pairs of a checked file's name and what was found in it, in order, and returns the whole text, without a line
break at its end. Lines and columns count from 1, columns in characters; ends are exclusive.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.page import page
from archspec.diagnostics.render import render
from archspec.diagnostics.source import SourceFile, Span
from archspec.diagnostics.terminal import visible

Findings = Iterable[tuple[str, Sequence[Diagnostic]]]
Json = dict[str, Any]


def diagnostic_as_json(diagnostic: Diagnostic) -> Json:
    """Returns one finding as it stands under `diagnostics` in `check --format json`.

    The place is null where there is none. The finding's own label, if it has one, comes first among the labels.
    """
    labels = [(label.span, label.text) for label in diagnostic.labels]
    if diagnostic.span and diagnostic.label:
        labels.insert(0, (diagnostic.span, diagnostic.label))
    return {
        "name": diagnostic.kind.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "layer": diagnostic.layer,
        "labels": [{"text": text, **_place(span)} for span, text in labels],
        "notes": list(diagnostic.notes),
        "help": [advice.text for advice in diagnostic.helps],
    }


def _place(span: Span | None) -> Json:
    return {
        "file": span.file.name if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
    }


def as_sarif(findings: Findings) -> str:
    """Returns a SARIF 2.1.0 log (OASIS standard), as GitHub code scanning and most editors read it."""
    found = [(file, diagnostic) for file, diagnostics in findings for diagnostic in diagnostics]
    kinds = sorted({diagnostic.kind for _, diagnostic in found}, key=lambda kind: kind.name)
    run = {
        "tool": {"driver": {"name": "archspec", "rules": [_sarif_rule(kind) for kind in kinds]}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(file, diagnostic, kinds.index(diagnostic.kind)) for file, diagnostic in found],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2)


def _sarif_rule(kind: type[DiagnosticKind]) -> Json:
    title, text, _, _ = page(kind)
    rule: Json = {"id": kind.name, "defaultConfiguration": {"level": kind.severity}}
    if title:
        rule["shortDescription"] = {"text": title}
    if text:
        rule["fullDescription"] = {"text": text}
    return rule


def _sarif_result(file: str, diagnostic: Diagnostic, rule: int) -> Json:
    span = diagnostic.span
    location: Json = _sarif_location(span) if span else {"physicalLocation": _sarif_file(file)}
    if diagnostic.layer is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.layer, "kind": "member"}]
    result: Json = {
        "ruleId": diagnostic.kind.name,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": "\n".join(_sentences(diagnostic))},
        "locations": [location],
    }
    if diagnostic.labels:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": label.text}, **_sarif_location(label.span)}
            for number, label in enumerate(diagnostic.labels)
        ]
    fixes = [_sarif_fix(advice) for advice in diagnostic.helps if advice.edits]
    if fixes:
        result["fixes"] = fixes
    return result


def _sarif_location(span: Span) -> Json:
    return {"physicalLocation": {**_sarif_file(span.file.name), "region": _sarif_region(span)}}


def _sarif_file(name: str) -> Json:
    path = Path(name)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
    return {"artifactLocation": {"uri": uri}}


def _sarif_region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _sarif_fix(advice: Help) -> Json:
    changes: dict[SourceFile, list[Json]] = {}
    for edit in advice.edits:
        replacement = {"deletedRegion": _sarif_region(edit.span), "insertedContent": {"text": edit.replacement}}
        changes.setdefault(edit.span.file, []).append(replacement)
    return {
        "description": {"text": advice.text},
        "artifactChanges": [{**_sarif_file(file.name), "replacements": edits} for file, edits in changes.items()],
    }


def as_github(findings: Findings) -> str:
    """Returns GitHub Actions workflow commands, which the runner shows as annotations on the changed lines.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    commands: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{commands[diagnostic.severity]} {_github_properties(file, diagnostic)}::"
        + _github_escape("\n".join(visible(sentence) for sentence in _sentences(diagnostic)))
        for file, diagnostics in findings
        for diagnostic in diagnostics
    )


def _github_properties(file: str, diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties: dict[str, object] = {"file": span.file.name if span else file}
    if span:
        properties |= {"line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # GitHub refuses columns on an annotation of several lines
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"archspec {diagnostic.kind.name}"
    return ",".join(
        f"{name}={_github_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in properties.items()
    )


def _github_escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_gitlab(findings: Findings) -> str:
    """Returns a GitLab Code Quality report.

    Fingerprints leave line numbers out, so that a finding stays the same one when lines above it come and go.

    Source: https://docs.gitlab.com/ci/testing/code_quality
    """
    severities: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
    seen: Counter[tuple[str, str, str]] = Counter()
    report: list[Json] = []
    for file, diagnostics in findings:
        for diagnostic in diagnostics:
            span = diagnostic.span
            path = Path(span.file.name if span else file).as_posix()
            identity = (path, diagnostic.kind.name, diagnostic.message)
            fingerprint = hashlib.sha256(json.dumps([*identity, seen[identity]]).encode()).hexdigest()
            seen[identity] += 1
            lines = {"begin": span.line, "end": span.end_line} if span else {"begin": 1}
            report.append(
                {
                    "description": diagnostic.message,
                    "check_name": diagnostic.kind.name,
                    "fingerprint": fingerprint,
                    "severity": severities[diagnostic.severity],
                    "location": {"path": path, "lines": lines},
                }
            )
    return json.dumps(report, indent=2)


def as_junit(findings: Findings) -> str:
    """Returns a JUnit XML report: a suite for each file and a failed test for each error.

    What does not make a spec invalid is a test that passed and printed something; a file without findings is one
    passed test.
    """
    root = ElementTree.Element("testsuites", name="archspec")
    for file, diagnostics in findings:
        name = visible(file)
        errors = sum(diagnostic.is_error for diagnostic in diagnostics)
        count = str(max(1, len(diagnostics)))
        suite = ElementTree.SubElement(root, "testsuite", name=name, tests=count, failures=str(errors), errors="0")
        if not diagnostics:
            ElementTree.SubElement(suite, "testcase", name="valid", classname=name)
        for diagnostic in diagnostics:
            case = ElementTree.SubElement(suite, "testcase", name=diagnostic.kind.name, classname=name)
            text = render(diagnostic, color=False)
            if diagnostic.is_error:
                message = visible(diagnostic.message)
                ElementTree.SubElement(case, "failure", type=diagnostic.kind.name, message=message).text = text
            else:
                ElementTree.SubElement(case, "system-out").text = text
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _sentences(diagnostic: Diagnostic) -> list[str]:
    """The words of a finding, for formats that keep no lines and labels: message, notes, helps."""
    notes = [f"note: {note}" for note in diagnostic.notes]
    return [diagnostic.message, *notes, *(f"help: {advice.text}" for advice in diagnostic.helps)]
