import pytest

from archspec.layers.merge.subtract import Subtract
from archspec.tensors.faults import BranchCount, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 4))


@pytest.mark.parametrize("branches", [1, 3])
def test_it_takes_two_branches(branches: int):
    assert Subtract().output((X, X)) == X
    with pytest.raises(ShapeError) as fault:
        Subtract().output((X,) * branches)
    assert fault.value.data == BranchCount(branches)
    assert fault.value.field == "branches"
    assert tuple(one.text for one in fault.value.helps) == (
        ("take the sum of several away: `subtract: [a, sum]` after an `add` called `sum`",) if branches > 2 else ()
    )
