import pytest

MERGES = ("add", "subtract", "average", "maximum", "minimum", "multiply")
SPEC = """
    input: SHAPE
    defaults: {DEFAULTS}
    layers:
      - LAYER
    """.replace("DEFAULTS", ", ".join(f"{merge}: {{broadcast: true}}" for merge in MERGES))


def spec(layer: str, shape: str = "[32, 32, 8]") -> str:
    return SPEC.replace("SHAPE", shape).replace("LAYER", layer)


@pytest.mark.parametrize("merge", MERGES[:-1])
def test_a_branch_that_is_stretched(told, merge: str) -> None:
    layer = f"{merge}: {{branches: [., [max_pool: 32]], name: a}}"
    assert told(spec(layer)) == ["`a` stretches branch 2 from (1, 1, 8) to (32, 32, 8)"]


def test_channels_too(told) -> None:
    layer = "add: {branches: [[conv: {filters: 1, size: 1}], .], name: a}"
    assert told(spec(layer)) == ["`a` stretches branch 1 from (32, 32, 1) to (32, 32, 8)"]


def test_not_where_the_merge_says_so(told) -> None:
    assert told(spec("add: {branches: [., [max_pool: 32]], broadcast: true}")) == []


def test_a_gate_is_meant_to(told) -> None:
    assert told(spec("multiply: [., [global_pool: {keep_dims: true}]]")) == []


def test_not_where_nothing_is_stretched(told) -> None:
    assert told(spec("add: [., [relu]]")) == []
    assert told(spec("add: [., [relu]]", shape="[1, 1, 8]")) == []
