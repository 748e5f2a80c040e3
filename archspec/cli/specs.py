"""The specs that a command line names, their contents and results."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from archspec import limits
from archspec.cli.main import in_words
from archspec.files import DISK, Text, split_variant
from archspec.fix import Outcome
from archspec.language import zoo
from archspec.language.recognition import looks_like_spec

SUFFIXES = (".yaml", ".yml")


class Spec(NamedTuple):
    """A spec to check.

    Attributes:
        given: How the user named it, or how a folder lists it: `-`, `resnet.yaml`, `resnet.yaml:50`.
        path: Its file; None for standard input.
        variant: The variant that follows its name, if one does.
    """

    given: str
    path: Path | None
    variant: str | None

    @property
    def name(self) -> str:
        """The file as diagnostics name it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def is_of_the_zoo(self) -> bool:
        """Whether it is a network that archspec ships, not a file of the user."""
        return self.path is not None and self.path.parent == zoo.FOLDER and Path(self.given).name == self.given

    def text(self, data: bytes) -> Text:
        """Returns the spec with the given bytes."""
        return Text(data, self.name, self.path)

    def read(self) -> bytes:
        """Reads the bytes of the spec, up to one more than the limit.

        Raises:
            OSError: If it cannot be read.
        """
        return sys.stdin.buffer.read(limits.FILE + 1) if self.path is None else DISK.read(self.path)


def open_spec(given: str) -> Spec:
    """Returns the spec that a user names."""
    return Spec(given, None, None) if given == "-" else Spec(given, *split_variant(given))


class Listing(NamedTuple):
    """The specs that a user names, each once.

    Attributes:
        entries: The specs; in place of what cannot be checked, its name and the reason.
        foreign: How many YAML files in folders were passed over because they are no specs.
    """

    entries: list[Spec | tuple[str, str]]
    foreign: int


def list_specs(given: list[str]) -> Listing:
    """Lists the specs that a user names; a folder means all specs in it and its subfolders, by name.

    Hidden files and folders in a folder are passed over, and so is the YAML of other tools, unless it is named too. In
    place of what cannot be read, leads out or leads nowhere, and of a folder without specs, the reason is given.
    """
    folders = {one for one in given if one != "-" and Path(one).is_dir()}
    seen: dict[tuple[str, str | None], None] = {}
    named_too = {_identity(open_spec(one)) for one in given if one not in folders}
    foreign: set[str] = set()
    entries: list[Spec | tuple[str, str]] = []
    for one in given:
        found = _in_folder(one) if one in folders else [open_spec(one)]
        count = 0
        for spec in found:
            if isinstance(spec, Spec):
                identity = _identity(spec)
                if one in folders and identity not in named_too and _is_foreign(spec):
                    foreign.add(identity[0])
                    continue
                if identity not in seen:
                    seen[identity] = None
                    entries.append(spec)
            else:
                entries.append(spec)
            count += 1
        if not count:
            entries.append((one, f"there is no spec in the folder `{one}`"))
    return Listing(entries, len(foreign))


def _identity(spec: Spec) -> tuple[str, str | None]:
    return (os.path.realpath(spec.path) if spec.path else "-", spec.variant)


def _is_foreign(spec: Spec) -> bool:
    """Returns whether a file in a folder belongs to another tool; files that cannot be read are reported later."""
    try:
        return not looks_like_spec(spec.read())
    except OSError:
        return False


def _in_folder(folder: str) -> list[Spec | tuple[str, str]]:
    """Lists the YAML files in a folder and its subfolders, by name, with a reason for those that are not read."""
    found: dict[str, Spec | tuple[str, str]] = {}

    def refuse(path: str, reason: str) -> None:
        found[path] = (path, reason)

    def refuse_folder(error: OSError) -> None:
        refuse(str(error.filename), in_words(error))

    for place, folders, files in os.walk(folder, onerror=refuse_folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        shown = [one for one in files if one.lower().endswith(SUFFIXES) and not one.startswith(".")]
        for path in (Path(place, one) for one in (*folders, *shown)):
            if _leads_out(path, Path(folder)):
                refuse(str(path), f"`{path}` is a link that leads out of the folder")
        for path in (Path(place, one) for one in shown):
            if _leads_nowhere(path):
                refuse(str(path), f"`{path}` is a broken link")
            elif str(path) not in found:
                found[str(path)] = open_spec(str(path))
    return [found[path] for path in sorted(found)]


def _leads_out(path: Path, folder: Path) -> bool:
    """Returns whether a path in a folder is a link to outside of it, which the user did not mean."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _leads_nowhere(path: Path) -> bool:
    """Returns whether a path is a broken link."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:  # it is there, and whoever reads it is told what is wrong
        return False
    return False


class Checked(NamedTuple):
    """The result for one spec.

    Attributes:
        file: The file as the user named it.
        outcome: What was found, and fixed; None if it could not be read.
        problem: Why it could not be read, or be written; empty if it could.
    """

    file: str
    outcome: Outcome | None
    problem: str = ""
