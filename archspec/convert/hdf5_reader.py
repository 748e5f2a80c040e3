"""A separate program that reads the weights of a Keras HDF5 file and writes them as safetensors.

NOTE: Why a separate process? HDF5 is read by a large C library, which may crash or loop forever on a damaged or
malicious file. The result comes back in a format that is safe to read.

It takes the path of the input and the path of the output. It exits with 0; or with 1 and the reason on standard output.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

DEEPEST = 16
"""How deep the groups of a file may be nested; those of Keras are half as deep."""


class RefusedError(Exception):
    """The file is not as Keras writes it; the message says in what."""


def weights(file: Any) -> Iterator[tuple[str, Any]]:
    """Yields the variables in an open file by their places: the name of a layer, and the way from there.

    Keras numbers layers by class, `layers/conv2d_3`, and notes the name of each beside its variables.

    Raises:
        RefusedError: If the file is not as Keras writes it.
    """
    h5py: Any = import_module("h5py")
    layers = dict(_members(h5py, file)).get("layers")
    if not isinstance(layers, h5py.Group):
        raise RefusedError("holds no layers as Keras 3 writes them with `model.save_weights`")
    seen: set[int] = set()
    for key, layer in _members(h5py, layers):
        name = layer["vars"].attrs.get("name") if "vars" in layer else None
        if not isinstance(name, str):
            raise RefusedError(f"does not tell the name of its layer `{key}`")
        groups = [(name, layer, 0)]
        while groups:
            place, group, depth = groups.pop()
            address = h5py.h5o.get_info(group.id).addr
            if depth > DEEPEST or address in seen:
                raise RefusedError("has groups that are nested too deep, or hold each other")
            seen.add(address)
            for step, member in _members(h5py, group):
                if isinstance(member, h5py.Group):
                    groups.append((f"{place}/{step}", member, depth + 1))
                else:
                    yield f"{place}/{step}", _numbers(member)


def _members(h5py: Any, group: Any) -> Iterator[tuple[str, Any]]:
    """Yields what a group itself holds; a link may lead to another file."""
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise RefusedError(f"has a link, `{name}`, in place of numbers")
        yield name, group[name]


def _numbers(dataset: Any) -> Any:
    """Returns what a dataset holds, if that lies in the file as it is, and takes no more memory than the file."""
    plain = dataset.shape is not None and not (dataset.chunks or dataset.external or dataset.is_virtual)
    if not plain or dataset.id.get_storage_size() != dataset.nbytes:
        raise RefusedError(f"holds `{dataset.name}` in another way than Keras does")
    values = dataset[()]
    if dataset.attrs.get("dtype") == "bfloat16":  # which HDF5 does not know
        values = values.view(import_module("ml_dtypes").bfloat16)
    elif values.dtype.kind not in "biuf":
        raise RefusedError(f"holds `{dataset.name}` in another way than Keras does")
    return import_module("numpy").asarray(values)


def main(source: str, target: str) -> int:
    """Reads one file and writes the other, or says why not."""
    try:
        with import_module("h5py").File(source, "r") as file:
            import_module("safetensors.numpy").save_file(dict(weights(file)), target)
    except RefusedError as error:
        print(error)
        return 1
    except Exception as error:  # whatever a damaged file makes a library say
        print(f"is damaged, or no file of weights: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
