import pytest

from archspec.lints.pool_of_one import PoolOfOne
from tests.like import Like


@pytest.mark.parametrize("pool", ["max_pool: {size: 2, padding: same}", "avg_pool: 1", "adaptive_pool: 7"])
def test_a_pooling_of_one_position(findings, pool: str) -> None:
    assert len(findings(f"- {pool}", shape="[1, 1, 8]")) == 1
    assert len(findings(f"- {pool}", shape="[1, 8]")) == 1


def test_the_words(findings) -> None:
    assert findings("- max_pool: 32\n- max_pool: {size: 2, padding: same, name: a}") == [
        Like(PoolOfOne, "`a`", x=(1, 1, 8))
    ]


@pytest.mark.parametrize("pool", ["global_pool: avg", "adaptive_pool: 1"])
def test_not_what_is_meant_for_every_size(findings, pool: str) -> None:
    assert findings(f"- {pool}", shape="[1, 1, 8]") == []


@pytest.mark.parametrize("shape", ["[1, 2, 8]", "[H, W, 8]"])
def test_not_larger_maps(findings, shape: str) -> None:
    assert findings("- max_pool: {size: 2, padding: same}", shape=shape) == []
