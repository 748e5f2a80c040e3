"""Loads models from files, and tells which layers Keras cannot load by itself."""

import errno
import os
import re
import zipfile
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from archspec.convert.backend import layer_path, load_keras
from archspec.convert.errors import ModelError
from archspec.graph import Graph
from archspec.layers.stepwise import StepwiseLayer

REGISTRATIONS = "archspec.convert.keras_layers"
"""The package that registers the layers that Keras lacks."""
HDF5 = b"\x89HDF\r\n\x1a\n"
"""What an HDF5 file begins with."""
OTHERS = {
    ".weights.h5": "holds weights and no model: `archspec.load_weights` gives them to one",
    ".safetensors": "holds weights and no model: `archspec.load_weights` gives them to one",
    ".onnx": "is for other runtimes, and Keras does not load it",
    ".tflite": "is for other runtimes, and Keras does not load it",
    ".yaml": "is no model: `archspec.build` makes one of a spec",
    ".yml": "is no model: `archspec.build` makes one of a spec",
}
"""By their endings, files that are taken for models, and why they are none."""


def load_model(path: str | Path, **options: Any) -> Any:
    """Loads a model that archspec or Keras has saved, with the layers that Keras lacks.

    Args:
        path: A `.keras` file, an `.h5` file, or the folder of a SavedModel.
        **options: What `keras.saving.load_model` takes, such as `compile` or `custom_objects`.

    Returns:
        The Keras model. Of a SavedModel, which holds no layers, the layer that Keras makes of one: it can be called, or
        put into a model, and neither be trained nor looked into.

    Raises:
        ModelError: If the file holds no model, or Keras cannot load it.
        FileNotFoundError: If there is no such file or folder.
    """
    file = Path(path)
    if not file.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
    refusal = _refusal(file)
    if refusal is not None:
        raise ModelError(f"`{path}` {refusal}")
    keras = load_keras()
    import_module(REGISTRATIONS)
    try:
        if file.is_dir():
            return keras.layers.TFSMLayer(os.fspath(path), call_endpoint="serve", **options)
        return keras.saving.load_model(file, **options)
    except OSError:
        raise
    except Exception as error:  # Keras fails with errors of every class
        raise ModelError(f"`{path}` cannot be loaded: {_reason(error)}") from error


def _refusal(file: Path) -> str | None:
    """Returns why a file or folder holds no model; None if it may hold one."""
    if file.is_dir():
        return None if (file / "saved_model.pb").is_file() else "is a folder, and no SavedModel"
    for ending, reason in OTHERS.items():
        if file.name.endswith(ending):
            return reason
    if file.suffix == ".keras":
        whole = zipfile.is_zipfile(file) and "config.json" in zipfile.ZipFile(file).namelist()
        return None if whole else "is no file that Keras has saved"
    if file.suffix in (".h5", ".hdf5"):
        with file.open("rb") as stream:
            return None if stream.read(len(HDF5)) == HDF5 else "is no HDF5 file"
    return "is no model: one ends in `.keras` or `.h5`, or is the folder of a SavedModel"


def _reason(error: Exception) -> str:
    """Returns why Keras does not load a file, in one line."""
    unknown = re.search(r"Could not locate class '(\w+)'", str(error))
    if unknown:
        return f"nothing registers the class `{unknown[1]}`; import the module that does first"
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


class NotPlain(NamedTuple):
    """What a saved model holds besides layers of Keras.

    Attributes:
        paths: The paths of such layers, by kind.
        modules: The modules that register their classes.
    """

    paths: dict[str, list[str]]
    modules: list[str]


def not_plain(graph: Graph, layers: Iterable[Any]) -> NotPlain:
    """Returns what Keras alone cannot load of the layers that were made of a graph."""
    nodes = {node.name: node for node in graph.nodes}
    paths: dict[str, list[str]] = {}
    modules: list[str] = []
    for layer in layers:
        module = type(layer).__module__
        if module.startswith("keras."):
            continue
        path = layer_path(layer.name)
        while path not in nodes:  # `pool.pad` is a part of `pool`
            path = path.rpartition(".")[0]
        own = nodes[path].layer
        assert own is not None
        paths.setdefault("time_distributed" if isinstance(own, StepwiseLayer) else own.kind, []).append(path)
        modules.append(REGISTRATIONS if module.startswith(REGISTRATIONS) else module)
    return NotPlain({kind: list(dict.fromkeys(ones)) for kind, ones in paths.items()}, list(dict.fromkeys(modules)))
