"""Kinds of diagnostics whose words a test gives."""

from abc import ABC
from dataclasses import field

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind


class Said(DiagnosticKind, ABC):
    """A family of kinds that say what they are told to say."""

    text: str = ""
    causes: tuple[str, ...] = ()
    advice: tuple[Help, ...] = field(default=(), compare=False)

    def message(self) -> str:
        return self.text

    def notes(self) -> tuple[str, ...]:
        return self.causes

    def helps(self) -> tuple[Help, ...]:
        return self.advice
