"""Files of weights, good and hostile ones, without a model to put them in."""

import json
import os
import pickle
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import h5py
import numpy as np
import pytest
from ml_dtypes import bfloat16
from safetensors.numpy import save_file

from archspec.convert import weight_files
from archspec.convert.errors import WeightsError
from archspec.convert.weight_files import FLOATS, open_weights

KERNEL = np.arange(6, dtype="float32").reshape(2, 3)


def read(path: Path) -> dict[str, Any]:
    """All that a file holds."""
    with open_weights(path) as contents:
        return {name: stored.read() for name, stored in contents.tensors.items()}


def refusal(path: Path) -> str:
    with pytest.raises(WeightsError) as error:
        read(path)
    return str(error.value).replace(str(path), "FILE")


def as_keras_writes(file: h5py.File, name: str = "conv_1") -> h5py.Group:
    """Puts the group of one layer into a file, and returns the group of its variables."""
    variables = file.create_group("layers/conv2d/vars")
    variables.attrs["name"] = name
    return variables


@pytest.fixture
def hdf5(tmp_path: Path) -> Callable[[Callable[[h5py.File], object]], Path]:
    def make(fill: Callable[[h5py.File], object]) -> Path:
        path = tmp_path / "w.weights.h5"
        with h5py.File(path, "w") as file:
            fill(file)
        return path

    return make


