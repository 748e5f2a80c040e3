"""What to do about a diagnostic: in words, and as edits of the text."""

from typing import NamedTuple

from archspec.diagnostics.source import Span


class Edit(NamedTuple):
    r"""Replaces the text of a span; an empty span inserts. Line breaks are `\n`, whatever the file has."""

    span: Span
    replacement: str


class Setting(NamedTuple):
    """Another value of one field of the layer at fault.

    Attributes:
        field: The field.
        value: Its new value, as it is written.
        others: Values that would do as well for this layer, the best first.
    """

    field: str
    value: str
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"`{self.field}: {self.value}`"


class Help(NamedTuple):
    """A thing to do about a diagnostic.

    Attributes:
        text: The advice, in words.
        edits: Text edits that carry it out, where the text has a place for them.
        is_certain: Whether the author certainly means just that, so that `check --fix` may follow it.
        setting: The value of a field that carries it out, which the text holds as it prints; whoever knows where the
            layer is written puts there how the field is written, and makes the edits.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    is_certain: bool = True
    setting: Setting | None = None

    @property
    def is_editable(self) -> bool:
        """Whether edits of files carry it out."""
        return bool(self.edits) and all(edit.span.file.editable for edit in self.edits)
