"""Which specs a command line names, what is in them, and what became of them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from archspec.cli.main import CommandError, in_words
from archspec.files import contents
from archspec.fix import Outcome
from archspec.language import zoo
from archspec.pipeline import split_variant
from archspec.syntax.parse import MAX_FILE

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
        """The file as findings name it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def is_of_the_zoo(self) -> bool:
        """Whether it is named as a network that archspec ships, rather than by a file."""
        return self.path is not None and self.path.parent == zoo.FOLDER and Path(self.given).name == self.given

    def read(self) -> bytes:
        """Returns the bytes of the spec, or one more than a spec may have.

        Raises:
            OSError: If it cannot be read.
        """
        return sys.stdin.buffer.read(MAX_FILE + 1) if self.path is None else contents(self.path)


def named(given: str) -> Spec:
    """Returns the spec that a user names."""
    return Spec(given, None, None) if given == "-" else Spec(given, *split_variant(given))


def listed(given: list[str]) -> Iterator[Spec | tuple[str, str]]:
    """Yields the specs that a user names, each once; of a folder, those in it and in the folders below, by name.

    Hidden files and folders in a folder are passed over. In place of a folder that cannot be read, or holds no spec,
    and of a link in it that leads out, it is given with the reason.
    """
    seen: set[tuple[str, str | None]] = set()
    for one in given:
        try:
            specs = _in_folder(one) if one != "-" and Path(one).is_dir() else [one]
        except (OSError, CommandError) as error:
            yield one, str(error) if isinstance(error, CommandError) else in_words(error)
            continue
        for spec in map(named, specs):
            if spec.given != one and spec.path is not None and _leads_out(spec.path, Path(one)):
                yield spec.given, f"`{spec.given}` is a link that leads out of the folder"
                continue
            identity = (os.path.realpath(spec.path) if spec.path else "-", spec.variant)
            if identity not in seen:
                seen.add(identity)
                yield spec


def _in_folder(folder: str) -> list[str]:
    """Returns the specs in a folder and in those below.

    Raises:
        CommandError: If there is none.
        OSError: If a folder cannot be read.
    """
    found: list[str] = []
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [one for one in folders if not one.startswith(".")]
        specs = (Path(place, one) for one in files if one.endswith(SUFFIXES) and not one.startswith("."))
        found += [str(path) for path in specs if path.is_file()]
    if not found:
        raise CommandError(f"there is no `*.yaml` or `*.yml` in the folder `{folder}`")
    return sorted(found)


def _leads_out(path: Path, folder: Path) -> bool:
    """Returns whether a file in a folder is a link to a file elsewhere: whoever names the folder does not mean that."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _raise(error: OSError) -> None:
    raise error


class Checked(NamedTuple):
    """What became of one spec.

    Attributes:
        file: The file as the user named it.
        outcome: What was found, and put right; None if it could not be read.
        problem: Why it could not be read, or be written; empty if it could.
    """

    file: str
    outcome: Outcome | None
    problem: str = ""
