"""Where the values of fields come from, as errors tell it."""

from typing import Any

import archspec

CALLED = """archspec: 1
params: {base: 16, wide: $base}
variants: {big: {base: 32}}
input: [8, 8, 3]
blocks:
  stage:
    params: {filters: , stride: 2}
    layers:
      - conv: {filters: $filters, size: 3, stride: $stride}
layers:
  - stage: FILTERS
  - conv: {filters: 4, size: 1, in_channels: 5}
"""


def told(text: str, variant: str | None = None, **params: Any) -> tuple[list[tuple[int, str]], list[str]]:
    """The labels and the notes of the only error."""
    (found,) = archspec.check(text, variant, **params).errors
    return [(label.span.line, label.text) for label in found.labels], list(found.notes)


def test_a_name_is_followed_through_a_call() -> None:
    assert told(CALLED.replace("FILTERS", "64")) == (
        [(9, "64 channels come from here"), (11, "`filters` is 64 here")],
        [],
    )


def test_parentheses_make_no_difference() -> None:
    assert told(CALLED.replace("FILTERS", "$( base )"))[0][1] == (2, "`base` is 16 here")


def test_a_param_that_is_another_one_is_followed() -> None:
    assert told(CALLED.replace("FILTERS", "$wide"))[0][1] == (2, "`base` is 16 here")


def test_a_param_left_out_comes_from_its_default() -> None:
    text = CALLED.replace("{filters: , stride: 2}", "{stride: 2, filters: 7}").replace("stage: FILTERS", "stage")
    assert told(text)[0][1] == (7, "`filters` is 7 here")


def test_params_of_the_spec_come_from_the_variant_or_the_default() -> None:
    text = CALLED.replace("FILTERS", "$base")
    assert told(text)[0][1] == (2, "`base` is 16 here")
    assert told(text, "big")[0][1] == (3, "`base` is 32 here")
    assert told(text, "big", base=48)[0] == [(9, "48 channels come from here")]


def test_a_block_does_not_see_the_counters_around_it() -> None:
    text = CALLED.replace("- stage: FILTERS", "- repeat: {times: 1, index: base, layers: [stage: 4]}")
    assert told(text.replace("filters: $filters", "filters: $base"))[0][1] == (2, "`base` is 16 here")


REPEATED = """archspec: 1
input: [8, 8, 3]
layers:
  - repeat:
      each:
        width: WIDTHS
      layers:
        - conv: {filters: $width, size: 1}
        - conv: {filters: 4, size: 1, in_channels: 32}
"""


def test_a_name_of_a_repeat_is_an_element_of_its_list() -> None:
    assert told(REPEATED.replace("WIDTHS", "[32, 64]")) == (
        [(8, "64 channels come from here"), (6, "`width` is 64 here")],
        ["in turn 2 of the repeat at line 4, where `width` is 64"],
    )


def test_a_computed_list_has_no_element_to_point_at() -> None:
    assert told(REPEATED.replace("WIDTHS", "$(range(32, 34))"))[0] == [
        (8, "33 channels come from here"),
        (6, "`width` is 33 here"),
    ]


def test_a_param_of_the_spec_is_seen_in_a_repeat() -> None:
    text = REPEATED.replace("WIDTHS", "[1]").replace("input", "params: {base: 16}\ninput").replace("$width", "$base")
    assert told(text)[0][1] == (2, "`base` is 16 here")


def test_what_an_expression_comes_to() -> None:
    text = REPEATED.replace("WIDTHS", "[16, 17]").replace("input", "params: {base: 16}\ninput")
    assert told(text.replace("$width", "$(width + base)"))[1] == [
        "for `conv_3`, `$(width + base)` is 33 where `base` is 16 and `width` is 17",
        "in turn 2 of the repeat at line 5, where `width` is 17",
    ]


def test_expressions_without_names_or_of_shapes_are_not_worded() -> None:
    for expression in ("$(2 * 3)", "$(channels // 2 + 5)", '$(base + channels_of("input"))'):
        assert told(CALLED.replace("FILTERS", f"'{expression}'"))[1] == []
