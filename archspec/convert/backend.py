"""Keras's backend, found out before Keras is imported; the names of layers on it; and the import of Keras.

NOTE: Why not ask Keras? Importing it takes seconds, and a layer that the backend lacks should be reported at once.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from archspec.backends.limits import BACKENDS, DEFAULT, Backend


def configured_backend() -> Backend | None:
    """Returns the backend that Keras runs on, or will run on once it is imported.

    Keras takes the one that `KERAS_BACKEND` names, or else `keras.json` in its folder.

    Returns:
        The backend; None if it is one that archspec knows nothing about.
    """
    keras: Any = sys.modules.get("keras")
    named: Any = keras.config.backend() if keras else _named()
    return named if named in list(BACKENDS) else None


def load_keras() -> Any:
    """Returns the keras module.

    Raises:
        ImportError: If it, or its backend, is not installed; the message says what to do.
    """
    try:
        return import_module("keras")
    except (ImportError, ValueError) as error:  # the latter where there is no such backend
        advice = f"install one of {', '.join(f'`archspec-keras[{one}]`' for one in BACKENDS)}"
        raise ImportError(
            f"Keras cannot run on `{_named()}`: {error}; {advice}, and name it in KERAS_BACKEND"
        ) from error


def layer_name(path: str) -> str:
    """Returns what Keras calls the layer of a path: the same, but for PyTorch, whose weights can have no dot in a name.

    `stem.conv` is `stem>conv` there. No path holds a `>`, and every backend takes it.
    """
    return path.replace(".", ">") if configured_backend() == "torch" else path


def layer_path(name: str) -> str:
    """Returns the path of the layer that Keras calls by a name."""
    return name.replace(">", ".")


def _named() -> object:
    """Returns the backend that the environment names, or Keras's file of settings."""
    file = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "keras.json"
    try:
        return os.environ.get("KERAS_BACKEND") or json.loads(file.read_text(encoding="utf-8")).get("backend", DEFAULT)
    except (OSError, ValueError, AttributeError):
        return DEFAULT
