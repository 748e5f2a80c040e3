"""The specs of the project, changed at random, and what once broke archspec: nothing breaks it."""

from pathlib import Path

import pytest

from tests.fuzz.text.judge import judge
from tests.fuzz.text.mutate import MUTATIONS, mutant
from tests.fuzz.text.run import prepared, run
from tests.fuzz.text.seeds import seeds

FOUND_ONCE = sorted((Path(__file__).parent / "found").glob("*"))


def test_specs_of_every_sort_are_changed() -> None:
    names = [seed.name for seed in seeds()]
    for place in (
        "specs/",
        "tests/ui/",
        "tests/reported/",
        "archspec/language/std/",
        "docs/language.md#",
        "archspec/layers/",
    ):
        assert any(name.startswith(place) for name in names), place


def test_a_mutant_is_what_its_seed_and_number_make_it() -> None:
    assert [mutant(3, number) for number in range(20)] == [mutant(3, number) for number in range(20)]
    assert len({mutant(3, number)[1] for number in range(200)}) > 190
    assert len(MUTATIONS) >= 8


@pytest.mark.slow
def test_mutants_break_nothing(request: pytest.FixtureRequest) -> None:
    """The seed stands in the header of the run; `python -m tests.fuzz text --seed` replays it."""
    outcomes = list(run(1_000, seed=int(request.config.option.fuzz_seed), workers=1))
    assert not [outcome for outcome in outcomes if outcome.verdict.wrong]
    assert {outcome.verdict.code for outcome in outcomes} <= {0, 1, 2}


@pytest.mark.parametrize("path", FOUND_ONCE, ids=lambda path: path.name)
def test_what_once_broke_it(path: Path, tmp_path: Path) -> None:
    verdict = judge(prepared(tmp_path), path.read_bytes())
    assert not verdict.wrong


def test_what_breaks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge can fail: an error inside of a check is one that it tells."""
    import archspec.session

    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(archspec.session, "elaborate", broken)
    verdict = judge(prepared(tmp_path), b"archspec: 1\ninput: [4]\nlayers: [relu]\n")
    assert verdict.code == 101
    assert verdict.wrong.startswith("ZeroDivisionError at test_text.py")
