"""Files of weights, read as data alone: nothing in them is run, followed to another file, or believed unchecked.

What a file holds is listed with shapes and types first; only what is asked for is read.
"""

import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from archspec.convert.errors import WeightsError

FLOATS = ("float64", "float32", "float16", "bfloat16")
DEEPEST = 16
"""How deep the groups of an HDF5 file may be nested; those of Keras are half as deep."""
SAFETENSORS_TYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}
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
def opened(path: Path) -> Generator[Contents]:
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
    path.open("rb").close()  # says what stands in the way of reading it in the words of the system
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
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo(KERAS_MEMBER)
        if member.compress_type != zipfile.ZIP_STORED:  # as Keras stores it; what is packed may grow without bounds
            raise WeightsError("holds its weights compressed, which Keras does not")
        with _hdf5(io.BytesIO(archive.read(member))) as contents:
            yield contents


@contextmanager
def _hdf5(source: Path | io.BytesIO) -> Generator[Contents]:
    h5py: Any = import_module("h5py")
    with h5py.File(source, "r") as file:
        yield Contents(dict(_of_layers(h5py, file)), by_place=True)


def _of_layers(h5py: Any, file: Any) -> Iterator[tuple[str, Stored]]:
    """Yields what Keras 3 wrote into an HDF5 file, layer by layer.

    Keras numbers layers by class, `layers/conv2d_3`, and notes the name of each beside its variables.
    """
    layers = dict(_members(h5py, file)).get("layers")
    if not isinstance(layers, h5py.Group):
        raise WeightsError("holds no layers as Keras 3 writes them with `model.save_weights`")
    seen: set[int] = set()
    for key, layer in _members(h5py, layers):
        name = layer["vars"].attrs.get("name") if "vars" in layer else None
        if not isinstance(name, str):
            raise WeightsError(f"does not tell the name of its layer `{key}`")
        groups = [(name, layer, 0)]
        while groups:
            place, group, depth = groups.pop()
            address = h5py.h5o.get_info(group.id).addr
            if depth > DEEPEST or address in seen:
                raise WeightsError("has groups that are nested too deep, or hold each other")
            seen.add(address)
            for step, member in _members(h5py, group):
                if isinstance(member, h5py.Group):
                    groups.append((f"{place}/{step}", member, depth + 1))
                else:
                    yield f"{place}/{step}", _stored(member)


def _members(h5py: Any, group: Any) -> Iterator[tuple[str, Any]]:
    """Yields what a group itself holds; a link may lead to another file."""
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise WeightsError(f"has a link, `{name}`, in place of numbers")
        yield name, group[name]


def _stored(dataset: Any) -> Stored:
    """Returns what a dataset is; only one whose numbers lie in the file as they are is taken."""
    if dataset.shape is None or dataset.chunks or dataset.external or dataset.is_virtual:
        raise WeightsError(f"holds `{dataset.name}` in another way than Keras does")
    dtype = dataset.attrs.get("dtype", dataset.dtype.name)
    return Stored(tuple(dataset.shape), dtype, partial(_numbers, dataset, dtype))


def _numbers(dataset: Any, dtype: str) -> Any:
    numpy: Any = import_module("numpy")
    if dtype != "bfloat16":
        return dataset[()]
    return numpy.array(dataset).view(import_module("ml_dtypes").bfloat16)
