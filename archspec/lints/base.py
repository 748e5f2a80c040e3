"""What every lint is: a kind of diagnostic that finds itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.lints.subject import Subject


class Lint(DiagnosticKind, ABC):
    """A kind of diagnostic for a likely mistake.

    A `warning` is probably a mistake. A `note` is worth knowing, but often intended: `check` prints notes only with
    `--verbose`, and they never make a run fail. A field that names a layer is a `field(compare=False)`, so that the
    same fact about many layers is reported once.
    """

    severity: ClassVar[Severity] = "warning"

    @classmethod
    @abstractmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields what there is to say about a network."""

    def at(
        self,
        subject: Subject,
        index: int,
        *,
        about: str | None = None,
        field: str | None = None,
        label: str = "",
        others: Iterable[tuple[int, str]] = (),
        remedies: tuple[Help, ...] | None = None,
    ) -> Diagnostic:
        """Returns the diagnostic that says this of a node.

        Args:
            subject: The network.
            index: The node.
            about: What the message begins with; the name of the node by default.
            field: The field that is to blame; the diagnostic points at it where it is written.
            label: What is under the caret.
            others: Other nodes that have to do with it, each with what, in words that name it.
            remedies: What to do, where the place has a say in it.
        """
        span, layer = subject.span(index, field), subject.nodes[index].name
        labels: dict[object, Label] = {}
        told: list[str] = []
        own = subject.span(index)
        if own is not None and own != span and subject.has_by_default(index, field):
            labels[own] = Label(own, f"`{layer}` takes it from `defaults`")
        for other, text in others:
            place = subject.span(other)
            if place is None or place == span or place in labels:
                told.append(text)
            else:
                labels[place] = Label(place, text)
        return Diagnostic(
            self,
            span,
            label,
            layer,
            f"`{layer}`" if about is None else about,
            tuple(labels.values()),
            tuple(told),
            remedies,
        )
