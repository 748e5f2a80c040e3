"""A finding: what is wrong, where, why, and what to do."""

from dataclasses import dataclass
from typing import NamedTuple

from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.diagnostics.source import Span


class Label(NamedTuple):
    """A second place that has to do with a finding.

    Attributes:
        span: The place.
        text: What the place has to do with it (`128 channels come from here`).
    """

    span: Span
    text: str


class Edit(NamedTuple):
    r"""Replaces the text of a span; an empty span inserts. Line breaks are `\n`, whatever the file has."""

    span: Span
    replacement: str


class Help(NamedTuple):
    """A thing to do about a finding.

    Attributes:
        text: The advice, in words.
        edits: Text edits that carry it out, where it is certain that the author means just that.
    """

    text: str
    edits: tuple[Edit, ...] = ()


class Networks(NamedTuple):
    """The networks of a spec that a finding concerns, of those that were checked.

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


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding.

    Attributes:
        kind: What kind of finding it is.
        message: What is wrong, with the numbers: lower case, no full stop, names in backquotes.
        span: Where; None for a network written in Python.
        label: What stands under the caret.
        layer: Path of the layer that it is about.
        labels: Other places that have to do with it.
        notes: Causes.
        helps: Things to do.
        networks: Which networks of a spec it concerns, where more than one may have been checked.
    """

    kind: type[DiagnosticKind]
    message: str
    span: Span | None = None
    label: str = ""
    layer: str | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[Help, ...] = ()
    networks: Networks | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.kind.severity

    @property
    def fix(self) -> Help | None:
        """The advice that `check --fix` follows: the first one that text edits can carry out."""
        return next(
            (one for one in self.helps if one.edits and all(edit.span.file.editable for edit in one.edits)), None
        )

    @property
    def is_error(self) -> bool:
        """Whether the spec cannot be built because of it."""
        return self.severity == "error"
