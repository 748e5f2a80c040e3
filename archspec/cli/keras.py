"""Imports Keras for commands: with a progress spinner, and without TensorFlow's start-up messages."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext

from archspec.cli import start_up
from archspec.cli.main import CommandError
from archspec.convert.backend import configured_backend, load_keras

LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
"""The variable that limits TensorFlow's logging; without it, TensorFlow logs everything."""


def import_keras() -> None:
    """Imports Keras; TensorFlow logs only warnings and errors, unless the environment says otherwise.

    This is for commands: programs that import archspec control TensorFlow's logging themselves.

    Raises:
        CommandError: If Keras, or its backend, is not installed.
    """
    is_quiet = configured_backend() != "tensorflow" or "tensorflow" in sys.modules or LOG_LEVEL in os.environ
    try:
        with nullcontext() if is_quiet else without_start_up():
            load_keras()
    except ImportError as error:
        raise CommandError(str(error)) from error


@contextmanager
def without_start_up() -> Generator[None]:
    """Removes TensorFlow's start-up messages from standard error."""
    os.environ[LOG_LEVEL] = "1"
    sys.stderr.flush()
    kept = os.dup(2)
    with subprocess.Popen([sys.executable, "-IS", start_up.__file__], stdin=subprocess.PIPE) as passing_on:
        assert passing_on.stdin is not None
        os.dup2(passing_on.stdin.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def spinner(message: str) -> Generator[None]:
    """Shows a message on a terminal until the block ends; does nothing without rich, which Keras installs."""
    try:
        from rich.console import Console
    except ImportError:
        yield
        return
    # A descriptor of its own, so that it is seen while `import_keras` filters standard error.
    with open(os.dup(2), "w", encoding="utf-8") as terminal, Console(file=terminal).status(message):  # noqa: PTH123
        yield
