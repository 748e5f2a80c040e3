"""The interface through which the language opens the files that a spec names. `archspec.files` implements it."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile


class RefusedError(Exception):
    """A spec names a file that it must not open, or that cannot be opened.

    Attributes:
        data: The reason.
        remedies: Helps that replace those of the reason.
    """

    def __init__(self, data: DiagnosticKind, remedies: tuple[Help, ...] | None = None) -> None:
        super().__init__(data)
        self.data = data
        self.remedies = remedies

    def __str__(self) -> str:
        return self.data.message()


class FoundFile(NamedTuple):
    """A file that a spec names.

    Attributes:
        identity: Equal for the same file under any name.
        source: Its text; None if it cannot be read.
        found: The errors in decoding it.
        finder: Finds the files that it names itself.
    """

    identity: str
    source: SourceFile | None
    found: list[Diagnostic]
    finder: "Finder"


class Finder(ABC):
    """Finds the files that one spec names.

    Attributes:
        identity: The identity of the spec's own file; None if it is not a file.
    """

    identity: str | None = None

    @abstractmethod
    def open(self, name: str) -> FoundFile:
        """Opens a file by the name that the spec gives it.

        Raises:
            RefusedError: If the spec must not open it, or it cannot be opened.
        """
