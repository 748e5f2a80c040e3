from collections.abc import Callable

Helps = Callable[[str], list[str]]


def test_what_follows_the_first_begins_with_or(helps: Helps) -> None:
    texts = helps("input: [3, 64, 64]\nlayers:\n  - conv: {filters: 8, size: 5, padding: valid}\n")
    assert [one.startswith("or ") for one in texts] == [False, True]


def test_a_norm_that_a_convolution_asks_for_becomes_a_layer_behind_it(helps: Helps) -> None:
    assert helps("input: [8, 3]\nlayers:\n  - conv: {filters: 48, size: 3, norm: group}\n") == [
        "say `norm: null`, and behind it write `group_norm: 24`: 24 is the nearest number that divides 48",
        "or make `conv_1.conv` (line 4) 64 wide: `filters: 64` at line 4",
    ]
    assert helps("input: [8, 48]\nlayers:\n  - group_norm\n") == [
        "write `group_norm: 24`: 24 is the nearest number that divides 48"
    ]


def test_the_padding_that_makes_sizes_divisible_does(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [113, 10, 3]\nlayers:\n  - space_to_depth: 4\n"
    assert helps(spec) == ["pad it to 116 × 12, in a layer before it: `pad: [[0, 3], [0, 2]]`"]
    assert works(spec.replace("- space", "- pad: [[0, 3], [0, 2]]\n  - space"))


def test_an_order_that_names_every_axis_does(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [8, 9, 3]\nlayers:\n  - permute: [1, 0]\n"
    assert helps(spec) == ["name every axis once, the channels last: `[1, 0, 2]`"]
    assert works(spec.replace("[1, 0]", "[1, 0, 2]"))
