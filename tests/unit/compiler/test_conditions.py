"""Conditions as people write them: the sizes for which they hold, counted out."""

import pytest

from archspec.compiler.conditions import ConditionError, domain
from archspec.syntax.expression_faults import MissingValue, NotPartOfExpressions
from tests.like import Like

NAMES = ("H", "W", "input[0]")


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("H % 4 == 0", [4, 8, 12, 16, 20]),
        ("H%4==0", [4, 8, 12, 16, 20]),
        ("H % 4 in [0, 1]", [1, 4, 5, 8, 9, 12, 13, 16, 17, 20]),
        ("H >= 18", [18, 19, 20]),
        ("H > 18", [19, 20]),
        ("18 <= H", [18, 19, 20]),
        ("H < 3", [1, 2]),
        ("H <= 3", [1, 2, 3]),
        ("3 <= H < 6", [3, 4, 5]),
        ("H in [2, 5]", [2, 5]),
        ("H not in [2, 5] and H <= 6", [1, 3, 4, 6]),
        ("H != 2 and H < 5", [1, 3, 4]),
        ("H in [3] or H >= 17 and H % 2 == 0", [3, 18, 20]),
        ("not H > 2", [1, 2]),
        ("⌊H/2⌋ == 4", [8, 9]),
        ("⌈H/2⌉ == 4", [7, 8]),
        ("⌊(H - 4)/2⌋ >= 7", [18, 19, 20]),
        ("H // 3 == 2", [6, 7, 8]),
        ("floor(H / 3) == ceil(5 / 3)", [6, 7, 8]),
        ("2*H + 1 == 7", [3]),
        ("H - 1 >= -H + 37", [19, 20]),
        ("H / 2 == 4", [8]),
        ("H == H", [*range(1, 21)]),
        ("H < H", []),
    ],
)
def test_conditions_on_one_size(text: str, sizes: list[int]) -> None:
    found = domain(text, NAMES)
    assert [n for n in range(1, 21) if found.contains({"H": n})] == sizes


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("H == W", [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ("⌈H/2⌉ == W", [(1, 1), (2, 1), (3, 2), (4, 2)]),
        ("H + W <= 3", [(1, 1), (1, 2), (2, 1)]),
        ("H*W == 4", [(1, 4), (2, 2), (4, 1)]),
        ("H == W and W == 2", [(2, 2)]),
    ],
)
def test_conditions_on_two_sizes(text: str, pairs: list[tuple[int, int]]) -> None:
    found = domain(text, NAMES)
    assert [(h, w) for h in range(1, 5) for w in range(1, 5) if found.contains({"H": h, "W": w})] == pairs


def test_a_size_without_a_name_of_its_own() -> None:
    assert domain("input[0] % 2 == 0", NAMES).conditions("input[0]") == ("input[0] % 2 == 0",)


@pytest.mark.parametrize(
    ("text", "why", "cause"),
    [
        ("H", "compares nothing", None),
        ("true", "compares nothing", None),
        ("D >= 2", "names `D`, which is no open size", None),
        ("H[0] >= 2", "names `H[0]`, which is no open size", None),
        ("H ** 2 == 4", "cannot be read", None),
        ("H ==", "cannot be read", Like(MissingValue, before="")),
        ("H is W", "cannot be read", Like(NotPartOfExpressions, word="is")),
        ("round(H) == 2", "cannot be read", None),
        ("H == 2.5", "cannot have `2.5` in it", None),
        ("H == 'a'", "cannot have `'a'` in it", None),
        ("H == 0x10", "cannot be read", Like(NotPartOfExpressions, word="0x10")),
        ("H == [2]", "cannot be read", None),
        ("H in 2", "needs a list after `in`", None),
        ("H % 0 == 1", "divides by what is no number above 0", None),
        ("H % W == 1", "divides by what is no number above 0", None),
        ("H / 2 % 2 == 1", "has a quotient that is not rounded: write `⌊…⌋`, `⌈…⌉` or `//`", None),
        ("H == 1 or W == 1", "says `or` or `not` of several open sizes together", None),
        ("H != W", "says `or` or `not` of several open sizes together", None),
        ("(" * 65 + "H" + ")" * 65 + " == 1", "is too long", None),
        ("H == " + "1 + " * 200 + "1", "is too long", None),
    ],
)
def test_what_is_no_condition(text: str, why: str, cause: Like | None) -> None:
    with pytest.raises(ConditionError) as caught:
        domain(text, NAMES)
    assert (caught.value.why, caught.value.cause) == (why, cause)
