"""What `archspec build` refuses before it asks Keras; what it builds is tested with Keras."""

import sys
from pathlib import Path

import pytest


def test_the_format_is_told_by_the_end_of_the_name(archspec) -> None:
    done = archspec("build", "good.yaml", "-o", "model.h5")
    known = "`.keras`, `.onnx`, `.tflite`, `.safetensors`, `.weights.h5`, or in `/` for a SavedModel"
    assert done == (2, "", f"archspec: the output must end in one of {known}, and `model.h5` does not\n")


def test_a_folder_that_exists_is_kept(archspec, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    done = archspec("build", "good.yaml", "-o", "saved/")
    assert done == (2, "", "archspec: `saved` exists; `--force` overwrites it\n")


def test_a_folder_of_other_things_is_never_replaced(archspec) -> None:
    done = archspec("build", "good.yaml", "-o", "deep/", "--force")
    assert done == (2, "", "archspec: `deep/` is a folder that holds other things than a SavedModel\n")


def test_an_output_that_exists_is_kept(archspec, tmp_path: Path) -> None:
    (tmp_path / "model.keras").write_text("precious")
    done = archspec("build", "good.yaml", "-o", "model.keras")
    assert done == (2, "", "archspec: `model.keras` exists; `--force` overwrites it\n")
    assert (tmp_path / "model.keras").read_text() == "precious"


def test_there_is_no_folder_for_the_output(archspec) -> None:
    assert archspec("build", "good.yaml", "-o", "nowhere/model.keras").code == 2


def test_a_faulty_spec_is_not_built(archspec, tmp_path: Path) -> None:
    (tmp_path / "model.keras").write_text("precious")
    done = archspec("build", "bad.yaml", "-o", "model.keras", "--force")
    assert done.code == 1
    assert done.out.startswith("error[unknown-kind]")
    assert (tmp_path / "model.keras").read_text() == "precious"


def test_a_network_is_checked_for_the_backend_that_keras_runs_on(
    archspec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    (tmp_path / "fine.yaml").write_text(
        "archspec: 1\ninput: [8, 8, 3]\nlayers: [resize: {size: 4, interpolation: lanczos3}]\n"
    )
    done = archspec("build", "fine.yaml", "-o", "model.keras")
    assert done.code == 1
    assert done.out + "\n1 file checked: 1 error\n" == archspec("check", "--target", "torch", "fine.yaml").out
    assert archspec("check", "fine.yaml").code == 0


def test_a_backend_that_is_not_there_is_told(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    done = archspec("build", "good.yaml", "-o", "model.keras")
    assert done.code == 2
    assert done.err.startswith("archspec: Keras cannot run on `jax`: ")
