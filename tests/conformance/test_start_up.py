"""What TensorFlow logs as it starts: nothing about the processor, unless somebody wants to read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.backend import NAME

SPEC = "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n"
COMMAND = ("-m", "archspec", "build", "net.yaml", "-o", "net.keras")

pytestmark = pytest.mark.skipif(NAME != "tensorflow", reason="TensorFlow's lines")


def logged(folder: Path, *program: str, **environment: str) -> str:
    """What a program writes on standard error, where `TF_CPP_MIN_LOG_LEVEL` is not set unless it is given."""
    (folder / "net.yaml").write_text(SPEC)
    inherited = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, *program], cwd=folder, env=inherited | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_command_is_quiet(tmp_path: Path) -> None:
    assert logged(tmp_path, *COMMAND) == ""


@pytest.mark.slow
def test_whoever_asks_for_all_gets_all(tmp_path: Path) -> None:
    assert "This TensorFlow binary is optimized" in logged(tmp_path, *COMMAND, TF_CPP_MIN_LOG_LEVEL="0")


@pytest.mark.slow
def test_warnings_are_logged(tmp_path: Path) -> None:
    found = logged(tmp_path, *COMMAND, TF_ENABLE_ONEDNN_OPTS="maybe")
    assert all("TF_ENABLE_ONEDNN_OPTS is not set to either" in line for line in found.splitlines())
    assert found


@pytest.mark.slow
def test_a_program_decides_itself(tmp_path: Path) -> None:
    found = logged(tmp_path, "-c", "import archspec; archspec.build('net.yaml')")
    assert "This TensorFlow binary is optimized" in found
