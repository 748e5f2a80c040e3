from collections.abc import Callable

import pytest

from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import LongFormula, SizeTooLarge
from archspec.tensors.term import (
    Floor,
    Opaque,
    Periodic,
    Term,
    add,
    evaluate,
    floor_divide,
    lone_floor,
    multiply,
    parts_of,
    periodic,
    primes,
    quotient,
    substitute,
    subtract,
    symbol,
    symbols,
)

H, W = symbol("H"), symbol("W")
ODD = Periodic("H", 0, 2, (0, 1))
LARGEST = 2**128


def refused(rule: Callable[[], object]) -> bool:
    try:
        rule()
    except ShapeError as error:
        return error.data == LongFormula()
    return False


def weight(term: Term) -> int:
    assert isinstance(term, Opaque)
    return term.weight


def test_the_period_is_the_smallest() -> None:
    # ⌊2n/4⌋ written over 4 is ⌊n/2⌋ over 2.
    assert periodic("H", 2, (0, 0, 1, 1)) == Periodic("H", 1, 2, (0, 0))
    assert periodic("H", 3, (0, 1, 2)) == H
    assert periodic("H", 2**61 + 2, (0, 2**60 + 1)) == Periodic("H", 2**60 + 1, 1, (0,))


def test_a_constant_is_a_number() -> None:
    assert periodic("H", 0, (7, 7, 7)) == 7
    assert subtract(add(H, 3), H) == 3


def test_halving_and_doubling_are_not_nothing() -> None:
    up = multiply(floor_divide(H, 2), 2)
    assert up == Periodic("H", 2, 2, (0, 0))
    assert subtract(H, up) == Periodic("H", 0, 2, (0, 1))


def test_strides_in_a_row_are_one_stride() -> None:
    assert floor_divide(floor_divide(H, 2), 3) == floor_divide(H, 6)


def test_sums_of_different_sizes_do_not_depend_on_the_order() -> None:
    assert add(add(H, 3), W) == add(H, add(W, 3))
    assert subtract(add(H, W), W) == H
    assert subtract(add(add(H, W), 3), W) == add(H, 3)


def test_products_do_not_depend_on_the_order() -> None:
    assert multiply(multiply(H, 64), W) == multiply(multiply(W, H), 64)
    assert multiply(multiply(H, 2), W) == multiply(H, multiply(W, 2))
    assert evaluate(multiply(add(multiply(H, 2), 1), W), {"H": 1, "W": 1}) == 3


def test_a_factor_begins_with_what_is_positive() -> None:
    assert parts_of(multiply(ODD, W)) == (((ODD, W), 1),)
    assert parts_of(multiply(multiply(ODD, -3), W)) == (((ODD, W), -3),)
    assert parts_of(multiply(subtract(1, H), W)) == (((add(H, -1), W), -1),)


def test_a_long_period_is_opaque_and_still_right() -> None:
    deep = floor_divide(add(H, 1), 5000)
    assert isinstance(deep, Opaque)
    assert [evaluate(deep, {"H": n}) for n in (4998, 4999, 10_000)] == [0, 1, 2]


def test_a_table_has_4096_numbers_at_most() -> None:
    longest = floor_divide(H, 4096)
    assert isinstance(longest, Periodic)
    assert isinstance(floor_divide(H, 4097), Opaque)
    assert isinstance(add(longest, H), Periodic)
    assert isinstance(add(longest, floor_divide(H, 4095)), Opaque)
    assert substitute(longest, {"H": W}) == floor_divide(W, 4096)
    assert substitute(longest, {"H": floor_divide(W, 2)}) is None
    area = multiply(H, W)
    assert floor_divide(add(multiply(area, 4096), H), 4096) == add(area, longest)


def test_floors_of_a_sum_in_a_row_are_one_floor() -> None:
    both = add(H, W)
    # ⌊(⌊(H + W)/2⌋ + 1)/3⌋ = ⌊(H + W + 2)/6⌋
    assert floor_divide(add(floor_divide(both, 2), 1), 3) == floor_divide(add(both, 2), 6)
    assert lone_floor(floor_divide(both, 2)) == (Floor(both, 2), 0)  # pyright: ignore[reportArgumentType] - a term, with two symbols
    assert lone_floor(both) is None


