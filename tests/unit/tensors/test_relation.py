from archspec.tensors.relation import Relation, compare
from archspec.tensors.sizeset import progressions
from archspec.tensors.term import Term, add, floor_divide, multiply, subtract, symbol

H, W, D = symbol("H"), symbol("W"), symbol("D")


def equation(a: Term, b: Term) -> Relation:
    fact = compare(subtract(a, b), is_equation=True)
    assert isinstance(fact, Relation)
    return fact


def half(term: Term) -> Term:
    return floor_divide(add(term, 1), 2)


def test_numbers_are_true_or_false() -> None:
    assert compare(0, is_equation=True) is True
    assert compare(3, is_equation=True) is False
    assert compare(3, is_equation=False) is True
    assert compare(-1, is_equation=False) is False


def test_one_open_size_has_a_set() -> None:
    assert compare(subtract(H, 5), is_equation=False) == ("H", progressions([5], 1))
    assert compare(subtract(H, 5), is_equation=True) == ("H", progressions([], 1, [5]))


def test_common_factors_go() -> None:
    assert equation(multiply(H, 2), multiply(W, 2)) == equation(H, W) == equation(W, H)
    assert compare(subtract(multiply(H, 2), add(multiply(W, 2), 1)), is_equation=True) is False


def test_a_floor_is_bounded_by_what_is_in_it() -> None:
    both = add(H, W)
    # ⌊(H + W)/4⌋ >= 2 where H + W >= 8
    assert str(compare(add(floor_divide(both, 4), -2), is_equation=False)) == "H + W >= 8"


def test_an_equation_says_what_a_size_is() -> None:
    assert equation(H, W).solved() == ("W", H)
    assert equation(half(H), W).solved() == ("W", half(H))
    assert equation(half(H), half(W)).solved() is None
    assert equation(add(H, D), W).solved() is None


def test_an_equation_follows_from_a_finer_one() -> None:
    fine, coarse = equation(half(H), half(W)), equation(half(half(H)), half(half(W)))
    assert fine.implies(coarse)
    assert not coarse.implies(fine)
    assert fine.implies(equation(add(half(H), 7), add(half(W), 7)))
    assert not fine.implies(equation(half(half(H)), half(half(D))))
    assert not fine.implies(equation(add(half(half(H)), 1), half(half(W))))
    assert not equation(multiply(H, W), D).implies(fine)


def test_relations_hold() -> None:
    assert equation(half(H), half(W)).holds({"H": 3, "W": 4})
    assert not equation(half(H), half(W)).holds({"H": 3, "W": 5})
