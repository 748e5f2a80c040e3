from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]

WIDTHS = """
input: [8, 8, 3]
layers:
  - conv: {{filters: {a}, size: 3, name: a}}
  - conv: {{filters: {b}, size: 3, name: b}}
  - conv: {{filters: {c}, size: 3, name: c}}
  - add: [a, b, c]
"""

SIZES = """
input: {shape}
layers:
  - conv: {{filters: 4, size: 3, stride: 2, name: a}}
  - conv: {{filters: 4, size: 3, stride: {b}, name: b}}
  - conv: {{filters: 4, size: 3, stride: {c}, name: c}}
  - concat: [a, b, c]
"""


def test_the_one_that_differs_is_projected(helps: Helps, works: Works) -> None:
    text = WIDTHS.format(a=4, b=4, c=6)
    assert helps(text) == [
        "project branch 3 to 4 channels: `{from: c, layers: [conv: {filters: 4, size: 1}]}` in place of `c`",
        "or make `c` (line 6) 4 wide: `filters: 4` at line 6",
    ]
    assert works(text.replace("[a, b, c]", "[a, b, {from: c, layers: [conv: {filters: 4, size: 1}]}]"))
    assert works(WIDTHS.format(a=4, b=4, c=4))


def test_where_all_differ_they_become_as_wide_as_the_widest(helps: Helps) -> None:
    assert helps(WIDTHS.format(a=4, b=5, c=6)) == [
        "project branches 1 and 2 to 6 channels, each like the first: `{from: a, layers: [conv: {filters: 6, size: 1}]}"
        "` in place of `a`"
    ]


def test_three_levels_are_pooled_or_upsampled(helps: Helps, works: Works) -> None:
    text = SIZES.format(shape="[32, 32, 3]", b=2, c=2)
    assert helps(text) == [
        "bring branches 1 and 2 to 4 × 4: `{from: a, layers: [max_pool: 4]}` in place of `a` and `{from: b, layers: "
        "[max_pool: 2]}` in place of `b`",
        "or bring branches 2 and 3 to 16 × 16: `{from: b, layers: [upsample: 2]}` in place of `b` and `{from: c, "
        "layers: [upsample: 4]}` in place of `c`",
    ]
    assert works(text.replace("[a, b, c]", "[{from: a, layers: [max_pool: 4]}, {from: b, layers: [max_pool: 2]}, c]"))
    branches = "[a, {from: b, layers: [upsample: 2]}, {from: c, layers: [upsample: 4]}]"
    assert works(text.replace("[a, b, c]", branches))


def test_one_level_that_differs_is_padded_or_cropped(helps: Helps, works: Works) -> None:
    text = """
        input: [10, 10, 4]
        layers:
          - concat:
              - .
              - [conv: {filters: 4, size: 3}]
              - [conv: {filters: 4, size: 2, padding: valid}]
    """
    assert helps(text) == ["bring branch 3 to 10 × 10: `pad: [[0, 1], [0, 1]]` at the end of branch 3"]
    assert works(text.replace("padding: valid}", "padding: valid}, pad: [[0, 1], [0, 1]]"))
    text = text.replace("size: 2, padding: valid", "size: 2, padding: 1")
    assert helps(text) == ["bring branch 3 to 10 × 10: `crop: [[0, 1], [0, 1]]` at the end of branch 3"]
    assert works(text.replace("padding: 1}", "padding: 1}, crop: [[0, 1], [0, 1]]"))


def test_numbers_that_hold_for_one_call_alone_are_not_proposed(helps: Helps) -> None:
    text = """
        input: [10, 10, 4]
        blocks:
          level:
            layers:
              - concat:
                  - .
                  - [conv: {filters: 4, size: 3}]
                  - [conv: {filters: 4, size: 2, padding: valid}]
        layers: [level]
    """
    assert helps(text) == []
