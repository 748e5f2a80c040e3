"""A diagnostic: what is wrong, where, why, and what to do."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.source import Span


class Label(NamedTuple):
    """A second place that has to do with a diagnostic.

    Attributes:
        span: The place.
        text: What the place has to do with it (`128 channels come from here`).
    """

    span: Span
    text: str


class Networks(NamedTuple):
    """The networks of a spec that a diagnostic concerns, of those that were checked.

    Attributes:
        default: Whether the network that the defaults of the params give is one of them.
        variants: The variants, by name.
        choices: The values of single params, each written `name=value`.
        note: The same in words; empty where it goes without saying.
    """

    default: bool
    variants: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Diagnostic:
    """What is wrong, with what is known of the place.

    Attributes:
        data: What is wrong.
        span: Where; None for a network written in Python.
        label: What is under the caret.
        layer: Path of the layer that it is about.
        subject: What the message begins with, where the data say it of a layer, a key or the network: "`conv_2`".
        labels: Other places that have to do with it.
        causes: Notes that the place adds.
        remedies: What to do here, in place of the helps of the data, which know no place; None if nobody looked.
        networks: Which networks of a spec it concerns, where more than one may have been checked.
    """

    data: DiagnosticKind
    span: Span | None = None
    label: str = ""
    layer: str | None = None
    subject: str = ""
    labels: tuple[Label, ...] = ()
    causes: tuple[str, ...] = ()
    remedies: tuple[Help, ...] | None = None
    networks: Networks | None = None

    @property
    def kind(self) -> type[DiagnosticKind]:
        """What kind of diagnostic it is."""
        return self.data.kind

    @property
    def message(self) -> str:
        """What is wrong, with the numbers: lower case, no full stop, names in backquotes."""
        return f"{self.subject} {self.data.message()}" if self.subject else self.data.message()

    @property
    def notes(self) -> tuple[str, ...]:
        """Which networks it concerns, if that does not go without saying, and causes."""
        networks = (self.networks.note,) if self.networks and self.networks.note else ()
        return (*networks, *self.data.notes(), *self.causes)

    @cached_property
    def helps(self) -> tuple[Help, ...]:
        """Things to do."""
        return self.data.helps() if self.remedies is None else self.remedies

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.kind.severity

    @cached_property
    def fix(self) -> Help | None:
        """The advice that `check --fix` follows: the first that is certain and that text edits can carry out."""
        return next((one for one in self.helps if one.is_certain and one.is_editable), None)

    @property
    def is_error(self) -> bool:
        """Whether the spec cannot be built because of it."""
        return self.severity == "error"
