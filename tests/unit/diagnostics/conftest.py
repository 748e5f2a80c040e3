"""One finding with everything in it."""

import pytest

from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span


class ChannelMismatch(DiagnosticKind):
    """Channels do not fit.

    A sum needs as many channels from each side.

    Example:
        ```yaml
        archspec: 1
        layers: [add: [a, b]]
        ```

    Instead:
        ```yaml
        archspec: 1
        ```
    """

    channels: int
    others: int
    since: str

    def message(self) -> str:
        return f"adds {self.channels} channels to {self.others}"

    def notes(self) -> tuple[str, ...]:
        since = f"`{self.since}` (line 18), in block `stage` called at line 52"
        return (f"`shortcut` has {self.channels} channels since {since}",)


@pytest.fixture
def mismatch() -> Diagnostic:
    text = "\n" * 23 + "      - conv: {filters: 128, size: 3, stride: 2, name: down}\n"
    text += "\n" * 6 + "      - add: [down, shortcut]\n"
    file = SourceFile("specs/mynet.yaml", text)
    return Diagnostic(
        ChannelMismatch(64, 128, "pool1"),
        span=Span(file, 31, 9, 31, 12),
        label="(28, 28, 128) + (28, 28, 64)",
        layer="stage.add_2",
        subject="`add_2`",
        labels=(Label(Span(file, 24, 25, 24, 28), "128 channels come from here"),),
        remedies=(
            Help(
                "give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`",
                (Edit(Span(file, 31, 7, 31, 7), "- conv: {filters: 128, size: 1, from: shortcut}\n      "),),
            ),
        ),
    )
