import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from archspec.convert.backend import configured_backend, layer_name, layer_path, load_keras


@pytest.fixture(autouse=True)
def keras_is_not_imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path


def test_tensorflow_is_keras_default():
    assert configured_backend() == "tensorflow"


@pytest.mark.parametrize(("settings", "backend"), [('{"backend": "torch"}', "torch"), ("{}", "tensorflow"),
                                                   ("[]", "tensorflow"), ("{", "tensorflow")])  # fmt: skip
def test_a_file_of_settings_says_otherwise(settings: str, backend: str, tmp_path: Path):
    (tmp_path / "keras.json").write_text(settings)
    assert configured_backend() == backend


def test_the_environment_outranks_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "keras.json").write_text('{"backend": "torch"}')
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert configured_backend() == "jax"


def test_of_other_backends_nothing_is_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    assert configured_backend() is None


def test_keras_is_asked_once_it_is_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(config=SimpleNamespace(backend=lambda: "torch")))
    assert configured_backend() == "torch"


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(
        ImportError, match=r"Keras cannot run on `torch`: .*; install one of .*`archspec-keras\[torch\]`"
    ):
        load_keras()


@pytest.mark.parametrize(
    ("backend", "name"), [("tensorflow", "stem.conv"), ("jax", "stem.conv"), ("torch", "stem>conv")]
)
def test_pytorch_has_no_dots_in_names(backend: str, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KERAS_BACKEND", backend)
    assert layer_name("stem.conv") == name
    assert layer_path(name) == "stem.conv"
