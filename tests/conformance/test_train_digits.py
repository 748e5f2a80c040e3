"""The training tool learns to read digits, run short; its full run reaches 99 %."""

import pytest

from tools import train_digits


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
def test_lenet_learns_to_read_digits(precision: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--precision", precision, "--epochs", "4", "--require", "0.9"]
    assert train_digits.main(arguments) == 0
    assert "held-out accuracy: 0.9" in capsys.readouterr().out
