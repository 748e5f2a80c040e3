"""What all formats share: the text of a diagnostic, its path, and a fingerprint that outlives changes of lines."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.as_json import data_as_json
from archspec.diagnostics.source import Span
from archspec.diagnostics.terminal import visible


class FileResult(NamedTuple):
    """What was found in one file.

    Attributes:
        file: The file as the user named it.
        diagnostics: What was found.
        problem: Why it could not be checked, or not be written; empty if it could.
    """

    file: str
    diagnostics: Sequence[Diagnostic] = ()
    problem: str = ""


@dataclass(frozen=True)
class Origin:
    """Who reports, and from where.

    Attributes:
        version: The version of archspec.
        root: The folder that the CI system tells paths from; the working folder by default.
    """

    version: str = "0"
    root: Path | None = None

    def path(self, name: str) -> str:
        """Returns the path of a file from the root, with slashes; unchanged if it lies elsewhere or is no file."""
        root = self.root or Path.cwd()
        if name.startswith("<"):
            return name
        path = os.path.normpath(Path.cwd() / name)
        inside = os.path.relpath(path, root)
        return Path(path if inside.startswith("..") else inside).as_posix()


def place_of(diagnostic: Diagnostic) -> Span | None:
    """Returns where a diagnostic is in a file; None if it is about the whole, or about the command line."""
    return diagnostic.span if diagnostic.span and diagnostic.span.file.editable else None


def sentences(diagnostic: Diagnostic) -> list[str]:
    """Returns the words of a diagnostic, for formats that keep no lines and labels: message, notes, helps.

    What a reader could not see in them is written as an escape, and no sentence has a line break.
    """
    notes = [f"note: {note}" for note in diagnostic.notes]
    return [visible(one) for one in (diagnostic.message, *notes, *(f"help: {one.text}" for one in diagnostic.helps))]


def fingerprints(results: Sequence[FileResult], origin: Origin) -> Iterator[str]:
    """Yields a fingerprint for each diagnostic, in order; all are different.

    Lines and columns are left out, so that a diagnostic stays the same one when lines above it come and go. So is the
    message, so that it stays the same one when archspec words it in another way.
    """
    seen: Counter[str] = Counter()
    for file, diagnostics, _ in results:
        for one in diagnostics:
            span = place_of(one)
            facts = data_as_json(one.data, with_places=False)
            identity = json.dumps([origin.path(span.file.name if span else file), one.kind.name, one.subject, facts])
            yield hashlib.sha256(json.dumps([identity, seen[identity]]).encode()).hexdigest()
            seen[identity] += 1
