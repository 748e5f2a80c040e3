"""Reads files of weights as data only: nothing in them is executed, no reference is followed, all is checked.

The names, shapes and types in a file are listed first; tensors are read on demand.
"""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from archspec.convert import hdf5_reader
from archspec.convert.backend import layer_path
from archspec.convert.errors import WeightsError

FLOATS = ("float64", "float32", "float16", "bfloat16")
SAFETENSORS_TYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}
SECONDS, BYTES_A_SECOND = 60, 10_000_000
"""How long an HDF5 file may take to read: far longer than a sound one does."""
KERAS_MEMBER = "model.weights.h5"
"""The weights in a `.keras` file; its other members, which describe how to make a model, are left alone."""


class Stored(NamedTuple):
    """A tensor in a file.

    Attributes:
        shape: Its shape.
        dtype: The type of its numbers.
        read: Reads it.
    """

    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], Any]


class Contents(NamedTuple):
    """What a file holds.

    Attributes:
        tensors: The tensors, by name.
        by_place: Whether a name is Keras's place of a weight rather than the weight's own name.
    """

    tensors: dict[str, Stored]
    by_place: bool


@contextmanager
def open_weights(path: Path) -> Generator[Contents]:
    """Gives what a `.safetensors`, `.weights.h5` or `.keras` file holds, for as long as it is open.

    Raises:
        WeightsError: If it is no such file.
        OSError: If it cannot be read.
    """
    readers = {".safetensors": _safetensors, ".h5": _hdf5, ".keras": _keras}
    reader = readers.get(path.suffix)
    if reader is None:
        raise WeightsError(f"`{path}` does not end in `.safetensors`, `.weights.h5` or `.keras`")
    if path.exists() and not path.is_file():
        raise WeightsError(f"`{path}` is no ordinary file")
    path.open("rb").close()  # raises the error of the system if it cannot be read
    try:
        with reader(path) as contents:
            yield contents
    except WeightsError as error:
        raise WeightsError(f"`{path}` {error}") from error
    except Exception as error:  # whatever a damaged file makes a library say
        reason = " ".join(str(error).split()) or type(error).__name__
        raise WeightsError(f"`{path}` is damaged, or no file of weights: {reason}") from error


@contextmanager
def _safetensors(path: Path) -> Generator[Contents]:
    safetensors: Any = import_module("safetensors")
    with safetensors.safe_open(path, framework="np") as file:
        tensors: dict[str, Stored] = {}
        for name in file.keys():  # noqa: SIM118  # no mapping
            form = file.get_slice(name)
            dtype: str = form.get_dtype()
            tensors[name] = Stored(
                tuple(form.get_shape()), SAFETENSORS_TYPES.get(dtype, dtype), partial(file.get_tensor, name)
            )
        yield Contents(tensors, by_place=False)


@contextmanager
def _keras(path: Path) -> Generator[Contents]:
    with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
        member = archive.getinfo(KERAS_MEMBER)
        if member.compress_type != zipfile.ZIP_STORED:  # as Keras stores it; what is packed may grow without bounds
            raise WeightsError("holds its weights compressed, which Keras does not")
        with _hdf5(Path(archive.extract(member, folder))) as contents:
            yield contents


@contextmanager
def _hdf5(path: Path) -> Generator[Contents]:
    with TemporaryDirectory() as folder:
        made = Path(folder, "weights.safetensors")
        command = [sys.executable, "-P", hdf5_reader.__file__, str(path), str(made)]
        seconds = SECONDS + path.stat().st_size / BYTES_A_SECOND
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise WeightsError(f"cannot be read in {seconds:.0f} seconds, as one that is damaged") from None
        if done.returncode != 0:
            reason = " ".join(done.stdout.split()) or "is damaged: the library that reads HDF5 broke down over it"
            raise WeightsError(reason)
        with _safetensors(made) as contents:
            # PyTorch's names of layers are no paths, and those of the others are.
            tensors = {layer_path(place): tensor for place, tensor in contents.tensors.items()}
            yield Contents(tensors, by_place=True)
