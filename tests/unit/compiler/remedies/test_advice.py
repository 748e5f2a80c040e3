from collections.abc import Callable

Helps = Callable[[str], list[str]]


def test_what_follows_the_first_begins_with_or(helps: Helps) -> None:
    texts = helps("input: [3, 64, 64]\nlayers:\n  - conv: {filters: 8, size: 5, padding: valid}\n")
    assert [one.startswith("or ") for one in texts] == [False, True]


def test_groups_are_advised_as_they_are_written(helps: Helps) -> None:
    assert helps("input: [8, 3]\nlayers:\n  - conv: {filters: 48, size: 3, norm: group}\n") == [
        "write `norm: {group: 24}`: 24 is the nearest number that divides 48",
        "or make `conv_1.conv` (line 4) 64 wide: `filters: 64` at line 4",
    ]
    assert helps("input: [8, 48]\nlayers:\n  - group_norm\n") == [
        "write `group_norm: 24`: 24 is the nearest number that divides 48"
    ]
    assert helps("input: [8, 48]\nlayers:\n  - group_norm: {groups: 5, epsilon: 0.1}\n") == [
        "write `groups: 4`: 4 is the nearest number that divides 48"
    ]
    assert helps("input: [8, 9]\nlayers:\n  - dense: {units: 6, norm: {group: 4}}\n") == [
        "write `norm: {group: 3}`: 3 is the nearest number that divides 6",
        "or make `dense_1.dense` (line 4) 8 wide: `units: 8` at line 4",
    ]


def test_a_default_is_changed_where_the_others_bear_it(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [8, 3]\ndefaults: {group_norm: {groups: 8}}\nlayers:\n"
    two = "  - conv: {filters: 40, size: 3, norm: group}\n  - relu\n  - conv: {filters: 20, size: 3, norm: group}\n"
    nearest = "write `%s`: 10 is the nearest number that divides 20"
    here = "for `conv_2.norm` alone, " + nearest % "norm: {group: 10}"
    wider = "or make `conv_2.conv` (line 7) 24 wide: `filters: 24` at line 7"
    assert helps(spec + two) == [nearest % "groups: 10", "or " + here, wider]
    assert works((spec + two).replace("groups: 8", "groups: 10"))
    assert works(spec + two.replace("20, size: 3, norm: group", "20, size: 3, norm: {group: 10}"))
    # 10 does not divide 48, and 5 neither, but 4 does.
    assert helps(spec + two.replace("40", "48")) == [
        "write `groups: 4`, which suits the other layers too",
        "or " + here,
        wider,
    ]
    assert works((spec + two).replace("groups: 8", "groups: 4").replace("40", "48"))


def test_slopes_are_advised_as_they_are_written(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [T, 3]\nlayers:\n  - conv: {filters: 8, size: 3, activation: %s}\n  - relu\n"
    assert helps(spec % "prelu") == ["learn one slope per channel: `activation: {prelu: spatial}`"]
    assert works(spec % "{prelu: spatial}")
    item = "input: [T, 3]\nlayers:\n  - %s\n  - relu\n"
    assert helps(item % "prelu") == ["learn one slope per channel: `prelu: spatial`"]
    assert helps(item % "prelu: {alpha_initializer: ones}") == ["learn one slope per channel: `shared_axes: spatial`"]
    assert works(item % "prelu: {alpha_initializer: ones, shared_axes: spatial}")


def test_the_padding_that_makes_sizes_divisible_does(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [113, 10, 3]\nlayers:\n  - space_to_depth: 4\n"
    assert helps(spec) == ["pad it to 116 × 12, in a layer before it: `pad: [[0, 3], [0, 2]]`"]
    assert works(spec.replace("- space", "- pad: [[0, 3], [0, 2]]\n  - space"))


def test_an_order_that_names_every_axis_does(helps: Helps, works: Callable[[str], bool]) -> None:
    spec = "input: [8, 9, 3]\nlayers:\n  - permute: [1, 0]\n"
    assert helps(spec) == ["name every axis once, the channels last: `[1, 0, 2]`"]
    assert works(spec.replace("[1, 0]", "[1, 0, 2]"))
