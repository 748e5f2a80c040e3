"""Ten networks of the zoo compute the same on every backend, given the same weights.

Each backend runs in a process of its own, for Keras has one backend a process; `outputs.py` is what runs there.
"""

import subprocess
import sys
from importlib.util import find_spec
from os import environ
from pathlib import Path

import numpy as np
import pytest

from tests.conformance.outputs import NETWORKS

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def on_tensorflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of what the networks compute on TensorFlow, with the statistics that the others take."""
    return computed_on("tensorflow", tmp_path_factory.mktemp("outputs"))


@pytest.fixture(scope="module", params=["jax", "torch"])
def on_another(request: pytest.FixtureRequest, on_tensorflow: Path) -> Path:
    """The file of what the networks compute on another backend."""
    if find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed: `pip install -e '.[{request.param}]'`")
    return computed_on(request.param, on_tensorflow.parent, str(on_tensorflow))


def computed_on(backend: str, folder: Path, statistics: str = "") -> Path:
    file = folder / f"{backend}.npz"
    code = f"from tests.conformance.outputs import save; save({str(file)!r}, {statistics!r})"
    given = {**environ, "KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": "-1"}
    if backend == "jax":  # which else compiles for minutes what runs once
        given["XLA_FLAGS"] = "--xla_backend_optimization_level=0"
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=given, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return file


@pytest.mark.parametrize("network", NETWORKS)
def test_a_network_computes_what_it_does_on_tensorflow(network: str, on_tensorflow: Path, on_another: Path) -> None:
    with np.load(on_tensorflow) as first, np.load(on_another) as second:
        wanted, got = first[network], second[network]
    assert np.abs(wanted[0] - wanted[1]).max() > 0.05, "it tells one input from the other"
    np.testing.assert_allclose(got, wanted, atol=1e-4, rtol=1e-4)
