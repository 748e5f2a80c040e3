from typing import Any

import pytest

from archspec.compiler.bounds import LowerBound
from archspec.compiler.lower_bounds import LowerBounds
from archspec.compiler.names import Scope
from archspec.compiler.unfold import begin_walk
from archspec.compiler.walk import Frame
from archspec.language.document import Architecture, Block
from archspec.language.located import as_tree

RELU = "relu"


def least(layers: list[Any], params: dict[str, Any] | None = None, **blocks: Any) -> LowerBound:
    made = {name: Block.model_validate(as_tree(block)) for name, block in blocks.items()}
    walk = begin_walk(Architecture(blocks=made, layers=[]), params or {}, lambda _: None)
    return LowerBounds(walk, Frame(Scope(), params or {})).layers(as_tree(layers))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (RELU, LowerBound(1, 1, 1)),
        ({"conv": {"filters": 4, "size": 3}}, LowerBound(1, 1, 1)),
        ({"conv2d": {"filters": 4, "size": 3}}, LowerBound(1, 1, 1)),
        ({"relu": {"when": "$(channels > 3)"}}, LowerBound(1, 0, 0)),  # it may be left out
        ("rleu", LowerBound(1, 0, 0)),
        ({"from": "input"}, LowerBound(1, 0, 0)),
        ({"group": [RELU, RELU]}, LowerBound(3, 2, 3)),
        ({"residual": [RELU, RELU]}, LowerBound(3, 2, 3)),
        ({"add": [".", [RELU, RELU]]}, LowerBound(3, 3, 3)),
        ({"pad": [[0, 1], [1, 1]]}, LowerBound(1, 1, 1)),  # lists, but no branches
        # A turn counts, and so does what is in it.
        ({"repeat": {"times": 10, "layers": [RELU]}}, LowerBound(21, 10, 10)),
        ({"repeat": {"times": "$(n + 1)", "layers": [RELU]}}, LowerBound(13, 6, 6)),
        ({"repeat": {"times": "$(channels)", "layers": [RELU]}}, LowerBound(1, 0, 0)),
        ({"repeat": {"each": {"i": [1, 2, 3]}, "layers": [RELU]}}, LowerBound(7, 3, 3)),
        ({"repeat": {"each": {"i": "$(range(4))"}, "layers": [RELU]}}, LowerBound(9, 4, 4)),
        ({"repeat": {"times": -5, "layers": [RELU]}}, LowerBound(1, 0, 0)),
        # `n` is another number in each turn, and `m` is not.
        (
            {"repeat": {"times": 2, "index": "n", "layers": [{"repeat": {"times": "$n", "layers": [RELU]}}]}},
            LowerBound(5, 0, 0),
        ),
        (
            {"repeat": {"times": 2, "index": "m", "layers": [{"repeat": {"times": "$n", "layers": [RELU]}}]}},
            LowerBound(25, 10, 10),
        ),
    ],
)
def test_what_an_item_comes_to(item: Any, expected: LowerBound):
    assert least([item], {"n": 5}) == expected


def test_a_block_may_be_copied():
    """Two layers and the block's own name; called twice, that is six names."""
    assert least(["b", "b"], b={"layers": [RELU, RELU]}) == LowerBound(6, 4, 6)


def test_params_of_a_block_are_not_known():
    block = {"params": {"n": 3}, "layers": [{"repeat": {"times": "$n", "layers": [RELU]}}]}
    assert least([{"b": {"n": 9}}], {"n": 5}, b=block) == LowerBound(1, 0, 1)


def test_blocks_that_call_themselves_come_to_something():
    """The names are `a`, `b` in it, `a` in that, and of two layers."""
    assert least(["a"], a={"layers": ["b", RELU]}, b={"layers": ["a", RELU]}) == LowerBound(5, 2, 5)
