"""Estimates of memory against what Keras takes, measured in processes of their own; `docs/costs.md` has more."""

from pathlib import Path

import pytest

from tools.measure_memory import Case

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is Linux's to tell"),
]


@pytest.mark.parametrize("case", [Case("unet.yaml", 2, "forward"), Case("resnet.yaml:18", 8, "forward")], ids=str)
def test_a_forward_pass_is_met_within_a_twentieth(case: Case) -> None:
    assert case.estimate() == pytest.approx(case.measured(), rel=0.05)


@pytest.mark.parametrize("case", [Case("lenet5.yaml", 2048, "sgd"), Case("resnet.yaml:18", 16, "adam")], ids=str)
def test_training_is_met_within_a_half(case: Case) -> None:
    assert case.estimate() == pytest.approx(case.measured(), rel=0.5)
