"""Counts diagnostics, in words."""

from collections import Counter
from collections.abc import Iterable

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import SEVERITIES


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Returns the number of diagnostics of each severity: `2 errors, 1 warning`, or `no problems`."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in SEVERITIES if counts[one]]
    return ", ".join(parts) or "no problems"
