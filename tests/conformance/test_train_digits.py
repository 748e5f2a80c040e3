"""The training tool learns to read digits, run short, as well in each precision; its full run reaches 99 %."""

import io
import re
from contextlib import redirect_stdout
from functools import cache

import pytest

from tools import train_digits

NOISE = 0.02
"""Two standard deviations of the accuracy on 360 images where 95 % are read: 2 √(0.95 · 0.05 / 360)."""


@cache
def held_out_accuracy(precision: str) -> float:
    out = io.StringIO()
    with redirect_stdout(out):
        assert train_digits.main(["--precision", precision, "--epochs", "6", "--require", "0.9"]) == 0
    found = re.match(r"held-out accuracy: ([\d.]+) on 360 images", out.getvalue())
    assert found
    return float(found[1])


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16", "mixed_float16"])
def test_lenet_learns_to_read_digits_in_each_precision(precision: str) -> None:
    assert held_out_accuracy(precision) >= 0.9
    assert held_out_accuracy(precision) == pytest.approx(held_out_accuracy("float32"), abs=NOISE)
