"""Budgets: what is counted, and what following open sizes costs."""

import pytest

from archspec import budget, limits
from archspec.budget import Budget
from archspec.tensors.budget import spend
from archspec.tensors.dim import Dim
from archspec.tensors.domain import Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import SpentEffort
from archspec.tensors.sizeset import size_set
from archspec.tensors.term import add, symbol
from tests.like import Like


def test_work_is_counted_before_it_is_done():
    work = Budget(10)
    assert work.affords(10)
    assert not work.affords(11)
    assert work.spend(4)
    assert work.share == 0.4
    assert work.spend(6)
    assert not work.is_spent
    assert not work.spend(1)
    assert work.is_spent
    assert not work.spend(0)  # once more was wanted than there is, nothing more is done


def test_outside_of_a_check_nothing_ends():
    spend(limits.SIZE_WORK)
    spend(limits.SIZE_WORK)
    assert budget.current().share == 0


def test_a_check_may_cost_so_much():
    with budget.start_check() as budgets:
        spend(limits.SIZE_WORK)
        assert not budgets.sizes.is_spent
        assert budgets.share == 1
        with pytest.raises(ShapeError) as raised:
            spend(1)
        assert budgets.sizes.is_spent
    assert not budget.current().sizes.is_spent
    assert raised.value.data == Like(SpentEffort)


def test_each_check_begins_anew():
    for _ in range(3):
        with budget.start_check():
            spend(limits.SIZE_WORK)


def test_the_expressions_of_a_rehearsal_are_not_those_of_the_check():
    with budget.start_check() as around:
        with budget.start_rehearsal() as budgets:
            budgets.expressions.spend(limits.EXPRESSION_WORK + 1)
            spend(10)
        assert not around.expressions.is_spent
        assert around.sizes.share == 10 / limits.SIZE_WORK


def test_tables_cost_what_they_hold():
    """⌊H/n⌋ is a table of n numbers: some hundreds of them are more than a check may cost."""
    with budget.start_check(), pytest.raises(ShapeError):
        for n in range(1, 4000):
            _ = Dim.symbol("H") // n


def test_sets_cost_what_they_list():
    """Of 9973, which is prime, all residues but one: some hundreds of such sets are more than a check may cost."""
    with budget.start_check(), pytest.raises(ShapeError):
        for _ in range(400):
            size_set((), 1, 9973, range(1, 9973))


def test_what_is_small_costs_little():
    with budget.start_check():
        assert size_set((), 1, 6, [0, 2, 4]) == size_set((), 1, 2, [0])
        for n in range(100):
            both = add(add(symbol("H"), symbol("W")), n)
            assert Domain.at_least(both, n + 5).contains({"H": 2, "W": 3})
        assert not budget.current().sizes.is_spent
