"""One finding with everything in it."""

import pytest

from archspec.diagnostics.diagnostic import Diagnostic, Edit, Help, Label
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


@pytest.fixture
def mismatch() -> Diagnostic:
    text = "\n" * 23 + "      - conv: {filters: 128, size: 3, stride: 2, name: down}\n"
    text += "\n" * 6 + "      - add: [down, shortcut]\n"
    file = SourceFile("specs/mynet.yaml", text)
    return Diagnostic(
        ChannelMismatch,
        "`add_2` adds 64 channels to 128",
        span=Span(file, 31, 9, 31, 12),
        label="(28, 28, 128) + (28, 28, 64)",
        layer="stage.add_2",
        labels=(Label(Span(file, 24, 25, 24, 28), "128 channels come from here"),),
        notes=("`shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52",),
        helps=(
            Help(
                "give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`",
                (Edit(Span(file, 31, 7, 31, 7), "- conv: {filters: 128, size: 1, from: shortcut}\n      "),),
            ),
        ),
    )
