from archspec.tensors.domain import EVERYTHING, NOTHING, Domain
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
