"""Estimates of memory against what Keras takes, measured in processes of their own; `docs/costs.md` has more."""

from pathlib import Path

import pytest

from archspec.estimate.memory import activation_memory, training_memory
from tools.measure_memory import Case

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is Linux's to tell"),
]


@pytest.mark.parametrize(("network", "side", "batch"), [("unet", 256, 2), ("resnet:18", 0, 8)])
def test_a_forward_pass_is_met_within_a_twentieth(network: str, side: int, batch: int) -> None:
    case = Case(network, side, batch, "float32", "forward")
    assert activation_memory(case.graph(), batch).peak == pytest.approx(case.measured(), rel=0.05)


@pytest.mark.parametrize(("network", "batch", "optimizer"), [("lenet5", 2048, "sgd"), ("resnet:18", 16, "adam")])
def test_training_takes_what_is_estimated(network: str, batch: int, optimizer) -> None:
    case = Case(network, 0, batch, "float32", optimizer)
    found = training_memory(case.graph(), batch, optimizer=optimizer)
    assert found.least <= case.measured() <= found.most
