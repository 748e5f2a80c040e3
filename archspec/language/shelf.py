"""Where a spec finds the files that it names.

What there is on a disk, and what of it a spec may see, is known to `archspec.files`; this is what the language asks.
"""

from abc import ABC, abstractmethod
from typing import NamedTuple

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile


class RefusedError(Exception):
    """A file that a spec names may not be opened, or cannot be.

    Attributes:
        data: Why.
        remedies: What to do in place of what the data say.
    """

    def __init__(self, data: DiagnosticKind, remedies: tuple[Help, ...] | None = None) -> None:
        super().__init__(data)
        self.data = data
        self.remedies = remedies

    def __str__(self) -> str:
        return self.data.message()


class Volume(NamedTuple):
    """A file that a spec names.

    Attributes:
        identity: What is the same for the same file, however it is named.
        source: Its text; None if it cannot be read.
        found: What is wrong with the text.
        shelf: Where the files that it names itself are found.
    """

    identity: str
    source: SourceFile | None
    found: list[Diagnostic]
    shelf: "Shelf"


class Shelf(ABC):
    """Where one spec finds the files that it names.

    Attributes:
        identity: The identity of the spec's own file; None if it is no file.
    """

    identity: str | None = None

    @abstractmethod
    def open(self, name: str) -> Volume:
        """Returns a file by the name that the spec gives it.

        Raises:
            RefusedError: If it may not be opened, or cannot be.
        """
