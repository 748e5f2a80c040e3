"""Size contracts against brute force; `python -m tests.fuzz sizes` tries as many random specs as there is time for."""

from pathlib import Path

import pytest

from tests.fuzz.open_specs import generate_open
from tests.fuzz.sizes import LARGEST, judge_sizes, open_zoo

SPECS = Path(__file__).parents[2] / "specs"
FIXED_SEED = 4
PART = 10


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_contracts_of_random_specs_are_exact(part: int) -> None:
    compared = 0
    for number in range(part * PART, (part + 1) * PART):
        text = generate_open(FIXED_SEED, number).text
        judgement = judge_sizes(text)
        compared += judgement.compared
        assert judgement.agrees, f"--seed {FIXED_SEED} --first {number}: {judgement}\n{text}"
    assert compared > 200 * PART


@pytest.mark.parametrize(("name", "text"), list(open_zoo(SPECS)))
def test_contracts_of_the_zoo_are_exact(name: str, text: str) -> None:
    judgement = judge_sizes(text)
    assert judgement.compared >= LARGEST * judgement.open_sizes > 0, name
    assert judgement.agrees, judgement


def test_the_zoo_has_specs_with_open_sizes() -> None:
    assert "unet.yaml" in [name for name, _ in open_zoo(SPECS)]


def test_a_spec_is_what_its_seed_and_its_number_make_it() -> None:
    assert generate_open(7, 3) == generate_open(7, 3)
    assert generate_open(7, 3).text != generate_open(7, 4).text