def test_safetensors_hold_weights_by_name(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    half = KERNEL.astype(bfloat16)
    save_file({"a/kernel": KERNEL, "a/half": half, "a/count": np.arange(3)}, path)
    with open_weights(path) as contents:
        assert not contents.by_place
        assert {name: (one.shape, one.dtype) for name, one in contents.tensors.items()} == {
            "a/kernel": ((2, 3), "float32"), "a/half": ((2, 3), "bfloat16"), "a/count": ((3,), "I64"),
        }  # fmt: skip
        np.testing.assert_array_equal(contents.tensors["a/kernel"].read(), KERNEL)
        assert contents.tensors["a/half"].read().dtype == bfloat16


def test_hdf5_holds_variables_by_layer_and_place(hdf5) -> None:
    def fill(file: h5py.File) -> None:
        as_keras_writes(file)["0"] = KERNEL
        file["layers/conv2d/cell/vars/0"] = KERNEL.astype("float16")
        half = file.create_dataset("layers/conv2d/cell/vars/1", data=KERNEL.astype(bfloat16))
        half.attrs["dtype"] = "bfloat16"
        file["optimizer/vars/0"] = KERNEL

    path = hdf5(fill)
    with open_weights(path) as contents:
        assert contents.by_place
        assert {name: (one.shape, one.dtype) for name, one in contents.tensors.items()} == {
            "conv_1/vars/0": ((2, 3), "float32"),
            "conv_1/cell/vars/0": ((2, 3), "float16"),
            "conv_1/cell/vars/1": ((2, 3), "bfloat16"),
        }
    np.testing.assert_array_equal(read(path)["conv_1/cell/vars/1"].astype("float32"), KERNEL)


def zipped(hdf5_file: Path, compression: int = zipfile.ZIP_STORED, member: str = "model.weights.h5") -> Path:
    path = hdf5_file.with_name("w.keras")
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("config.json", "{not even json")
        archive.write(hdf5_file, member)
    return path


def test_of_a_keras_file_only_the_weights_are_read(hdf5) -> None:
    path = zipped(hdf5(lambda file: as_keras_writes(file).create_dataset("0", data=KERNEL)))
    np.testing.assert_array_equal(read(path)["conv_1/vars/0"], KERNEL)


def test_a_keras_file_that_is_packed_or_holds_no_weights(hdf5) -> None:
    good = hdf5(lambda file: as_keras_writes(file).create_dataset("0", data=KERNEL))
    assert refusal(zipped(good, zipfile.ZIP_DEFLATED)) == "`FILE` holds its weights compressed, which Keras does not"
    assert refusal(zipped(good, member="weights.h5")).startswith("`FILE` is damaged, or no file of weights: ")


def test_a_file_over_which_the_library_goes_round_and_round_is_given_up(hdf5, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hdf5(lambda file: as_keras_writes(file).create_dataset("0", data=KERNEL))
    size_and_name = struct.pack("<Q", 6) + b"conv_1"  # in the heap of the file
    assert path.read_bytes().count(size_and_name) == 1
    path.write_bytes(path.read_bytes().replace(size_and_name, struct.pack("<Q", 0) + b"conv_1"))
    monkeypatch.setattr(weight_files, "SECONDS", 3)
    assert refusal(path) == "`FILE` cannot be read in 3 seconds, as one that is damaged"


def test_a_file_over_which_the_library_breaks_down_is_told(hdf5, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hdf5(lambda file: as_keras_writes(file).create_dataset("0", data=KERNEL))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert refusal(path) == "`FILE` is damaged: the library that reads HDF5 broke down over it"


def header(**tensors: Any) -> bytes:
    text = json.dumps(tensors).encode()
    return struct.pack("<Q", len(text)) + text


class Payload:
    """What unpickling would run."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.system, ("touch unpickled",))


DAMAGED = {
    "empty": b"",
    "short": b"\x08",
    "a header without end": struct.pack("<Q", 2**40) + b"{}",
    "no json": struct.pack("<Q", 4) + b"{nil",
    "numbers beyond the end": header(a={"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}),
    "a shape that does not fit": header(a={"dtype": "F32", "shape": [4], "data_offsets": [0, 4]}) + b"\0" * 4,
    "a negative size": header(a={"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}) + b"\0" * 4,
    "a product that overflows": header(a={"dtype": "F32", "shape": [2**62, 4], "data_offsets": [0, 0]}),
    "an unknown type": header(a={"dtype": "OBJECT", "shape": [1], "data_offsets": [0, 8]}) + b"\0" * 8,
    "a pickle": pickle.dumps(Payload()),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("ending", ["safetensors", "weights.h5", "keras"])
def test_a_damaged_file_is_told(name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"w.{ending}"
    path.write_bytes(DAMAGED[name])
    assert refusal(path).startswith("`FILE` is damaged, or no file of weights: ")
    assert "\n" not in refusal(path)
    assert not (tmp_path / "unpickled").exists()


@pytest.mark.parametrize("ending", ["safetensors", "weights.h5", "keras"])
def test_any_bytes_are_read_or_refused(ending: str, hdf5, tmp_path: Path) -> None:
    good = hdf5(lambda file: as_keras_writes(file).create_dataset("0", data=KERNEL))
    if ending == "keras":
        good = zipped(good)
    elif ending == "safetensors":
        good = tmp_path / "good.safetensors"
        save_file({"a/kernel": KERNEL, "b/kernel": KERNEL}, good)
    data, random = good.read_bytes(), Random(0)
    path = tmp_path / f"mutant.{ending}"
    for _ in range(300 if ending == "safetensors" else 5):  # HDF5 takes a process each
        mutant = bytearray(data[: random.choice((len(data), random.randrange(len(data))))])
        for _ in range(random.choice((0, 1, 4)) if mutant else 0):
            mutant[random.randrange(len(mutant))] = random.randrange(256)
        path.write_bytes(mutant)
        try:
            with open_weights(path) as contents:  # what is not of a shape that a model has is not read
                wanted = [one for one in contents.tensors.values() if one.shape == KERNEL.shape and one.dtype in FLOATS]
                shapes = {one.read().shape for one in wanted}
        except WeightsError as error:
            assert str(path) in str(error)
        else:
            assert shapes <= {KERNEL.shape}


@pytest.mark.parametrize("name", ["w.pt", "w.h5.gz", "w", "w.npz", "w.pkl"])
def test_files_of_other_kinds_are_not_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pickle.dumps(Payload()))
    assert refusal(tmp_path / name) == "`FILE` does not end in `.safetensors`, `.weights.h5` or `.keras`"


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "w.keras").mkdir()
    os.mkfifo(tmp_path / "w.safetensors")
    assert refusal(tmp_path / "w.keras") == "`FILE` is no ordinary file"
    assert refusal(tmp_path / "w.safetensors") == "`FILE` is no ordinary file"
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "w.weights.h5")
