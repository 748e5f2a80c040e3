"""Ten networks of the zoo compute the same on every backend, given the same weights.

Each backend runs in a process of its own, for Keras has one backend a process; `outputs.py` is what runs there.
"""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from os import environ
from pathlib import Path

import numpy as np
import pytest

from tests.conformance.outputs import NETWORKS

OTHERS = ("jax", "torch")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, np.ndarray]]:
    """A function that returns what the networks compute on a backend, by network."""
    folder, known = tmp_path_factory.mktemp("outputs"), dict[str, dict[str, np.ndarray]]()

    def computed(backend: str) -> dict[str, np.ndarray]:
        if backend not in known:
            file = folder / f"{backend}.npz"
            given = {**environ, "KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": "-1"}
            if backend == "jax":  # which else compiles for minutes what runs once
                given["XLA_FLAGS"] = "--xla_backend_optimization_level=0"
            first = "tensorflow"
            statistics = "" if backend == first else str(folder / f"{first}.npz")
            code = f"from tests.conformance.outputs import save; save({str(file)!r}, {statistics!r})"
            root = Path(__file__).parents[2]
            ran = subprocess.run(
                [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=given, cwd=root
            )
            assert ran.returncode == 0, ran.stderr
            with np.load(file) as arrays:
                known[backend] = dict(arrays)
        return known[backend]

    return computed


@pytest.mark.slow
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("backend", OTHERS)
def test_a_network_computes_what_it_does_on_tensorflow(
    backend: str, network: str, outputs: Callable[[str], dict[str, np.ndarray]]
) -> None:
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed: `pip install -e '.[{backend}]'`")
    wanted, got = outputs("tensorflow")[network], outputs(backend)[network]
    assert np.abs(wanted[0] - wanted[1]).max() > 0.05, "it tells one input from the other"
    np.testing.assert_allclose(got, wanted, atol=1e-4, rtol=1e-4)
