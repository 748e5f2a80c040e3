import pytest


@pytest.mark.parametrize("pool", ["max_pool: {size: 2, padding: same}", "avg_pool: 1", "adaptive_pool: 7"])
def test_a_pooling_of_one_position(told, pool: str) -> None:
    assert len(told(f"- {pool}", shape="[1, 1, 8]")) == 1
    assert len(told(f"- {pool}", shape="[1, 8]")) == 1


def test_the_words(told) -> None:
    assert told("- max_pool: 32\n- max_pool: {size: 2, padding: same, name: a}") == [
        "`a` pools a map of one position, (1, 1, 8)"
    ]


@pytest.mark.parametrize("pool", ["global_pool: avg", "adaptive_pool: 1"])
def test_not_what_is_meant_for_every_size(told, pool: str) -> None:
    assert told(f"- {pool}", shape="[1, 1, 8]") == []


@pytest.mark.parametrize("shape", ["[1, 2, 8]", "[H, W, 8]"])
def test_not_larger_maps(told, shape: str) -> None:
    assert told("- max_pool: {size: 2, padding: same}", shape=shape) == []
