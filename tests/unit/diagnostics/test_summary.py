from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.summary import summary
from tests.said import Said


class Broken(Said):
    """It is broken."""


class Odd(Said):
    """It is odd."""

    severity = "warning"


class Remark(Said):
    """It is worth knowing."""

    severity = "note"


def test_the_summary_counts_by_severity() -> None:
    error, warning, note = (Diagnostic(kind("")) for kind in (Broken, Odd, Remark))
    assert summary([warning, error, error]) == "2 errors, 1 warning"
    assert summary([note, note]) == "2 notes"
    assert summary([]) == "no problems"
