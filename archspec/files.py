"""The files that a spec may open: what archspec ships, and files in the spec's own folder.

NOTE: Why is a path checked twice? As text, so that nothing outside is even opened; and again after links are followed,
because a link inside may lead out.
"""

import errno
import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple, final

from archspec import limits
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import SourceFile
from archspec.language import zoo
from archspec.language.finder import Finder, FoundFile, RefusedError
from archspec.language.reuse_faults import (
    LinkOutside,
    NoRelativePath,
    NotAFile,
    OutsideFolder,
    UnknownFile,
    UnknownLibrary,
    UnknownShipped,
)
from archspec.syntax.parse import read

STANDARD = Path(__file__).parent / "language" / "std"
PREFIX = "std/"
NETWORKS = "zoo/"
"""What is before the name of a shipped network's file in diagnostics."""


_OPENING = sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Resolver(ABC):
    """Reads files. Replace it to read from something else than the disk."""

    @abstractmethod
    def read(self, path: Path, *, follow: bool = True) -> bytes:
        """Returns the bytes of an ordinary file, or one more than a spec may have.

        Args:
            path: The file.
            follow: Whether it may be a link.

        Raises:
            OSError: If it is none, or cannot be read.
        """


@final
class Disk(Resolver):
    """What is saved."""

    def read(self, path: Path, *, follow: bool = True) -> bytes:
        """Returns the bytes of an ordinary file, or one more than a spec may have."""
        # Opening a device may do something, and opening a pipe waits for a writer: neither is opened to be looked at.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _no_file(path)
        with os.fdopen(os.open(path, os.O_RDONLY | _OPENING | (0 if follow else _NO_LINK)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _no_file(path)
            return file.read(limits.FILE + 1)


DISK = Disk()


@final
class Buffers(Resolver):
    """Reads unsaved texts, and all other files from the disk.

    Args:
        texts: The texts, by path.
        rest: Reads all other files.
    """

    def __init__(self, texts: Mapping[Path, str], rest: Resolver = DISK) -> None:
        self._texts = {Path(os.path.realpath(path)): text for path, text in texts.items()}
        self._rest = rest

    def read(self, path: Path, *, follow: bool = True) -> bytes:
        """Returns the bytes of a text, or else of a file."""
        text = self._texts.get(Path(os.path.realpath(path)))
        return self._rest.read(path, follow=follow) if text is None else text.encode()


class Text(NamedTuple):
    """A text that was read already.

    Attributes:
        data: Its bytes.
        name: Its name as the user gave it.
        path: Its path, if it has one; the files that it names are in its folder.
    """

    data: bytes
    name: str
    path: Path | None = None


def split_variant(source: str | Path) -> tuple[Path, str | None]:
    """Returns the path of a file and the variant that follows it after a colon, if one does.

    If there is no such file, it may be the name of a network that archspec ships: `resnet:50`.
    """
    path, variant = Path(source), None
    if ":" in path.name and not path.exists():
        name, _, variant = path.name.rpartition(":")
        path = path.with_name(name)
    if path.name == str(path) and not path.is_file():
        path = zoo.find(path.name) or path
    return path, variant


def standard_libraries() -> list[str]:
    """Returns the names of the libraries that archspec ships: `std/residual` and so on, in alphabetical order."""
    return sorted(f"{PREFIX}{file.stem}" for file in STANDARD.glob("*.yaml"))


def is_shipped(source: SourceFile) -> bool:
    """Returns whether a text is a library or a network that archspec ships, and that a spec uses or extends."""
    return not source.editable and source.name.startswith((PREFIX, NETWORKS))


def finder_for(path: Path | None, resolver: Resolver = DISK) -> Finder:
    """Returns the finder of a spec: of its folder, or, without a path, only of what archspec ships."""
    return Shipped() if path is None else Folder(path, resolver)


class Shipped(Finder):
    """Finds libraries and networks that archspec ships, for specs that are not files."""

    def open(self, name: str) -> FoundFile:
        """Returns a library or a network by its name.

        Raises:
            RefusedError: If there is no such library or network.
        """
        if not name.startswith(PREFIX):
            _refuse_outside(name)
            _steps((), name)
            if (network := zoo.find(name)) is not None:
                text = network.read_text(encoding="utf-8")
                source = SourceFile(f"{NETWORKS}{name}.yaml", text, editable=False)
                return FoundFile(str(network), source, [], Folder(network))
            raise RefusedError(UnknownShipped(name), _nearest(name, zoo.names()) or None)
        known = standard_libraries()
        if name not in known:
            raise RefusedError(UnknownLibrary(name), _nearest(name, known))
        file = STANDARD / f"{name.removeprefix(PREFIX)}.yaml"
        text = file.read_text(encoding="utf-8")
        return FoundFile(name, SourceFile(f"{name}.yaml", text, editable=False), [], self)


class Folder(Finder):
    """Finds files in the folder of a spec and its subfolders.

    Attributes:
        identity: The spec's own file.
    """

    def __init__(
        self, path: Path, resolver: Resolver = DISK, root: Path | None = None, shown_as: Path | None = None
    ) -> None:
        self._resolver = resolver
        self._here = path.parent.resolve()
        self._root = root or self._here
        self._shown = (shown_as or path).parent
        self.identity = os.path.realpath(path)

    def open(self, name: str) -> FoundFile:
        """Returns a file by its path from this folder, or what archspec ships, by its name.

        A file in the folder takes precedence over a shipped network of the same name.

        Raises:
            RefusedError: If the path leads out of the spec's folder, or cannot be read.
        """
        if name.startswith(PREFIX):
            return Shipped().open(name)
        _refuse_outside(name)
        steps = _steps(self._here.relative_to(self._root).parts, name)
        wanted = self._root.joinpath(*steps)
        real = Path(os.path.realpath(wanted))
        if not real.is_relative_to(self._root):
            raise RefusedError(LinkOutside(name))
        try:
            data = self._resolver.read(real, follow=False)
        except FileNotFoundError:
            if zoo.find(name) is not None:
                return Shipped().open(name)
            raise _unknown(real, name) from None
        except (OSError, ValueError) as error:
            raise _unreadable(real, name, error) from None
        source, found = read(data, str(self._shown / name))
        source = source and replace(source, editable=False)  # fixes are for the spec that is checked
        return FoundFile(str(real), source, found, Folder(real, self._resolver, self._root, self._shown / name))


def _refuse_outside(name: str) -> None:
    """Refuses names that are not relative paths.

    Raises:
        RefusedError: If the name is not one.
    """
    if "://" in name:
        raise RefusedError(NoRelativePath(name, "address"))
    if name.startswith(("/", "~")) or name[1:2] == ":":
        raise RefusedError(NoRelativePath(name, "absolute"))
    if "\\" in name:
        raise RefusedError(NoRelativePath(name, "backslash"))
    if "\0" in name:
        raise RefusedError(NoRelativePath(name, "null"))


def _steps(here: tuple[str, ...], name: str) -> list[str]:
    """Returns the steps from the spec's folder to a file that is named from a folder in it.

    Raises:
        RefusedError: If they lead out.
    """
    steps = list(here)
    for step in PurePosixPath(name).parts:
        if step != "..":
            steps.append(step)
        elif steps:
            steps.pop()
        else:
            raise RefusedError(OutsideFolder(name))
    return steps


def _no_file(path: Path) -> OSError:
    return OSError(errno.EINVAL, "it is no ordinary file; what comes out of a pipe is named `-`", str(path))


def _unknown(path: Path, name: str) -> RefusedError:
    near = sorted(one.name for one in path.parent.glob("*.yaml")) if path.parent.is_dir() else []
    near += [] if path.suffix else zoo.names()
    return RefusedError(UnknownFile(name), _nearest(path.name, near))


def _unreadable(path: Path, name: str, error: OSError | ValueError) -> RefusedError:
    if path.exists() and not path.is_file():
        return RefusedError(NotAFile(name))
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RefusedError(NotAFile(name, why.lower()))


def _nearest(name: str, known: list[str]) -> tuple[Help, ...]:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return (Help(f"did you mean `{near[0]}`?"),)
    return (Help(f"there is {', '.join(f'`{one}`' for one in known)}"),) if 0 < len(known) <= 20 else ()
