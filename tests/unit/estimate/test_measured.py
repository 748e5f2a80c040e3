"""The estimate of training memory against all that has been measured; `tools/measure_memory.py` says how."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archspec.estimate.memory import TrainingMemory, training_memory
from tools.measure_memory import HELD_OUT, Case, read_table

ROOT = Path(__file__).parents[3]
MEASURED = read_table()
MIB = 2**20


def estimate(case: Case) -> TrainingMemory:
    return training_memory(case.graph(), case.batch, case.precision, case.optimizer)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def estimates() -> dict[Case, TrainingMemory]:
    return {case: estimate(case) for case in MEASURED}


def test_the_range_holds_every_case(estimates: dict[Case, TrainingMemory]) -> None:
    assert [case for case, one in estimates.items() if not one.least <= MEASURED[case] <= one.most] == []


def test_the_upper_end_is_mostly_within_a_half_of_what_is_measured(estimates: dict[Case, TrainingMemory]) -> None:
    close = [case for case, one in estimates.items() if one.most <= 1.5 * MEASURED[case]]
    assert len(close) >= 0.9 * len(MEASURED)


def test_the_documents_list_all_cases(
    estimates: dict[Case, TrainingMemory], matches_file: Callable[[Path, str], None]
) -> None:
    document = ROOT / "docs" / "costs.md"
    text = document.read_text(encoding="utf-8")
    begin, end = "<!-- measured -->\n", "<!-- end -->"
    head, _, rest = text.partition(begin)
    tail = rest.partition(end)[2]
    rows = [
        f"| `{case.network}`{f' at {case.side}' if case.side else ''}, {case.batch} | {case.precision} | "
        f"`{case.optimizer}` | {MEASURED[case] / MIB:,.0f} | {one.least / MIB:,.0f} | {one.most / MIB:,.0f} | "
        f"{one.most / MEASURED[case]:.2f} |"
        for case, one in sorted(estimates.items(), key=lambda item: (item[0].network in HELD_OUT, item[0]))
    ]
    names = "| network, batch | precision | optimizer | measured | at least | at most | at most / measured |"
    table = "\n".join([names, "|---|---|---|---|---|---|---|", *rows])
    matches_file(document, f"{head}{begin}{table}\n{end}{tail}")
