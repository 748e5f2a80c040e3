"""Writes the output files of commands."""

import errno
import os
import stat
from pathlib import Path

from archspec.cli.main import CommandError
from archspec.outputs import whole


def write_text(path: Path, text: str, *, force: bool) -> None:
    """Writes a text file, completely or not at all.

    Args:
        path: The file.
        text: What to write.
        force: Whether a file that exists is overwritten.

    Raises:
        CommandError: If the file exists and may not be overwritten, or its folder does not exist.
        OSError: If it cannot be written.
    """
    check_place(path, force=force)
    _replace(path, text.encode(), None)


def check_place(path: Path, *, force: bool) -> None:
    """Checks that a path can be written.

    Args:
        path: The file or folder.
        force: Whether one that exists is overwritten.

    Raises:
        CommandError: If it exists and may not be overwritten, or its folder does not exist.
    """
    if path.exists() and not force:
        raise CommandError(f"`{path}` exists; `--force` overwrites it")
    if not path.parent.is_dir():
        raise CommandError(f"there is no folder `{path.parent}`")


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Replaces the contents of a file, completely or not at all; permissions and links are kept.

    Args:
        path: The file.
        before: The bytes that it is known to hold.
        after: The bytes that it is to hold.

    Raises:
        CommandError: If it holds something else by now, or is no file with a name of its own.
        OSError: If it cannot be read or written.
    """
    target = path.resolve()
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise CommandError(f"`{path}` is not a regular file, so it is not changed")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if target.read_bytes() != before:
        raise CommandError(f"`{path}` has changed since it was read, so it is not changed")
    _replace(target, after, stat.S_IMODE(status.st_mode))


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    """Writes a file by way of a temporary file next to it."""
    with whole(path) as partial:
        with partial.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            partial.chmod(mode)
