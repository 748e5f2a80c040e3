"""Where the parser puts what it finds wrong."""

from collections.abc import Iterable

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.diagnostics.unconverted import Unconverted
from archspec.syntax.faults import TooManyFindings


class LimitError(Exception):
    """A limit was passed and reported; nothing more is read."""


class Findings:
    """What is wrong with a text so far.

    Attributes:
        diagnostics: The findings in the order in which they were made.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def report(
        self,
        kind: type[DiagnosticKind],
        message: str,
        span: Span,
        *,
        labels: Iterable[Label] = (),
        helps: Iterable[Help | str] = (),
    ) -> None:
        """Adds a finding.

        Raises:
            LimitError: If it is one of too many.
        """
        self.diagnostics.append(Diagnostic(Unconverted(kind, message, advice=tuple(helps)), span, labels=tuple(labels)))
        if len(self.diagnostics) == limits.FINDINGS:
            message = f"the file has {limits.FINDINGS:,} findings up to here; the rest is not read"
            self.diagnostics.append(Diagnostic(Unconverted(TooManyFindings, message), span))
            raise LimitError
