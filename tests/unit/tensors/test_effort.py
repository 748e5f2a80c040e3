import pytest

from archspec.tensors.dim import Dim
from archspec.tensors.domain import Domain
from archspec.tensors.effort import MOST, is_spent, limited, spend
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import SpentEffort
from archspec.tensors.sizeset import size_set
from archspec.tensors.term import add, symbol


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
    assert raised.value.data == SpentEffort()


def test_each_check_begins_anew():
    for _ in range(3):
        with limited():
            spend(MOST)


def test_tables_cost_what_they_hold():
    """⌊H/n⌋ is a table of n numbers: some hundreds of them are more than a check may cost."""
    with limited(), pytest.raises(ShapeError):
        for n in range(1, 4000):
            _ = Dim.symbol("H") // n


def test_sets_cost_what_they_list():
    """Of 9973, which is prime, all residues but one: some hundreds of such sets are more than a check may cost."""
    with limited(), pytest.raises(ShapeError):
        for _ in range(400):
            size_set((), 1, 9973, range(1, 9973))


def test_what_is_small_costs_little():
    with limited():
        assert size_set((), 1, 6, [0, 2, 4]) == size_set((), 1, 2, [0])
        for n in range(100):
            both = add(add(symbol("H"), symbol("W")), n)
            assert Domain.at_least(both, n + 5).contains({"H": 2, "W": 3})
        assert not is_spent()
