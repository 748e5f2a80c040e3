"""Exports models to all file formats; the suffix of the file selects the format."""

import errno
import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from archspec.convert.backend import layer_path
from archspec.convert.culprit import find_culprit
from archspec.convert.errors import ExportError
from archspec.convert.to_litert import write_litert
from archspec.convert.to_onnx import write_onnx
from archspec.convert.weights import write_weights
from archspec.outputs import whole


class Format(NamedTuple):
    """A form in which a model can be written.

    Attributes:
        title: What it is called.
        ending: How the name of a file in it ends; `/` for a folder.
        write: Writes a model.
        packages: What has to be installed besides Keras and its backend.
        extra: The extra of archspec that brings it.
        unknown: The precisions that those who run such files cannot compute in.
    """

    title: str
    ending: str
    write: Callable[[Any, Path], None]
    packages: tuple[str, ...] = ()
    extra: str = ""
    unknown: tuple[str, ...] = ()


def _write_keras(model: Any, path: Path) -> None:
    model.save(path)


def _write_saved_model(model: Any, path: Path) -> None:
    model.export(path, format="tf_saved_model", verbose=False)


FORMATS = (
    Format("Keras", ".keras", _write_keras),
    Format("SavedModel", "/", _write_saved_model),
    Format("ONNX", ".onnx", write_onnx, packages=("onnx", "tf2onnx"), extra="onnx", unknown=("bfloat16",)),
    Format("LiteRT", ".tflite", write_litert, unknown=("bfloat16", "float16")),
    Format("safetensors", ".safetensors", write_weights),
    Format("Keras weights", ".weights.h5", write_weights),
)


class Target(NamedTuple):
    """Where a model is written, and how.

    Attributes:
        path: The file or folder.
        format: The format.
    """

    path: Path
    format: Format


def target_of(path: str | Path) -> Target:
    """Returns where and how a model is written, by a name.

    Args:
        path: The name of a file, or of a folder, with a `/` at its end.

    Raises:
        ExportError: If no format is written under such a name, or what lies there is of another sort.
    """
    name = os.fspath(path).replace(os.sep, "/")
    form = next((one for one in FORMATS if name.endswith(one.ending)), None)
    if form is None:
        files = ", ".join(f"`{one.ending}`" for one in FORMATS if one.ending != "/")
        raise ExportError(f"the output must end in one of {files}, or in `/` for a SavedModel, and `{path}` does not")
    target = Target(Path(path), form)
    if target.path.name in ("", ".."):
        raise ExportError(f"`{path}` is no name of a file or folder of its own")
    if target.path.exists() and target.path.is_dir() != (form.ending == "/"):
        raise ExportError(f"`{path}` is a {'folder' if target.path.is_dir() else 'file'}")
    if target.path.is_dir() and any(target.path.iterdir()) and not (target.path / "saved_model.pb").is_file():
        raise ExportError(f"`{path}` is a folder that holds other things than a SavedModel")
    return target


def export(model: Any, path: str | Path, *, overwrite: bool = False) -> None:
    """Writes a model in the format that the name of the file tells.

    Args:
        model: A Keras model, built by archspec.
        path: A file that ends in `.keras`, `.onnx` or `.tflite` (LiteRT); or, for the weights alone, in `.safetensors`
            or `.weights.h5`; or a folder whose name ends in `/`, for a SavedModel of TensorFlow.
        overwrite: Whether what exists is replaced.

    Raises:
        ExportError: If there is no such format, a package that it needs is not installed, or the model cannot be
            written in it.
        FileExistsError: If there is such a file or folder, and it is not to be replaced.
        OSError: If it cannot be written.
    """
    target = target_of(path)
    if target.path.exists() and not overwrite:
        raise FileExistsError(errno.EEXIST, "it exists; `overwrite=True` replaces it", os.fspath(path))
    write(model, target)


def write(model: Any, target: Target) -> None:
    """Writes a model to a target, in the place of what is there.

    Raises:
        ExportError: If a package that the format needs is not installed, or the model cannot be written in it.
        OSError: If it cannot be written.
    """
    form = target.format
    require(form)
    for layer in model.layers:
        if layer.compute_dtype in form.unknown:
            raise ExportError(
                f"`{layer_path(layer.name)}` computes in {layer.compute_dtype}, which nothing that runs {form.title} "
                "files does; built in float32 (`--precision float32`) the network takes the same weights"
            )
    with whole(target.path) as partial:
        try:
            with _quiet():
                form.write(model, partial)
        except OSError:
            raise
        except Exception as error:  # exporters fail with errors of every class
            raise ExportError(_explained(model, form, error)) from error


def require(form: Format) -> None:
    """Checks that what a format needs is installed.

    Raises:
        ExportError: If it is not.
    """
    for package in form.packages:
        if package == "tf2onnx" and import_module("keras").backend.backend() != "tensorflow":
            continue
        if find_spec(package) is None:
            raise ExportError(f"{form.title} needs `{package}`: `pip install 'archspec-keras[{form.extra}]'`")


def _explained(model: Any, form: Format, error: Exception) -> str:
    """Returns why a model cannot be written, with the layer that is at fault if one is."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, _quiet():
        found = find_culprit(model, lambda alone: form.write(alone, Path(folder, f"alone{form.ending}")))
    if found is None:
        return f"the model cannot be written as {form.title}: {_reason(error)}"
    layer, error = found
    return f"`{layer_path(layer.name)}`, a {type(layer).__name__}, cannot be written as {form.title}: {_reason(error)}"


def _reason(error: Exception) -> str:
    """Returns what an exporter complains of, in one line: the operations that it names, or what it says first."""
    text = str(error)
    operations = sorted(set(re.findall(r"'tf\.(\w+)' op|No Op registered for (\w+)", text)))
    if operations:
        names = ", ".join(f"`{one or other}`" for one, other in operations)
        return f"there is no operation for TensorFlow's {names}"
    lines = (line.strip() for line in text.splitlines())
    return next(filter(None, lines), type(error).__name__)


@contextmanager
def _quiet() -> Generator[None]:
    """Keeps back what the converters, most of them in C++, write to standard error while they try."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
