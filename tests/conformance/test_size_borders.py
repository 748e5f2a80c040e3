"""Keras at the borders of the size contracts of the specs that archspec ships."""

from pathlib import Path

import pytest

from archspec import check
from tests.fuzz.borders import BORDERS, border_sizes, disagreements
from tests.fuzz.sizes import open_zoo

SPECS = Path(__file__).parents[2] / "specs"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), list(open_zoo(SPECS)))
def test_keras_runs_where_the_contract_says_and_nowhere_else(name: str, text: str) -> None:
    ran, found = disagreements(text)
    assert ran > BORDERS, name
    assert not found


def test_borders_have_two_sides() -> None:
    graph = check("archspec: 1\ninput: [T, 1]\nlayers: [max_pool: 4, upsample: 4, add: [., input]]\n").graph
    assert graph is not None
    assert border_sizes(graph) == [{"T": n} for n in (3, 4, 5, 7, 8, 9, 11, 12, 13)]
