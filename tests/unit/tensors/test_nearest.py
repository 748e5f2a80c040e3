"""The nearest sizes, found by looking at the numbers."""

from archspec.tensors.domain import NOTHING, Domain
from archspec.tensors.nearest import nearest
from archspec.tensors.sizeset import size_set
from archspec.tensors.term import add, multiply, symbol

H, W = symbol("H"), symbol("W")
SIXTEENS = Domain.multiple(H, 16) & Domain.multiple(W, 16)


def test_sizes_that_will_do_need_no_change() -> None:
    assert nearest(SIXTEENS, {"H": 352}) == ()
    assert nearest(SIXTEENS, {"H": 352, "W": 16}) == ()


def test_the_next_smaller_and_the_next_larger() -> None:
    assert nearest(SIXTEENS, {"H": 358}) == ({"H": 352}, {"H": 368})
    assert nearest(SIXTEENS, {"H": 3}) == ({"H": 16},)


def test_one_change_if_one_is_enough() -> None:
    assert nearest(SIXTEENS, {"H": 358, "W": 512}) == ({"H": 352}, {"H": 368})
    assert nearest(Domain.equal(H, W), {"H": 358, "W": 360}) == ({"H": 360}, {"W": 358})


def test_both_where_one_is_not_enough() -> None:
    assert nearest(SIXTEENS, {"H": 358, "W": 500}) == ({"H": 352, "W": 496}, {"H": 368, "W": 512})
    tied = Domain.equal(H, W) & Domain.multiple(H, 4)
    assert nearest(tied, {"H": 5, "W": 6}) == ({"H": 4, "W": 4}, {"H": 8, "W": 8})


def test_a_nearer_pair_with_one_smaller_and_one_larger() -> None:
    # The pairs are (4, 16), (8, 12), (12, 8) and (16, 4): the first is the nearest to (5, 14), 3 away.
    domain = Domain.equal(add(H, W), 20) & Domain.multiple(H, 4)
    assert nearest(domain, {"H": 5, "W": 14}) == ({"H": 4, "W": 16},)


def test_a_size_that_others_must_suit() -> None:
    tied = Domain.equal(H, W) & Domain.multiple(W, 4)
    assert nearest(tied, {"H": 5}) == ({"H": 4}, {"H": 8})


def test_a_bound_on_a_sum() -> None:
    domain = Domain.at_least(add(H, W), 10)
    assert nearest(domain, {"H": 3, "W": 4}) == ({"H": 6}, {"W": 7})
    assert nearest(domain, {"H": 3}) == ()


def test_nothing_will_do() -> None:
    assert nearest(NOTHING, {"H": 3}) == ()


def test_sizes_that_only_a_search_finds() -> None:
    # The pairs are (1, 36), (2, 18), (3, 12), (4, 9), (6, 6) and the same the other way round.
    domain = Domain.equal(multiply(H, W), 36)
    assert nearest(domain, {"H": 5, "W": 9}) == ({"H": 4},)
    assert nearest(domain, {"H": 5, "W": 5}) == ({"H": 6, "W": 6},)
    # (6, 6) is 2 away, once larger and once smaller; (4, 9) is 3 away.
    assert nearest(domain, {"H": 5, "W": 7}) == ({"H": 6, "W": 6},)
    # (9, 4) and (4, 9) are 7 away, (6, 6) is 8 away.
    assert nearest(domain, {"H": 10, "W": 10}) == ({"H": 9, "W": 4},)
    # (4, 9) and (3, 12) are 3 away, and only the first is smaller on both axes.
    assert nearest(domain, {"H": 5, "W": 11}) == ({"H": 4, "W": 9},)
    # (2, 6) is 4 away, (4, 3) and (3, 4) are 5 away.
    assert nearest(Domain.equal(multiply(H, W), 12), {"H": 5, "W": 7}) == ({"H": 2, "W": 6},)


def test_no_member_of_a_set_is_stepped_over() -> None:
    # H is 6, 7, 16, 17, … and W is twice as much: (7, 14) is larger on both axes, (6, 12) is nearer.
    domain = Domain.equal(W, multiply(H, 2)) & Domain.of("H", size_set((), 1, 10, [6, 7]))
    assert nearest(domain, {"H": 3, "W": 13}) == ({"H": 7, "W": 14}, {"H": 6, "W": 12})
