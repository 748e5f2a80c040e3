"""Where a model goes; what is written there is tested with Keras."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from archspec.convert.errors import ExportError
from archspec.convert.export import export, require, target_of


class Model(SimpleNamespace):
    """A model that is written as text, or not."""

    def __init__(self, error: Exception | None = None, precision: str = "float32") -> None:
        super().__init__(layers=[SimpleNamespace(name="conv_1", compute_dtype=precision)], error=error)

    def save(self, path: Path) -> None:
        path.write_text("half")
        if self.error:
            raise self.error


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a.keras", "Keras"),
        ("deep/a.onnx", "ONNX"),
        ("a.tflite", "LiteRT"),
        ("a.safetensors", "safetensors"),
        ("a.weights.h5", "Keras weights"),
        ("a/", "SavedModel"),
        ("a.onnx/", "SavedModel"),
    ],
)
def test_the_end_of_the_name_tells_the_format(name: str, title: str) -> None:
    target = target_of(name)
    assert (target.path, target.format.title) == (Path(name), title)


@pytest.mark.parametrize("name", ["a", "a.h5", "a.pt", "keras", Path("a/"), ".", ""])
def test_what_has_no_format(name: str | Path) -> None:
    with pytest.raises(ExportError, match="must end in one of"):
        target_of(name)


@pytest.mark.parametrize("name", ["./", "../", "/", "a/../"])
def test_no_name_of_its_own(name: str) -> None:
    with pytest.raises(ExportError, match="is no name of a file or folder of its own"):
        target_of(name)


def test_what_is_there_is_of_the_same_sort(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=r"is a folder$"):
        target_of(tmp_path / "a.onnx")
    with pytest.raises(ExportError, match=r"is a file$"):
        target_of(f"{tmp_path}/file/")


def test_only_a_saved_model_or_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    target_of(f"{tmp_path}/")
    (tmp_path / "assets").mkdir()
    with pytest.raises(ExportError, match="holds other things than a SavedModel"):
        target_of(f"{tmp_path}/")
    (tmp_path / "saved_model.pb").touch()
    target_of(f"{tmp_path}/")


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    file = tmp_path / "a.keras"
    export(Model(), file)
    assert file.read_text() == "half"
    file.write_text("precious")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        export(Model(), file)
    assert file.read_text() == "precious"
    export(Model(), file, overwrite=True)
    assert file.read_text() == "half"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_output_and_nothing_else(error: Exception, tmp_path: Path) -> None:
    file = tmp_path / "a.keras"
    file.write_text("precious")
    with pytest.raises(type(error)):
        export(Model(error), file, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.keras"]
    assert file.read_text() == "precious"


@pytest.mark.parametrize(("ending", "precision"), [(".tflite", "float16"), (".tflite", "bfloat16")])
def test_a_precision_that_nothing_computes_in_is_refused(ending: str, precision: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=f"`conv_1` computes in {precision}, which nothing that runs LiteRT files"):
        export(Model(precision=precision), tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_installed_is_told_with_the_command_that_installs_it() -> None:
    form = target_of("a.onnx").format._replace(packages=("no_such_package",))
    with pytest.raises(ExportError) as error:
        require(form)
    assert str(error.value) == "ONNX needs `no_such_package`: `pip install 'archspec-keras[onnx]'`"
