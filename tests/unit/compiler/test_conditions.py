"""Conditions as people write them: the sizes for which they hold, counted out."""

import pytest

from archspec.compiler.conditions import ConditionError, domain

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
    ("text", "why"),
    [
        ("H", "compares nothing"),
        ("true", "compares nothing"),
        ("D >= 2", "names `D`, which is no open size"),
        ("H[0] >= 2", "names `H[0]`, which is no open size"),
        ("H ** 2 == 4", "cannot be read"),
        ("H ==", "cannot be read: a value is missing at the end"),
        ("H is W", "cannot be read: `is` is not part of expressions"),
        ("round(H) == 2", "cannot be read"),
        ("H == 2.5", "cannot have `2.5` in it"),
        ("H == 'a'", "cannot have `'a'` in it"),
        ("H == 0x10", "cannot be read: `0x10` is not part of expressions"),
        ("H == [2]", "cannot be read"),
        ("H in 2", "needs a list after `in`"),
        ("H % 0 == 1", "divides by what is no number above 0"),
        ("H % W == 1", "divides by what is no number above 0"),
        ("H / 2 % 2 == 1", "has a quotient that is not rounded: write `⌊…⌋`, `⌈…⌉` or `//`"),
        ("H == 1 or W == 1", "says `or` or `not` of several open sizes together"),
        ("H != W", "says `or` or `not` of several open sizes together"),
        ("(" * 65 + "H" + ")" * 65 + " == 1", "is too long"),
        ("H == " + "1 + " * 200 + "1", "is too long"),
    ],
)
def test_what_is_no_condition(text: str, why: str) -> None:
    with pytest.raises(ConditionError) as caught:
        domain(text, NAMES)
    assert str(caught.value) == why
