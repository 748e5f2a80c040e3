import pytest

from archspec.tensors.domain import EVERYTHING, NOTHING, Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import SizeTooLarge
from archspec.tensors.sizeset import progressions, size_set
from archspec.tensors.term import Term, add, floor_divide, multiply, subtract, symbol

H, W, D = symbol("H"), symbol("W"), symbol("D")


def half(term: Term) -> Term:
    return floor_divide(add(term, 1), 2)


def test_conditions_add_up() -> None:
    domain = Domain.multiple(H, 4) & Domain.at_least(H, 10) & Domain.multiple(H, 6)
    assert domain.conditions("H") == ("H % 12 == 0",)
    assert domain.minimum("H") == 12
    assert domain.nearest("H", 50) == (48, 60)
    assert domain.nearest("H", 48) == (48, 48)
    assert domain.nearest("H", 5) == (None, 12)
    assert domain.counterexample() == {"H": 1}
    assert domain.counterexample(within=Domain.at_least(H, 24) & Domain.multiple(H, 2)) == {"H": 26}


def test_everything_and_nothing() -> None:
    assert Domain.everything() is EVERYTHING
    assert Domain.at_least(H, 1) == EVERYTHING
    assert Domain.equal(H, add(H, 1)) == NOTHING
    assert (Domain.equal(H, 3) & Domain.equal(H, 4)).is_empty
    assert not NOTHING.contains({})
    assert (NOTHING.minimum("H"), NOTHING.example()) == (None, None)
    assert NOTHING.sizes("H") == size_set((), 1, 1, ())
    assert 5 not in NOTHING.sizes("H")
    assert EVERYTHING.conditions("H") == ()
    assert EVERYTHING.counterexample() is None


def test_open_sizes_are_asked_apart() -> None:
    domain = Domain.multiple(H, 2) & Domain.at_least(W, 3)
    assert domain.symbols == ("H", "W")
    assert domain.contains({"H": 4})
    assert not domain.contains({"H": 4, "W": 2})
    assert domain.example() == {"H": 2, "W": 3}


def test_a_set_of_sizes() -> None:
    assert Domain.of("H", size_set((), 1, 2, [0])) == Domain.multiple(H, 2)


def test_what_is_asked_of_one_of_two_equal_sizes_is_asked_of_both() -> None:
    domain = Domain.multiple(H, 16) & Domain.equal(H, W) & Domain.at_least(W, 20)
    assert domain.conditions("H") == ("H >= 32", "H % 16 == 0", "H == W")
    assert domain.conditions("W") == ("W >= 32", "W % 16 == 0", "H == W")
    assert domain.contains({"H": 48, "W": 48})
    assert not domain.contains({"H": 48, "W": 64})


def test_half_of_a_size() -> None:
    # W is ⌈H/2⌉; where 2W is H, H is even.
    domain = Domain.equal(W, half(H)) & Domain.equal(multiply(W, 2), H)
    assert domain.conditions("H") == ("H % 2 == 0", "H == 2*W")
    assert domain.sizes("W") == progressions([1], 1)


def test_what_is_asked_of_equal_sizes_together_is_asked_of_each() -> None:
    equal, sum_of_ten = Domain.equal(H, W), Domain.at_least(add(H, W), 10)
    assert (equal & sum_of_ten).conditions("H") == ("H >= 5", "H == W")
    assert (equal & sum_of_ten & Domain.multiple(H, 2)).conditions("H") == ("H >= 6", "H % 2 == 0", "H == W")
    assert equal & (sum_of_ten & Domain.multiple(H, 2)) == equal & sum_of_ten & Domain.multiple(H, 2)
    assert (equal & Domain.equal(add(H, W), 10)).conditions("H") == ("H == 5", "H == W")
    three = equal & Domain.at_least(add(add(H, W), D), 9)
    assert three.contains({"D": 3, "H": 3, "W": 3})
    assert not three.contains({"D": 3, "H": 2, "W": 2})


def test_a_size_that_is_no_table_of_another_is_still_tied_to_it() -> None:
    # W would be ⌊D/8192⌋, and a table has 4096 numbers at most.
    domain = Domain.equal(W, floor_divide(H, 4096)) & Domain.equal(H, floor_divide(D, 2))
    assert domain.contains({"D": 8192, "H": 4096, "W": 1})
    assert not domain.contains({"D": 8192, "H": 4096, "W": 2})
    assert not domain.contains({"D": 8194, "H": 4096, "W": 1})


def test_contradictions_between_sizes() -> None:
    assert (Domain.equal(H, W) & Domain.equal(H, add(W, 1))).is_empty
    assert (Domain.equal(H, W) & Domain.multiple(H, 2) & Domain.equal(floor_divide(W, 2), half(add(W, 1)))).is_empty
    assert (Domain.equal(half(H), half(W)) & Domain.equal(half(H), add(half(W), 1))).is_empty


def test_coarser_equations_are_left_out() -> None:
    domain = Domain.equal(half(half(H)), half(half(W))) & Domain.equal(half(H), half(W))
    assert domain.conditions("H") == ("⌈H/2⌉ == ⌈W/2⌉",)


def test_examples_and_counterexamples_of_relations() -> None:
    domain = Domain.equal(multiply(H, 2), multiply(W, 3))
    assert domain.example() == {"H": 3, "W": 2}
    assert domain.counterexample() == {"H": 1, "W": 1}
    assert Domain.equal(multiply(H, W), multiply(D, 4)).counterexample(within=Domain.multiple(H, 4)) == {
        "D": 1,
        "H": 4,
        "W": 2,
    }


