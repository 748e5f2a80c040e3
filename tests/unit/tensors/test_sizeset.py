import pytest

from archspec.tensors.faults import ShapeError, SizeTooLarge
from archspec.tensors.sizeset import (
    EVERY_SIZE,
    MAX_SIZE,
    SizeSet,
    image,
    preimage,
    progressions,
    size_set,
    where_at_least,
    where_zero,
)
from archspec.tensors.term import Periodic, Term, add, floor_divide, multiply, subtract, symbol

H = symbol("H")
EVENS = size_set((), 1, 2, [0])


def function(term: Term) -> Periodic:
    assert isinstance(term, Periodic)
    return term


def test_one_set_has_one_form() -> None:
    assert size_set((), 1, 6, [0, 2, 4]) == EVENS
    assert size_set([2, 4, 6], 7, 2, [0]) == EVENS
    assert size_set([1], 2, 1, [0]) == EVERY_SIZE
    assert size_set([3, 5], 9, 1, []) == SizeSet((3, 5), 6, 1, ())


def test_intersections() -> None:
    threes = size_set((), 1, 3, [0])
    assert EVENS & threes == size_set((), 1, 6, [0])
    assert EVENS & progressions([10], 1) == progressions([10], 2)
    assert EVENS & progressions([], 1, [3, 4, 5]) == progressions([], 1, [4])
    assert not EVENS & size_set((), 1, 2, [1])
    assert EVENS & EVERY_SIZE == EVENS == EVERY_SIZE & EVENS


def test_members() -> None:
    sizes = progressions([20], 5, [3, 4])
    assert [n for n in range(1, 32) if n in sizes] == [3, 4, 20, 25, 30]
    assert (sizes.minimum(), sizes.only()) == (3, None)
    assert (sizes.above(5), sizes.above(21), sizes.below(19), sizes.below(24), sizes.below(2)) == (20, 25, 4, 20, None)
    assert (EVERY_SIZE.missing(), EVENS.missing(), sizes.missing(EVENS)) == (None, 1, 2)


def test_no_size_is_larger_than_the_largest() -> None:
    assert MAX_SIZE in EVERY_SIZE
    assert MAX_SIZE + 1 not in EVERY_SIZE
    assert EVERY_SIZE.above(MAX_SIZE + 1) is None
    assert not progressions([MAX_SIZE + 1], 2)


def test_where_a_function_is_at_least_a_number() -> None:
    assert where_at_least(H, 5) == progressions([5], 1)
    assert where_at_least(function(floor_divide(H, 2)), 3) == progressions([6], 1)
    assert where_at_least(function(subtract(4, H)), 1) == progressions([], 1, [1, 2, 3])
    odd = function(subtract(H, multiply(floor_divide(H, 2), 2)))
    assert where_at_least(odd, 1) == size_set((), 1, 2, [1])


def test_where_a_function_is_zero() -> None:
    assert where_zero(function(add(H, -12))) == progressions([], 1, [12])
    assert where_zero(function(add(floor_divide(H, 2), -3))) == progressions([], 1, [6, 7])
    assert where_zero(function(subtract(multiply(floor_divide(H, 16), 16), H))) == size_set((), 1, 16, [0])


def test_from_a_set_and_back() -> None:
    half = function(floor_divide(H, 2))
    # ⌊n/2⌋ is even for n = 4, 5, 8, 9, 12, …
    assert preimage(half, EVENS) == size_set([4, 5], 6, 4, [0, 1])
    assert image(half, progressions([10], 4)) == progressions([5], 2)
    assert image(half, progressions([], 1, [1, 4, 5])) == progressions([], 1, [2])
    falling = function(subtract(10, H))
    assert image(falling, EVENS) == progressions([], 1, [2, 4, 6, 8])
    assert preimage(falling, EVENS) == progressions([], 1, [2, 4, 6, 8])
    remainder = function(subtract(H, multiply(floor_divide(H, 3), 3)))
    assert image(remainder, EVERY_SIZE) == progressions([], 1, [1, 2])
    assert preimage(remainder, EVENS) == size_set((), 1, 3, [2])


def test_what_cannot_be_listed_is_refused() -> None:
    with pytest.raises(ShapeError) as error:
        where_at_least(function(subtract(2**30, H)), 1)
    assert error.value.kind is SizeTooLarge


def test_what_is_not_in_a_set() -> None:
    assert size_set((), 1, 2, [1]) == ~EVENS
    assert ~progressions([5], 1) == progressions((), 1, [1, 2, 3, 4])
    assert ~progressions([20], 5, [3]) == size_set(
        [n for n in range(1, 20) if n != 3], 20, 5, [1, 2, 3, 4]
    )  # fmt: skip
    assert not ~EVERY_SIZE
    assert ~~EVENS == EVENS


def test_unions() -> None:
    threes = size_set((), 1, 3, [0])
    assert EVENS | threes == size_set((), 1, 6, [0, 2, 3, 4])
    assert EVENS | ~EVENS == EVERY_SIZE
    assert progressions([], 1, [1]) | progressions([7], 1) == progressions([7], 1, [1])
