"""What `load_model` refuses before it asks Keras; what it loads is tested with Keras."""

import zipfile
from pathlib import Path

import pytest

import archspec


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.weights.h5", "holds weights and no model: `archspec.load_weights` gives them to one"),
        ("a.safetensors", "holds weights and no model: `archspec.load_weights` gives them to one"),
        ("a.onnx", "is for other runtimes, and Keras does not load it"),
        ("a.tflite", "is for other runtimes, and Keras does not load it"),
        ("a.yaml", "is no model: `archspec.build` makes one of a spec"),
        ("a.keras", "is no file that Keras has saved"),
        ("a.h5", "is no HDF5 file"),
        ("a.txt", "is no model: one ends in `.keras` or `.h5`, or is the folder of a SavedModel"),
    ],
)
def test_what_is_no_model(name: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("something else")
    with pytest.raises(archspec.ModelError) as refused:
        archspec.load_model(path)
    assert str(refused.value) == f"`{path}` {reason}"


def test_an_archive_of_other_things(tmp_path: Path) -> None:
    path = tmp_path / "a.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no model")
    with pytest.raises(archspec.ModelError, match="is no file that Keras has saved"):
        archspec.load_model(path)


def test_a_folder_of_other_things(tmp_path: Path) -> None:
    with pytest.raises(archspec.ModelError, match="is a folder, and no SavedModel"):
        archspec.load_model(tmp_path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        archspec.load_model(tmp_path / "a.keras")
