from collections.abc import Callable

from archspec import limits
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import ManySizes
from archspec.tensors.sizeset import (
    EVERY_SIZE,
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
ODDS = size_set((), 1, 2, [1])
MOST = 2**18


def members(sizes: SizeSet, until: int) -> list[int]:
    return [n for n in range(1, until) if n in sizes]


def is_too_much(rule: Callable[[], object]) -> bool:
    try:
        rule()
    except ShapeError as error:
        return error.data == ManySizes()
    return False


def all_but_multiples(of: int) -> SizeSet:
    return size_set((), 1, of, range(1, of))


def function(term: Term) -> Periodic:
    assert isinstance(term, Periodic)
    return term


def test_one_set_has_one_form() -> None:
    assert size_set((), 1, 6, [0, 2, 4]) == EVENS
    assert size_set([2, 4, 6], 7, 2, [0]) == EVENS
    assert size_set([1], 2, 1, [0]) == EVERY_SIZE
    assert size_set([3, 5], 9, 1, []) == SizeSet((3, 5), 6, 1, ())
    assert size_set([], 9, 4, []) == SizeSet((), 1, 1, ())


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
    assert (sizes.below(20), sizes.below(26), sizes.below(3)) == (20, 25, 3)
    assert [progressions([5], 1).below(n) for n in (4, 5, 6)] == [None, 5, 6]
    pairs = size_set((), 1, 4, [1, 2])
    assert [pairs.below(n) for n in range(4, 10)] == [2, 5, 6, 6, 6, 9]
    assert [pairs.above(n) for n in range(1, 7)] == [1, 2, 5, 5, 5, 6]
    assert progressions([], 1, [1, 3]).missing() == 2
    assert (EVERY_SIZE.missing(), EVENS.missing(), sizes.missing(EVENS)) == (None, 1, 2)


def test_what_grows_in_steps() -> None:
    assert members(progressions([2, 9], 4), 15) == [2, 6, 9, 10, 13, 14]
    assert members(progressions([-3, 0], 5), 13) == [2, 5, 7, 10, 12]
    # 49 is a member, although 50 is one that the steps do not reach.
    assert members(progressions([4], 5, [50]), 60) == [4, 9, 14, 19, 24, 29, 34, 39, 44, 49, 50, 54, 59]


def test_no_size_is_larger_than_the_largest() -> None:
    assert limits.SIZE == 2_147_483_647
    assert EVERY_SIZE.above(limits.SIZE) == EVERY_SIZE.below(limits.SIZE + 9) == limits.SIZE
    assert limits.SIZE in progressions([limits.SIZE], 1)
    assert limits.SIZE in EVERY_SIZE
    assert limits.SIZE + 1 not in EVERY_SIZE
    assert EVERY_SIZE.above(limits.SIZE + 1) is None
    assert not progressions([limits.SIZE + 1], 2)


def test_where_a_function_is_at_least_a_number() -> None:
    assert where_at_least(H, 5) == progressions([5], 1)
    assert where_at_least(function(floor_divide(H, 2)), 3) == progressions([6], 1)
    assert where_at_least(function(subtract(4, H)), 1) == progressions([], 1, [1, 2, 3])
    assert where_at_least(function(multiply(H, 2)), 5) == progressions([3], 1)
    assert where_at_least(function(subtract(10, multiply(H, 2))), 3) == progressions([], 1, [1, 2, 3])
    odd = function(subtract(H, multiply(floor_divide(H, 2), 2)))
    assert where_at_least(odd, 1) == ODDS
    # 10 − 2⌊n/2⌋ − 6(n % 2) is 8 at 2, 6 at 4, 4 at 6, and 4 at most where n is odd.
    falling = function(subtract(subtract(10, multiply(floor_divide(H, 2), 2)), multiply(odd, 6)))
    assert where_at_least(falling, 5) == progressions([], 1, [2, 4])


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
    assert preimage(half, progressions([], 1, [1, 4])) == progressions([], 1, [2, 3, 8, 9])
    assert preimage(H, ODDS) == ODDS
    falling = function(subtract(10, H))
    assert image(falling, EVENS) == progressions([], 1, [2, 4, 6, 8])
    assert preimage(falling, EVENS) == progressions([], 1, [2, 4, 6, 8])
    assert image(falling, ODDS) == preimage(falling, ODDS) == progressions([], 1, [1, 3, 5, 7, 9])
    remainder = function(subtract(H, multiply(floor_divide(H, 3), 3)))
    assert image(remainder, EVERY_SIZE) == progressions([], 1, [1, 2])
    assert image(remainder, progressions([], 1, [1, 3])) == progressions([], 1, [1])
    assert preimage(remainder, EVENS) == size_set((), 1, 3, [2])


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


def test_as_many_sizes_are_listed_as_the_limit_says() -> None:
    assert where_at_least(function(subtract(MOST, H)), 0) == progressions([], 1, range(1, MOST + 1))
    assert is_too_much(lambda: where_at_least(function(subtract(MOST + 1, H)), 0))
    assert is_too_much(lambda: where_at_least(function(subtract(2**30, H)), 1))
    assert (~progressions([MOST], 1)).minimum() == 1
    assert is_too_much(lambda: ~progressions([MOST + 1], 1))
    assert progressions([1, 2 * MOST + 1], 2) == ODDS
    assert is_too_much(lambda: progressions([1, 2 * MOST + 4], 2))


def test_as_many_residues_are_listed_as_the_limit_says() -> None:
    # 256 of 257 residues, once for each of 1024, are 2**18.
    assert (all_but_multiples(257) & all_but_multiples(1024)).missing() == 257
    assert is_too_much(lambda: all_but_multiples(257) & all_but_multiples(1025))
    # The shorter list is the one that is made: three numbers here.
    assert all_but_multiples(3) & size_set((), 1, MOST, [0]) == size_set((), 1, 3 * MOST, [MOST, 2 * MOST])
    assert preimage(H, size_set((), 1, MOST, [0])) == size_set((), 1, MOST, [0])
    assert is_too_much(lambda: preimage(H, size_set((), 1, MOST + 1, [0])))
    # 64 residues, once for each of the 4096 of the function, are 2**18.
    assert image(function(floor_divide(H, 4096)), all_but_multiples(65)) == EVERY_SIZE
    assert is_too_much(lambda: image(function(floor_divide(H, 4096)), all_but_multiples(67)))


def test_no_period_is_longer_than_the_largest_size() -> None:
    only = size_set((), 1, limits.SIZE, [0])
    assert limits.SIZE in only
    assert only & progressions([limits.SIZE], limits.SIZE, [3]) == only
    # Both are prime, and their product is 2 147 713 027.
    assert is_too_much(lambda: size_set((), 1, 65_537, [0]) & size_set((), 1, 32_771, [0]))
