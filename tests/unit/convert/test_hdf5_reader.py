"""What the program that reads HDF5 takes, in one process; `test_weight_files` starts it."""

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from safetensors.numpy import load_file

from archspec.convert.hdf5_reader import main

KERNEL = np.arange(6, dtype="float32").reshape(2, 3)


def test_what_keras_wrote_becomes_safetensors_by_place(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.weights.h5", "w") as file:
        file.create_group("layers/conv2d/vars").attrs["name"] = "conv_1"
        file["layers/conv2d/cell/vars/0"] = KERNEL
        file["layers/conv2d/vars/1"] = np.float32(3)
    assert main(str(tmp_path / "w.weights.h5"), str(tmp_path / "w.safetensors")) == 0
    made = load_file(tmp_path / "w.safetensors")
    assert set(made) == {"conv_1/cell/vars/0", "conv_1/vars/1"}
    np.testing.assert_array_equal(made["conv_1/cell/vars/0"], KERNEL)
    assert made["conv_1/vars/1"].shape == ()


def as_keras_writes(file: h5py.File) -> h5py.Group:
    """Puts the group of one layer into a file, and returns the group of its variables."""
    variables = file.create_group("layers/conv2d/vars")
    variables.attrs["name"] = "conv_1"
    return variables


HOSTILE: dict[str, tuple[Callable[[h5py.File], object], str]] = {
    "nothing": (lambda _: None, "holds no layers as Keras 3 writes them with `model.save_weights`"),
    "layers that are numbers": (
        lambda file: file.create_dataset("layers", data=KERNEL),
        "holds no layers as Keras 3 writes them with `model.save_weights`",
    ),
    "no name": (
        lambda file: file.create_dataset("layers/conv2d/vars/0", data=KERNEL),
        "does not tell the name of its layer `conv2d`",
    ),
    "a name that is a number": (
        lambda file: file.create_group("layers/conv2d/vars").attrs.__setitem__("name", 3),
        "does not tell the name of its layer `conv2d`",
    ),
    "a soft link": (
        lambda file: as_keras_writes(file).__setitem__("0", h5py.SoftLink("/secret")),
        "has a link, `0`, in place of numbers",
    ),
    "a link to another file": (
        lambda file: as_keras_writes(file).__setitem__("0", h5py.ExternalLink("/etc/passwd", "/")),
        "has a link, `0`, in place of numbers",
    ),
    "layers in another file": (
        lambda file: file.__setitem__("layers", h5py.ExternalLink("other.h5", "/layers")),
        "has a link, `layers`, in place of numbers",
    ),
    "numbers in another file": (
        lambda file: as_keras_writes(file).create_dataset("0", (4,), "u1", external=[("/etc/passwd", 0, 4)]),
        "holds `/layers/conv2d/vars/0` in another way than Keras does",
    ),
    "more numbers than there are": (
        lambda file: as_keras_writes(file).create_dataset(
            "0", (2**20, 2**20), "f4", chunks=(1, 64), compression="gzip"
        ),
        "holds `/layers/conv2d/vars/0` in another way than Keras does",
    ),
    "numbers that are merely declared": (
        lambda file: as_keras_writes(file).create_dataset("0", (2**20, 2**20), "f4"),
        "holds `/layers/conv2d/vars/0` in another way than Keras does",
    ),
    "no numbers at all": (
        lambda file: as_keras_writes(file).create_dataset("0", data="text"),
        "holds `/layers/conv2d/vars/0` in another way than Keras does",
    ),
    "nothing in their place": (
        lambda file: as_keras_writes(file).create_dataset("0", data=h5py.Empty("f4")),
        "holds `/layers/conv2d/vars/0` in another way than Keras does",
    ),
    "a group that holds itself": (
        lambda file: as_keras_writes(file).__setitem__("again", file["layers/conv2d"]),
        "has groups that are nested too deep, or hold each other",
    ),
    "deep groups": (
        lambda file: [as_keras_writes(file), file.create_group("layers/conv2d/" + "deep/" * 1000)],
        "has groups that are nested too deep, or hold each other",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_not_as_keras_writes_it(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill, reason = HOSTILE[name]
    with h5py.File(tmp_path / "w.weights.h5", "w") as file:
        fill(file)
    assert main(str(tmp_path / "w.weights.h5"), str(tmp_path / "w.safetensors")) == 1
    assert capsys.readouterr().out == f"{reason}\n"
    assert [one.name for one in tmp_path.iterdir()] == ["w.weights.h5"]


def test_what_is_refused_is_said_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w.weights.h5").write_bytes(b"no HDF5")
    assert main(str(tmp_path / "w.weights.h5"), str(tmp_path / "w.safetensors")) == 1
    assert capsys.readouterr().out.startswith("is damaged, or no file of weights: ")
    assert [one.name for one in tmp_path.iterdir()] == ["w.weights.h5"]
