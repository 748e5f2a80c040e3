"""What `archspec build` refuses before it asks Keras; what it builds is tested with Keras."""

from pathlib import Path

import pytest

from archspec.cli import build


def test_the_output_is_a_keras_file(archspec) -> None:
    done = archspec("build", "good.yaml", "-o", "model.h5")
    assert done == (2, "", "archspec: the output must end in `.keras`, and `model.h5` does not\n")


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


def test_a_build_that_fails_leaves_the_output_and_nothing_else(
    archspec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Model:
        def save(self, path: Path) -> None:
            Path(path).write_text("half")
            raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(build, "_build", lambda *_: Model())
    (tmp_path / "model.keras").write_text("precious")
    before = sorted(tmp_path.rglob("*"))
    done = archspec("build", "good.yaml", "-o", "model.keras", "--force")
    assert done.code == 2
    assert "No space left on device" in done.err
    assert (tmp_path / "model.keras").read_text() == "precious"
    assert sorted(tmp_path.rglob("*")) == before
