import pytest

from archspec.tensors.dim import Dim
from archspec.tensors.effort import MOST, is_spent, limited, spend
from archspec.tensors.faults import ShapeError


def test_outside_of_a_check_nothing_is_counted():
    spend(MOST)
    spend(MOST)


def test_a_check_may_cost_so_much():
    with limited():
        spend(MOST)
        assert not is_spent()
        with pytest.raises(ShapeError) as raised:
            spend(1)
        assert is_spent()
    assert not is_spent()
    assert raised.value.kind.name == "size-too-large"


def test_each_check_begins_anew():
    for _ in range(3):
        with limited():
            spend(MOST)


def test_tables_cost_what_they_hold():
    """⌊H/n⌋ is a table of n numbers: some hundreds of them are more than a check may cost."""
    with limited(), pytest.raises(ShapeError):
        for n in range(1, 4000):
            Dim.symbol("H") // n
