"""Files that a command writes."""

import os
from pathlib import Path

from archspec.cli.main import CommandError


def write_text(path: Path, text: str, *, force: bool) -> None:
    """Writes a text file, whole or not at all.

    Args:
        path: The file.
        text: What to write.
        force: Whether a file that exists is overwritten.

    Raises:
        CommandError: If the file exists and may not be overwritten, or its folder does not exist.
        OSError: If it cannot be written.
    """
    if path.exists() and not force:
        raise CommandError(f"`{path}` exists; `--force` overwrites it")
    if not path.parent.is_dir():
        raise CommandError(f"there is no folder `{path.parent}`")
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
