"""Writes files and folders completely or not at all."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(target: Path) -> Generator[Path]:
    """Gives a path beside a target, and puts what is written there, a file or a folder, in the target's place.

    Whatever goes wrong, the target is left as it was, and nothing else is left behind.

    Args:
        target: The file or folder. What is written takes the place of a folder only if it is one itself.

    Raises:
        OSError: If it cannot be put there.
    """
    partial = target.with_name(f".{os.getpid()}.{target.name}")  # ends as the target does: writers look at that
    try:
        yield partial
        if partial.is_dir() and target.is_dir():
            _exchange(partial, target)
        else:
            partial.replace(target)
    finally:
        _remove(partial)


def _exchange(partial: Path, target: Path) -> None:
    """Takes a folder out of the way of another; no system call puts one folder in the place of another that is full."""
    aside = target.with_name(f".{os.getpid()}.{target.name}.old")
    target.rename(aside)
    try:
        partial.rename(target)
    except OSError:
        aside.rename(target)
        raise
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path)
    else:
        path.unlink(missing_ok=True)
