from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.summary import summary


class Broken(DiagnosticKind):
    """It is broken."""


class Odd(DiagnosticKind):
    """It is odd."""

    severity = "warning"


class Remark(DiagnosticKind):
    """It is worth knowing."""

    severity = "note"


def test_the_summary_counts_by_severity() -> None:
    error, warning, note = (Diagnostic(kind, "") for kind in (Broken, Odd, Remark))
    assert summary([warning, error, error]) == "2 errors, 1 warning"
    assert summary([note, note]) == "2 notes"
    assert summary([]) == "no findings"
