"""Random specs against Keras; `python -m tests.fuzz graphs` runs as many as there is time for, and counts likewise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.generate import generate
from tests.fuzz.judge import judge
from tests.fuzz.report import Tally
from tests.fuzz.run import Outcome, run
from tests.fuzz.spec import fault_of
from tools.runtimes import ENDINGS

DISAGREEMENTS = sorted((Path(__file__).parent / "disagreements").glob("*.yaml"))
FIXED_SEED = 20
PART = 50


def disagreements(outcomes: Iterator[Outcome]) -> list[str]:
    tally = Tally()
    for outcome in outcomes:
        tally.add(outcome)
    return [
        f"--seed {one.seed} --first {one.number}: {one.verdict.disagreement}: {one.verdict.detail}\n{one.text}"
        for one in tally.disagreements
    ]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_keras_agrees_over_200_specs(part: int, pytestconfig: pytest.Config) -> None:
    assert not disagreements(run(PART, pytestconfig.option.fuzz_seed, first=part * PART))


@pytest.mark.parametrize("path", DISAGREEMENTS, ids=lambda path: path.stem)
def test_keras_agrees_where_it_once_did_not(path: Path) -> None:
    ending = next((one for one in ENDINGS if one in path.stem), None)
    verdict = judge(path.read_text(encoding="utf-8"), ending)
    assert verdict.disagreement is None, verdict.detail


def test_a_spec_is_what_its_seed_and_its_number_make_it() -> None:
    assert generate(7, 3) == generate(7, 3)
    assert generate(7, 3).text != generate(7, 4).text
    assert generate(7, 3).text != generate(8, 3).text


def test_two_in_five_specs_or_more_have_a_fault() -> None:
    faulty = [fault_of(generate(FIXED_SEED, number).text) for number in range(100)]
    assert sum(one is not None for one in faulty) >= 40
