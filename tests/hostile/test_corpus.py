"""Files that were written to break a checker: each ends in a diagnosis, soon and in little memory."""

import pytest

from tests.hostile.corpus import CORPUS
from tests.hostile.corpus.case import Case
from tests.hostile.run import MOST_MEMORY, run

CASES = [pytest.param(case, id=case.name) for case in CORPUS]


def test_the_corpus_has_no_name_twice() -> None:
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_breaks_nothing(case: Case) -> None:
    """It ends within a minute, a guard against what would never end; `python -m tests.hostile` measures time."""
    (outcome,) = run([case])
    assert not outcome.wrong, outcome.output.decode(errors="replace")[-2000:]
    assert outcome.memory <= MOST_MEMORY