def test_several_examples() -> None:
    assert list(EVERYTHING.examples(["H"])) == [{"H": n} for n in (1, 16, 97, 720)]
    assert list(Domain.multiple(H, 8).examples()) == [{"H": n} for n in (8, 16, 104, 720)]
    assert list((Domain.at_least(H, 60) & Domain.at_least(subtract(100, H), 0)).examples()) == [
        {"H": n} for n in (60, 60, 97, 60)
    ]
    assert list(Domain.equal(H, add(W, 2)).examples(["D"])) == [{"D": 1, "H": 3, "W": 1}]
    assert list(Domain.equal(multiply(H, W), multiply(D, 4)).examples()) == [{"D": 1, "H": 1, "W": 4}]
    assert list(Domain.at_least(add(H, W), 900).examples()) == [{"H": 1, "W": 899}, {"H": 720, "W": 720}]
    assert list(NOTHING.examples(["H"])) == []


def test_a_counterexample_is_looked_for_where_it_has_to_be() -> None:
    product = Domain.equal(multiply(H, W), multiply(D, 4))
    assert product.counterexample(within=Domain.at_least(H, 40)) == {"D": 1, "H": 40, "W": 1}


def test_examples_of_what_is_only_searched() -> None:
    # The last size is worked out, however large it is, and is one that may be.
    assert Domain.at_least(add(H, W), 5000).example() == {"H": 1, "W": 4999}
    assert Domain.at_least(add(add(D, H), W), 5000).example() == {"D": 1, "H": 1, "W": 4998}
    threes = Domain.multiple(W, 3)
    assert (Domain.at_least(add(H, W), 5) & threes).example() == {"H": 1, "W": 6}
    assert (Domain.at_least(add(add(D, H), W), 9) & threes).example() == {"D": 1, "H": 1, "W": 9}
    assert (Domain.equal(H, 7) & Domain.at_least(add(H, W), 20)).example() == {"H": 7, "W": 13}
    assert Domain.equal(multiply(H, H), 1000**2).example() == {"H": 1000}
    assert Domain.equal(multiply(H, H), 50).is_empty
    # The others are tried, those with the smallest sum first: 5 * (9 - 1) is 40.
    assert Domain.at_least(subtract(H, W), 40).example() == {"H": 41, "W": 1}
    forty = Domain.equal(multiply(D, subtract(H, W)), 40)
    assert forty.example() == {"D": 5, "H": 9, "W": 1}
    assert (forty & Domain.at_least(H, 100)).example() == {"D": 1, "H": 100, "W": 60}


def test_sizes_that_nothing_ties_together_are_searched_apart() -> None:
    a, b = symbol("A"), symbol("B")
    apart = Domain.at_least(add(H, W), 50) & Domain.at_least(add(a, b), 50)
    assert apart.example() == {"A": 1, "B": 49, "H": 1, "W": 49}
    # B + H ties all four together: B is 8 at least where A and H are 1.
    tied = Domain.at_least(add(a, b), 9) & Domain.at_least(add(H, W), 9) & Domain.at_least(add(b, H), 9)
    assert tied.example() == {"A": 1, "B": 8, "H": 1, "W": 8}


def test_24_relations_are_followed_and_no_more() -> None:
    parts = [Domain.at_least(add(symbol(f"A{i}"), symbol(f"B{i}")), 3) for i in range(25)]
    relations = [relation for part in parts for relation in part.relations]
    assert len((Domain(relations=tuple(relations[:23])) & parts[23]).relations) == 24
    with pytest.raises(ShapeError) as error:
        Domain(relations=tuple(relations[:24])).__and__(parts[24])
    assert error.value.kind is SizeTooLarge


def test_bounds_on_sums() -> None:
    domain = Domain.at_least(add(H, W), 5)
    assert domain.conditions("H") == ("H + W >= 5",)
    assert domain.contains({"H": 2, "W": 3})
    assert not domain.contains({"H": 2, "W": 2})
    assert domain.example() == {"H": 1, "W": 4}


def test_the_order_does_not_matter() -> None:
    parts = [Domain.equal(H, W), Domain.equal(half(W), D), Domain.multiple(D, 3)]
    assert parts[0] & parts[1] & parts[2] == parts[2] & parts[0] & parts[1]


def test_a_domain_of_a_falling_size() -> None:
    assert Domain.at_least(subtract(10, H), 4).conditions("H") == ("H <= 6",)


def test_what_is_left_where_some_sizes_are_given() -> None:
    domain = Domain.multiple(H, 2) & Domain.equal(add(H, 2), W) & Domain.at_least(D, 3)
    assert domain.given({"H": 4}) == Domain.equal(W, 6) & Domain.at_least(D, 3)
    assert domain.given({"H": 4, "W": 6, "D": 3}) == Domain.everything()
    assert domain.given({"H": 5}).is_empty
    assert domain.given({"H": 4, "W": 4}).is_empty
    assert domain.given({"X": 1}) == domain


def test_what_is_left_of_a_bound_on_a_sum() -> None:
    assert Domain.at_least(add(H, W), 5).given({"H": 2}) == Domain.at_least(W, 3)
    assert Domain.at_least(add(H, W), 5).given({"H": 9}) == Domain.everything()
