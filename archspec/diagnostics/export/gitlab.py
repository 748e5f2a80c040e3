"""GitLab's Code Quality report.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin, fingerprints, place_of
from archspec.diagnostics.kind import Severity
from archspec.diagnostics.terminal import visible

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def export(findings: Iterable[FileResult], origin: Origin) -> str:
    """Returns a report; a file that could not be checked is a diagnostic of its own."""
    files = list(findings)
    prints = fingerprints(files, origin)
    report: list[dict[str, Any]] = []
    for file, diagnostics, problem in files:
        if problem:
            path = origin.path(file)
            print_ = hashlib.sha256(json.dumps([path, "not-checked"]).encode()).hexdigest()
            report.append(_entry(visible(problem), "not-checked", print_, "blocker", path, {"begin": 1}))
        for one in diagnostics:
            span = place_of(one)
            path = origin.path(span.file.name if span else file)
            lines = {"begin": span.line, "end": span.end_line} if span else {"begin": 1}
            report.append(_entry(_words(one), one.kind.name, next(prints), _SEVERITIES[one.severity], path, lines))
    return json.dumps(report, indent=2)


def _words(diagnostic: Diagnostic) -> str:
    """Returns the message, the networks and the first help, for which the format has no places of their own."""
    networks = [diagnostic.networks.note] if diagnostic.networks and diagnostic.networks.note else []
    return visible("; ".join([diagnostic.message, *networks, *(f"help: {one.text}" for one in diagnostic.helps[:1])]))


def _entry(
    description: str, name: str, fingerprint: str, severity: str, path: str, lines: dict[str, int]
) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": lines},
    }
