import pytest

from archspec.tensors.faults import ShapeError, SizeTooLarge
from archspec.tensors.term import (
    Floor,
    Opaque,
    Periodic,
    add,
    evaluate,
    floor_divide,
    lone_floor,
    multiply,
    periodic,
    quotient,
    substitute,
    subtract,
    symbol,
    symbols,
)

H, W = symbol("H"), symbol("W")


def test_the_period_is_the_smallest() -> None:
    # ⌊2n/4⌋ written over 4 is ⌊n/2⌋ over 2.
    assert periodic("H", 2, (0, 0, 1, 1)) == Periodic("H", 1, 2, (0, 0))


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


def test_products_do_not_depend_on_the_order() -> None:
    assert multiply(multiply(H, 64), W) == multiply(multiply(W, H), 64)
    assert multiply(multiply(H, 2), W) == multiply(H, multiply(W, 2))


def test_a_long_period_is_opaque_and_still_right() -> None:
    deep = floor_divide(add(H, 1), 5000)
    assert isinstance(deep, Opaque)
    assert [evaluate(deep, {"H": n}) for n in (4998, 4999, 10_000)] == [0, 1, 2]


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


def test_quotients() -> None:
    values = multiply(multiply(H, W), 64)
    assert quotient(values, 16) == multiply(multiply(H, W), 4)
    assert quotient(values, W) == multiply(H, 64)
    assert quotient(values, values) == 1
    assert quotient(values, 128) is None
    assert quotient(values, symbol("D")) is None
    assert quotient(add(H, W), H) is None


def test_a_term_in_place_of_a_size() -> None:
    # ⌈H/2⌉ where H = 2W is W.
    half = floor_divide(add(H, 1), 2)
    assert substitute(half, {"H": multiply(W, 2)}) == W
    assert substitute(half, {"H": 7}) == 4
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


def test_squaring_for_ever_is_refused() -> None:
    term = multiply(H, W)
    with pytest.raises(ShapeError) as error:
        for _ in range(20):
            term = multiply(term, term)
    assert error.value.kind is SizeTooLarge


def test_growing_for_ever_is_refused() -> None:
    term = H
    with pytest.raises(ShapeError) as error:
        for _ in range(200):
            term = multiply(term, 1000)
    assert error.value.kind is SizeTooLarge
