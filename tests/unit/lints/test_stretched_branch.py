import pytest


@pytest.mark.parametrize("merge", ["add", "subtract", "average", "maximum", "minimum"])
def test_a_branch_that_is_stretched(told, merge: str) -> None:
    layer = f"- {merge}: {{branches: [., [max_pool: 32]], broadcast: true, name: a}}"
    assert told(layer) == ["`a` stretches branch 2 from (1, 1, 8) to (32, 32, 8)"]


def test_channels_too(told) -> None:
    assert told("- add: {branches: [[conv: {filters: 1, size: 1}], .], broadcast: true, name: a}") == [
        "`a` stretches branch 1 from (32, 32, 1) to (32, 32, 8)"
    ]


def test_a_gate_is_meant_to(told) -> None:
    assert told("- multiply: {branches: [., [global_pool: {keep_dims: true}]], broadcast: true}") == []


def test_not_where_nothing_is_stretched(told) -> None:
    assert told("- add: {branches: [., [relu]], broadcast: true}") == []
    assert told("- add: {branches: [., [relu]], broadcast: true}", shape="[1, 1, 8]") == []
    assert told("- add: [., [relu]]") == []
