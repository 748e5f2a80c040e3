"""Operators and functions, by numbers worked by hand."""

import math
from typing import Any

import pytest

from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.operations import FUNCTIONS, OPERATORS, Value, bounded, element, joined, paste, round_to, weight


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        *[("min", (3, 1, 2), 1), ("min", ([3, 1.5],), 1.5), ("max", (3, 4), 4), ("max", ([7],), 7), ("abs", (-3,), 3)],
        *[("abs", (-2.5,), 2.5), ("round", (2.5,), 2), ("round", (3.5,), 4), ("round", (-0.4,), 0), ("round", (7,), 7)],
        *[
            ("floor", (-2.5,), -3),
            ("ceil", (2.1,), 3),
            ("ceil", (2,), 2),
            ("int", (-2.9,), -2),
            ("int", (1e15,), 10**15),
        ],
        *[("len", ([],), 0), ("len", ("abc",), 3), ("len", ([[1, 2], object()],), 2), ("range", (3,), [0, 1, 2])],
        *[("range", (1, 4), [1, 2, 3]), ("range", (5, 0, -2), [5, 3, 1]), ("range", (0,), []), ("range", (-2,), [])],
        *[("reversed", ([1, 2],), [2, 1]), ("sum", ([1, 2, 3],), 6), ("sum", ([],), 0), ("sum", ([0.5, 1],), 1.5)],
        *[("log2", (8,), 3.0), ("log2", (0.25,), -2.0), ("log2", (2**60,), 60.0)],
    ],
)
def test_functions(name: str, arguments: tuple[Value, ...], result: Value):
    found = FUNCTIONS[name](*arguments)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(
    ("value", "multiple", "result"),
    [
        *[(20, 8, 24), (19, 8, 16), (12, 8, 16), (1, 8, 8), (0, 8, 8), (-100, 8, 8), (24, 8, 24), (27.5, 8, 24)],
        *[(28.0, 8, 32), (33.6, 8, 32), (10**19 + 3, 8, 10**19), (0.3, 0.25, 0.25), (0.375, 0.25, 0.5), (7, 2.5, 7.5)],
        # Where adding a half before rounding down would go wrong: the sum is no double, and is rounded up itself.
        *[(9007199254740991.0, 1, 9007199254740991), (1.4999999999999998, 1, 1)],
    ],
)
def test_round_to(value: float, multiple: float, result: float):
    assert round_to(value, multiple) == result


def test_round_to_keeps_integers():
    assert type(round_to(20, 8)) is int
    assert type(round_to(20.5, 8)) is int


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        *[("min", ([],), "undefined-result"), ("min", (3,), "wrong-type"), ("min", ("ab",), "wrong-type")],
        *[("max", (1, None), "wrong-type"), ("abs", (True,), "wrong-type"), ("abs", (math.nan,), "wrong-type")],
        *[("round", ("2",), "wrong-type"), ("floor", (math.inf,), "wrong-type"), ("int", ([1],), "wrong-type")],
        *[("len", (3,), "wrong-type"), ("range", (2.0,), "wrong-type"), ("range", (True,), "wrong-type")],
        *[("range", (1, 2, 0), "undefined-result"), ("range", (10**6,), "too-much-work")],
        *[("range", (-(10**19), 10**19), "too-much-work"), ("reversed", ("abc",), "wrong-type")],
        *[("sum", (3,), "wrong-type"), ("sum", ([1, "a"],), "wrong-type"), ("log2", (0,), "undefined-result")],
        *[("log2", (-1,), "undefined-result"), ("round_to", (1, 0), "undefined-result")],
        *[("round_to", (1, -8), "undefined-result"), ("abs", (10**30,), "number-too-large")],
    ],
)
def test_faults_of_functions(name: str, arguments: tuple[Value, ...], kind: str):
    with pytest.raises(ExpressionError) as caught:
        FUNCTIONS[name](*arguments)
    assert caught.value.data.kind.name == kind


@pytest.mark.parametrize(
    ("base", "exponent", "result"),
    [
        (2, 10, 1024),
        (2, -2, 0.25),
        (4, 0.5, 2.0),
        (-2, 3, -8),
        (-2.0, 2.0, 4.0),
        (0, 0, 1),
        (1, 10**19, 1),
        (-1, 3, -1),
    ],
)
def test_powers(base: float, exponent: float, result: float):
    assert OPERATORS["**"](base, exponent) == result


@pytest.mark.parametrize(
    ("base", "exponent", "kind"),
    [
        *[(2, 10**19, "number-too-large"), (3, 68, "number-too-large"), (2.0, 5000, "number-too-large")],
        *[(0, -1, "division-by-zero"), (0.0, -0.5, "division-by-zero"), (-8, 0.5, "undefined-result")],
        *[(True, 2, "wrong-type"), (2, "2", "wrong-type"), (1e-300, -(10**19), "number-too-large")],
    ],
)
def test_faults_of_powers(base: Any, exponent: Any, kind: str):
    with pytest.raises(ExpressionError) as caught:
        bounded(OPERATORS["**"](base, exponent))  # pyright: ignore[reportArgumentType] - a number, if anything
    assert caught.value.data.kind.name == kind


@pytest.mark.parametrize("value", [10**20 - 1, 1 - 10**20, 0, 1.7e308, -1.7e308])
def test_bounds(value: float):
    assert bounded(value) == value


@pytest.mark.parametrize("value", [10**20, -(10**20), math.inf, -math.inf, math.nan])
def test_out_of_bounds(value: float):
    with pytest.raises(ExpressionError):
        bounded(value)


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (True, "true"), (False, "false"), (3, "3"), (0.5, "0.5"), (1e-7, "1e-07")]
)
def test_pasting(value: Value, text: str):
    assert paste(value) == text


@pytest.mark.parametrize("value", [None, [1], object(), math.nan])
def test_what_cannot_be_pasted(value: Value):
    with pytest.raises(ExpressionError):
        paste(value)


def test_joining_stops_in_time():
    def endless():
        while True:
            yield "x" * 1000

    with pytest.raises(ExpressionError):
        joined(endless())


def test_weight():
    assert weight([]) == 0
    assert weight([1, [2, [3]], "abc"]) == 6
    deep: list[Value] = []
    for _ in range(200):
        deep = [deep, deep]
    assert weight(deep) > 100_000


def test_elements():
    assert element([1, 2], -2) == 1
    with pytest.raises(ExpressionError):
        element([1, 2], 10**19)
