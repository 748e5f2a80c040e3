import pytest

from archspec.lints.stretched_branch import StretchedBranch
from tests.like import Like

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
def test_a_branch_that_is_stretched(findings, merge: str) -> None:
    layer = f"{merge}: {{branches: [., [max_pool: 32]], name: a}}"
    assert findings(spec(layer)) == [Like(StretchedBranch, "`a`", branch=2, x=(1, 1, 8), y=(32, 32, 8))]


def test_channels_too(findings) -> None:
    layer = "add: {branches: [[conv: {filters: 1, size: 1}], .], name: a}"
    assert findings(spec(layer)) == [Like(StretchedBranch, "`a`", branch=1, x=(32, 32, 1), y=(32, 32, 8))]


def test_not_where_the_merge_says_so(findings) -> None:
    assert findings(spec("add: {branches: [., [max_pool: 32]], broadcast: true}")) == []


def test_a_gate_is_meant_to(findings) -> None:
    assert findings(spec("multiply: [., [global_pool: {keep_dims: true}]]")) == []


def test_not_where_nothing_is_stretched(findings) -> None:
    assert findings(spec("add: [., [relu]]")) == []
    assert findings(spec("add: [., [relu]]", shape="[1, 1, 8]")) == []
