"""What every lint is: a kind of finding that finds itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.unconverted import Unconverted
from archspec.lints.subject import Subject


class Lint(DiagnosticKind, ABC):
    """One piece of advice.

    A `warning` is likely a mistake. A `note` is worth knowing, and what many do on purpose: `check` prints it only with
    `--verbose`, and it never fails a run.
    """

    severity: ClassVar[Severity] = "warning"

    @classmethod
    @abstractmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields what there is to say about a network."""

    @classmethod
    def at(
        cls,
        subject: Subject,
        index: int,
        message: str,
        *,
        field: str | None = None,
        label: str = "",
        others: Iterable[tuple[int, str]] = (),
        notes: tuple[str, ...] = (),
        helps: tuple[str | Help, ...] = (),
    ) -> Diagnostic:
        """Returns a finding about a node.

        Args:
            subject: The network.
            index: The node.
            message: What is wrong.
            field: The field that is to blame; the finding points at it where it is written.
            label: What stands under the caret.
            others: Other nodes that have to do with it, each with what, in words that name it.
            notes: Causes.
            helps: Things to do.
        """
        span = subject.span(index, field)
        labels: dict[object, Label] = {}
        told: list[str] = []
        own = subject.span(index)
        if own is not None and own != span and subject.has_by_default(index, field):
            labels[own] = Label(own, f"`{subject.nodes[index].name}` takes it from `defaults`")
        for other, text in others:
            place = subject.span(other)
            if place is None or place == span or place in labels:
                told.append(text)
            else:
                labels[place] = Label(place, text)
        return Diagnostic(
            Unconverted(cls, message, (*told, *notes), tuple(helps)),
            span,
            label,
            subject.nodes[index].name,
            labels=tuple(labels.values()),
        )
