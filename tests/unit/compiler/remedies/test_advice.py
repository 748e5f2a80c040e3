from collections.abc import Callable

Helps = Callable[[str], list[str]]


def test_what_follows_the_first_begins_with_or(helps: Helps) -> None:
    texts = helps("input: [3, 64, 64]\nlayers:\n  - conv: {filters: 8, size: 5, padding: valid}\n")
    assert [one.startswith("or ") for one in texts] == [False, True]


def test_a_norm_that_a_convolution_asks_for_becomes_a_layer_behind_it(helps: Helps) -> None:
    assert helps("input: [8, 3]\nlayers:\n  - conv: {filters: 48, size: 3, norm: group}\n") == [
        "say `norm: null`, and behind it write `group_norm: 24`: 24 is the nearest number that divides 48"
    ]
    assert helps("input: [8, 48]\nlayers:\n  - group_norm\n") == [
        "write `group_norm: 24`: 24 is the nearest number that divides 48"
    ]