def test_what_the_divisor_divides_leaves_the_floor() -> None:
    product = multiply(H, W)
    assert floor_divide(multiply(product, 64), 32) == multiply(product, 2)
    assert floor_divide(add(multiply(product, 4), 3), 2) == add(multiply(product, 2), 1)
    assert floor_divide(add(multiply(product, 2), H), 2) == add(product, floor_divide(H, 2))
    # ⌊2·4/3⌋ = 2, ⌊(1 + 5)/3⌋ = 2, and ⌊(4·4 + 7)/6⌋ = 3
    assert evaluate(floor_divide(multiply(product, 2), 3), {"H": 2, "W": 2}) == 2
    assert evaluate(floor_divide(add(product, 5), 3), {"H": 1, "W": 1}) == 2
    assert evaluate(floor_divide(add(multiply(product, 4), 7), 6), {"H": 2, "W": 2}) == 3


def test_quotients() -> None:
    values = multiply(multiply(H, W), 64)
    assert quotient(values, 16) == multiply(multiply(H, W), 4)
    assert quotient(values, W) == multiply(H, 64)
    assert quotient(values, values) == 1
    assert quotient(values, 128) is None
    assert quotient(values, symbol("D")) is None
    assert quotient(add(H, W), H) is None
    assert quotient(add(H, W), add(W, H)) == 1
    assert quotient(values, add(H, W)) is None


def test_a_term_in_place_of_a_size() -> None:
    # ⌈H/2⌉ where H = 2W is W.
    half = floor_divide(add(H, 1), 2)
    assert substitute(half, {"H": multiply(W, 2)}) == W
    assert substitute(floor_divide(H, 2), {"H": multiply(W, 3)}) == floor_divide(multiply(W, 3), 2)
    assert substitute(half, {"H": 7}) == 4
    assert substitute(7, {"H": 3}) == 7
    assert substitute(half, {"W": 7}) == half
    assert substitute(multiply(H, W), {"H": 3}) == multiply(W, 3)
    # ⌈(H + W)/2⌉ has no table.
    assert substitute(half, {"H": add(H, W)}) is None


def test_evaluate_misses_a_size() -> None:
    with pytest.raises(KeyError, match="W"):
        evaluate(multiply(H, W), {"H": 3})


def test_symbols_are_in_order() -> None:
    assert symbols(multiply(W, floor_divide(multiply(H, symbol("D")), 2))) == ("D", "H", "W")
    assert symbols(3) == ()


def test_a_floor_counts_for_twice_what_is_in_it() -> None:
    area = multiply(H, W)
    assert weight(area) == 2
    assert weight(add(area, H)) == 3
    assert weight(floor_divide(area, 2)) == 4
    assert weight(floor_divide(multiply(floor_divide(area, 2), H), 2)) == 10
    assert weight(floor_divide(H, 5000)) == 1


def test_512_factors_are_followed_and_no_more() -> None:
    term = multiply(H, W)
    for _ in range(8):
        term = multiply(term, term)
    assert weight(term) == 512
    assert refused(lambda: multiply(term, H))


def test_numbers_up_to_the_largest_are_followed_and_no_more() -> None:
    assert LARGEST == 340_282_366_920_938_463_463_374_607_431_768_211_456
    assert multiply(H, LARGEST) == Periodic("H", LARGEST, 1, (0,))
    assert multiply(H, -LARGEST) == Periodic("H", -LARGEST, 1, (0,))
    assert add(H, LARGEST) == Periodic("H", 1, 1, (LARGEST,))
    assert parts_of(multiply(multiply(H, W), LARGEST)) == (((H, W), LARGEST),)
    assert refused(lambda: multiply(H, LARGEST + 1))
    assert refused(lambda: multiply(add(H, 1), -LARGEST - 1))
    assert refused(lambda: add(H, LARGEST + 1))
    assert refused(lambda: multiply(multiply(H, W), LARGEST + 1))
    assert refused(lambda: add(add(H, W), -LARGEST - 1))


def test_growing_for_ever_is_refused() -> None:
    term: Term = multiply(floor_divide(H, 2), 2)
    with pytest.raises(ShapeError) as error:
        for _ in range(200):
            term = multiply(term, 1000)
    assert error.value.kind is SizeTooLarge


def test_primes() -> None:
    assert [*primes(1)] == []
    assert [*primes(97)] == [97]
    assert [*primes(49)] == [7]
    assert [*primes(4 * 9 * 5 * 121)] == [2, 3, 5, 11]
