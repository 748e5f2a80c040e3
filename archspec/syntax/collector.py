"""Collects the diagnostics of the parser."""

from collections.abc import Iterable

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.syntax.faults import TextHasTooMany


class LimitError(Exception):
    """A limit was passed and reported; nothing more is read."""


class Collector:
    """What is wrong with a text so far.

    Attributes:
        diagnostics: The diagnostics in the order in which they were made.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def report(self, data: DiagnosticKind, span: Span, labels: Iterable[Label] = (), *remedies: Help) -> None:
        """Adds a diagnostic.

        Args:
            data: What is wrong.
            span: Where.
            labels: Other places that have to do with it.
            remedies: What to do, if that is more than the data say.

        Raises:
            LimitError: If it is one of too many.
        """
        self.diagnostics.append(Diagnostic(data, span, labels=tuple(labels), remedies=remedies or None))
        if len(self.diagnostics) == limits.DIAGNOSTICS:
            self.diagnostics.append(Diagnostic(TextHasTooMany(limits.DIAGNOSTICS), span))
            raise LimitError
