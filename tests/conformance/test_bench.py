"""`archspec bench` measures a network and one to compare it with, in processes of its own."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.convert.measure import measure, training_step

ROOT = Path(__file__).parents[2]
OTHER = """
import keras

def network():
    image = keras.Input((8, 8, 1))
    mask = keras.layers.Conv2D(2, 1)(image)
    return keras.Model(image, [mask, keras.layers.GlobalAveragePooling2D()(mask)])
"""
NETWORK = """\
archspec: 1
inputs: {image: [H, 8, 1]}
layers:
  - conv: {filters: 2, size: 1, name: mask}
  - global_pool: {mode: avg, name: mean}
outputs: [mask, mean]
"""


def bench(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "archspec", "bench", "net.yaml", "--at", "H=8", "--batch", "4", "--repeats", "2"]
    options = {"cwd": folder, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
    return subprocess.run([*command, *arguments], check=False, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "other.py").write_text(OTHER)
    (tmp_path / "net.yaml").write_text(NETWORK)
    return tmp_path


@pytest.mark.slow
def test_a_network_and_another_one(folder: Path) -> None:
    done = bench(folder, "--vs", "other:network", "--precision", "mixed_bfloat16")
    assert done.returncode == 0, done.stderr
    head, _, headings, ours, theirs, ratios = done.stdout.splitlines()
    assert re.fullmatch(r"\w+ on .+, mixed_bfloat16, for training, batches of 4 × 8 × 8 × 1, medians of 2", head)
    assert headings.split() == ["build", "inference", "images/s", "training", "images/s", "peak", "memory"]
    for title, row in (("net.yaml", ours), ("other:network", theirs)):
        number = r"[\d.,]+"
        time = rf"{number} m?s"
        wanted = rf"{title} +{time} +{time} +{number} +{time} +{number} +{number} (B|KiB|MiB|GiB)"
        assert re.fullmatch(wanted, row), row
    assert re.fullmatch(r"as fast +[\d.]+ × +[\d.]+ × +[\d.]+ ×", ratios)


def wide() -> Any:
    """Returns a model with 64 MB of weights."""
    keras: Any = import_module("keras")
    image = keras.Input((4000,))
    return keras.Model(image, keras.layers.Dense(4000, use_bias=False)(image))


@pytest.mark.slow
def test_the_memory_is_that_of_the_model_alone() -> None:
    """Weights and gradients, 128 MB, whatever the process needed that started the measurement."""
    before = b"1" * 1_500_000_000
    del before
    (found,) = measure([wide], [(4000,)], batch=1, repeats=1)
    assert found.memory is not None
    assert 128e6 <= found.memory <= 1e9


@pytest.mark.slow
@pytest.mark.parametrize("jit", [True, False])
def test_training_is_compiled_as_the_model_was(jit: bool) -> None:
    model = archspec.build("archspec: 1\ninput: [8, 8, 1]\nlayers: [conv: {filters: 2, size: 3}]\n", jit=jit)
    training_step(model, [(8, 8, 1)], batch=2)()
    assert model.jit_compile is jit


@pytest.mark.slow
def test_a_module_that_is_not_there(folder: Path) -> None:
    done = bench(folder, "--vs", "nowhere:network")
    assert done.returncode == 2
    # TensorFlow writes a line or two of its own before it.
    assert done.stderr.splitlines()[-1] == "archspec: `--vs nowhere:network`: No module named 'nowhere'"
