"""For the places that still write their sentences where they report; goes with the last of them."""

from abc import ABC
from dataclasses import field
from typing import Any

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind


class Unconverted(DiagnosticKind, ABC):
    """A kind with the sentences of one place, instead of data."""

    kind: type[DiagnosticKind]  # pyright: ignore[reportIncompatibleVariableOverride]  # here each instance has its own
    text: str
    causes: tuple[str, ...] = field(default=(), compare=False)
    advice: tuple[Help | str, ...] = field(default=(), compare=False)

    def message(self) -> str:
        return self.text

    def notes(self) -> tuple[str, ...]:
        return self.causes

    def helps(self) -> tuple[Help, ...]:
        return tuple(Help(one) if isinstance(one, str) else one for one in self.advice)

    def facts(self) -> dict[str, Any]:
        return {}
