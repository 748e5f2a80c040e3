from archspec.tensors.relation import Relation, compare
from archspec.tensors.sizeset import progressions
from archspec.tensors.term import Term, add, floor_divide, multiply, subtract, symbol

H, W, D = symbol("H"), symbol("W"), symbol("D")
FIVE_OR_MORE = compare(add(add(H, W), -5), is_equation=False)


def odd(term: Term) -> Term:
    return subtract(term, multiply(floor_divide(term, 2), 2))


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
    assert compare(1, is_equation=False) is True
    assert compare(0, is_equation=False) is True
    assert compare(-1, is_equation=False) is False


def test_one_open_size_has_a_set() -> None:
    assert compare(subtract(H, 5), is_equation=False) == ("H", progressions([5], 1))
    assert compare(subtract(H, 5), is_equation=True) == ("H", progressions([], 1, [5]))


def test_common_factors_go() -> None:
    assert equation(multiply(H, 2), multiply(W, 2)) == equation(H, W) == equation(W, H)
    assert compare(subtract(multiply(H, 2), add(multiply(W, 2), 1)), is_equation=True) is False
    # 2H + 2W is even, so that it is 6 where it is 5 at least.
    assert str(compare(add(multiply(add(H, W), 2), -5), is_equation=False)) == "H + W >= 3"


def test_a_floor_is_bounded_by_what_is_in_it() -> None:
    both = add(H, W)
    # ⌊(H + W)/4⌋ >= 2 where H + W >= 8
    assert str(compare(add(floor_divide(both, 4), -2), is_equation=False)) == "H + W >= 8"
    assert compare(add(floor_divide(both, 5), -1), is_equation=False) == FIVE_OR_MORE


def test_an_equation_says_what_a_size_is() -> None:
    assert equation(H, W).solved() == ("W", H)
    assert equation(half(H), W).solved() == ("W", half(H))
    assert equation(half(H), half(W)).solved() is None
    assert equation(add(H, D), W).solved() is None


def test_the_sides_of_an_equation() -> None:
    assert equation(half(H), half(W)).sides() == (half(H), half(W))
    assert equation(multiply(H, W), symbol("K")).sides() is None
    assert equation(odd(H), odd(W)).sides() is None
    bound = compare(subtract(H, W), is_equation=False)
    assert isinstance(bound, Relation)
    assert bound.sides() is None
    assert bound.solved() is None


def test_an_equation_follows_from_a_finer_one() -> None:
    fine, coarse = equation(half(H), half(W)), equation(half(half(H)), half(half(W)))
    assert fine.implies(coarse)
    assert not coarse.implies(fine)
    assert fine.implies(equation(add(half(H), 7), add(half(W), 7)))
    assert not fine.implies(equation(half(half(H)), half(half(D))))
    assert not fine.implies(equation(add(half(half(H)), 1), half(half(W))))
    assert not equation(multiply(H, W), D).implies(fine)
    # 2n + n % 2 rises with every n.
    assert equation(add(multiply(H, 2), odd(H)), add(multiply(W, 2), odd(W))).implies(equation(H, W))


def test_an_equation_follows_however_far_apart_its_sides_are() -> None:
    assert equation(H, multiply(W, 3)).implies(equation(half(H), half(multiply(W, 3))))
    left, right = half(H), add(half(W), 3)
    assert equation(left, right).implies(equation(half(left), half(right)))
    assert equation(left, right).implies(equation(add(left, half(left)), add(right, half(right))))
    assert not equation(left, right).implies(equation(half(left), half(add(right, 1))))
    # What the left side never is, the right one may be: only even numbers are 2H.
    left, right = multiply(H, 2), add(W, 4)
    assert equation(left, right).implies(equation(H, half(right)))
    assert equation(left, right).implies(equation(add(left, H), add(right, half(right))))


def test_an_equation_does_not_follow() -> None:
    # H = W = 1 is not 2, H = 1 and W = 9 have halves of 1 and 5, and H = 2 and W = 5 of 1 and 3.
    assert not equation(H, W).implies(equation(H, multiply(W, 2)))
    assert not equation(H, subtract(10, W)).implies(equation(half(H), subtract(5, half(W))))
    assert not equation(H, add(odd(W), 1)).implies(equation(half(H), half(W)))


def test_relations_hold() -> None:
    assert equation(half(H), half(W)).holds({"H": 3, "W": 4})
    assert not equation(half(H), half(W)).holds({"H": 3, "W": 5})
    assert not equation(half(H), half(W)).holds({"H": 5, "W": 3})
    assert isinstance(FIVE_OR_MORE, Relation)
    assert FIVE_OR_MORE.holds({"H": 2, "W": 3})
    assert FIVE_OR_MORE.holds({"H": 9, "W": 9})
    assert not FIVE_OR_MORE.holds({"H": 2, "W": 2})
