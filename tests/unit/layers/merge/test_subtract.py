import pytest

from archspec.layers.merge.subtract import Subtract
from archspec.tensors.faults import BranchCount, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 4))


@pytest.mark.parametrize(("branches", "words"), [(1, "1 branch"), (3, "3 branches")])
def test_it_takes_two_branches(branches: int, words: str):
    assert Subtract().output((X, X)) == X
    with pytest.raises(ShapeError, match=f"has {words}$") as fault:
        Subtract().output((X,) * branches)
    assert (fault.value.kind, fault.value.field) == (BranchCount, "branches")
    assert tuple(one.text for one in fault.value.helps) == (
        ("take the sum of several away: `subtract: [a, sum]` after an `add` called `sum`",) if branches > 2 else ()
    )
