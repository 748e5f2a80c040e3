from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]

GRID = """
input: [48, 48, 1]
layers:
  - conv: {filters: 6, size: 3, activation: relu}
  - max_pool: 4
  - max_pool: {size: 2, stride: 1PADDING}
  - conv: {filters: 6, size: 1}
  - reshape: [12, 12, 2, 3]
"""


def test_a_pool_that_lost_a_row(helps: Helps, works: Works) -> None:
    assert helps(GRID.replace("PADDING", "")) == ["keep the sizes: `padding: same` in `max_pool_2` (line 6)"]
    assert works(GRID.replace("PADDING", ", padding: same"))


def test_not_where_another_number_of_values_is_asked_for(helps: Helps) -> None:
    assert not any("padding" in one for one in helps(GRID.replace("PADDING", "").replace("2, 3]", "2, 4]")))


UNTIED = """
input: [SIZE, 8]
layers:
  - conv: {filters: 8, size: 5, stride: 3, padding: valid, activation: relu}
  - up_conv: {filters: 8, size: 5, stride: 3, padding: validEXTRA}
  - add: [., input]
"""


def test_what_a_strided_window_left_over(helps: Helps, works: Works) -> None:
    # (21 - 5) // 3 + 1 = 6 and (6 - 1) * 3 + 5 = 20; (22 - 5) // 3 is 5 as well.
    for size, extra in ((21, 1), (22, 2)):
        text = UNTIED.replace("SIZE", str(size))
        assert helps(text.replace("EXTRA", ""))[0] == (
            f"bring back what the strides left over: `output_padding: {extra}` in `up_conv_1` (line 5)"
        )
        assert works(text.replace("EXTRA", f", output_padding: {extra}"))


def test_not_more_than_a_stride(helps: Helps) -> None:
    text = UNTIED.replace("SIZE", "22").replace("EXTRA", "").replace("add: [., input]", "add: [., [crop: [[2, 2]]]]")
    assert not any("output_padding" in one for one in helps(text))
