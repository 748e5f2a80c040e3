"""What the table of `archspec/backends` says that a backend lacks is what it lacks: no less, and no more.

Run with `KERAS_BACKEND` for each of them. The processor is a CPU with oneDNN, and what is said of others is left alone.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from archspec.backends.limits import BACKENDS, limits_of
from archspec.convert.backend import configured_backend
from archspec.layers import registry
from archspec.layers.fields import DTYPE_NAMES
from archspec.tensors.faults import ShapeError
from tests.conformance.backend import NAME
from tests.conformance.cases import Case, cases
from tests.conformance.harness import attempt, wishes

pytestmark = pytest.mark.every_backend

CASES = 2
"""About how many cases of a kind are tried in each precision, and how many more for each limit that is about it."""

ELSEWHERE = ("GPUs", "CPUs without")
"""How the processors are called that are not this one."""


@pytest.mark.parametrize("kind", registry.names())
def test_a_backend_lacks_what_the_table_says(kind: str) -> None:
    for precision in DTYPE_NAMES:
        for index, case in enumerate(chosen(kind, precision)):
            asked = wishes(case, precision)
            error = attempt(case, f"{kind}_{index}", precision).error
            if error is not None:
                assert asked, f"{case} in {precision}: {error}"
            for limit in asked:
                lacks_it = limit.is_refused and not limit.lacking[NAME].startswith(ELSEWHERE)
                assert error is not None or not lacks_it, f"{case} in {precision}: {NAME} has {limit.what}"


def chosen(kind: str, precision: str) -> Iterator[Case]:
    """Cases that the shape rules accept: a few, and a few for each limit."""
    accepted = [case for case in cases(kind) if fits(case)]
    yield from accepted[:: max(1, len(accepted) // CASES)]
    for limit in limits_of(kind, precision, NAME):
        yield from islice((case for case in accepted if limit.requirement(case.layer, case.x)), CASES)


def fits(case: Case) -> bool:
    try:
        case.layer.output(case.x)
    except ShapeError:
        return False
    return True


@pytest.mark.skipif(NAME != "tensorflow", reason="oneDNN is TensorFlow's")
@pytest.mark.parametrize(
    ("layer", "why"),
    [
        ("DepthwiseConv2D(3, strides=(1, 2))", "equal length strides"),
        ("Conv2DTranspose(4, 3, dilation_rate=2)", "do not yet support dilation rates larger than 1"),
    ],
)
def test_without_onednn_tensorflow_lacks_more(layer: str, why: str) -> None:
    """The first as on GPUs, too."""
    code = f"import keras; keras.layers.{layer}(keras.ops.zeros((1, 8, 8, 4)))"
    without = {**os.environ, "TF_ENABLE_ONEDNN_OPTS": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=without, timeout=120
    )
    assert ran.returncode == 1
    assert why in ran.stderr


def test_the_backend_that_keras_runs_on_is_known() -> None:
    assert NAME in BACKENDS
    assert configured_backend() == NAME


def test_it_is_known_before_keras_is_imported(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text(f'{{"backend": "{NAME}"}}')
    code = (
        "import sys; from archspec.convert.backend import configured_backend; before = configured_backend()\n"
        "assert 'keras' not in sys.modules\n"
        "import keras; assert before == configured_backend() == keras.config.backend(), before"
    )
    given = {**os.environ, "KERAS_BACKEND": "", "KERAS_HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=given)
    assert ran.returncode == 0, ran.stderr
