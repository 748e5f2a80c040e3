from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]

UNET = """
input: {shape}
layers:
  - conv: {{filters: 4, size: 3, name: fine}}
  - max_pool: 2
  - conv: {{filters: 4, size: 3, name: coarse}}
  - max_pool: {deepest}
  - upsample: {deepest}
  - concat: [coarse, .]
  - upsample: 2
  - concat: [fine, .]
"""


def test_sizes_that_the_strides_divide(helps: Helps, works: Works) -> None:
    # 30 is halved to 15 and then to 7; 28 and 32 are multiples of 4.
    text = UNET.format(shape="[30, 32, 3]", deepest=2)
    assert helps(text)[0] == "give `input` (line 2) multiples of 4: `[28, 32, 3]` or `[32, 32, 3]`"
    assert works(UNET.format(shape="[28, 32, 3]", deepest=2))
    assert works(UNET.format(shape="[32, 32, 3]", deepest=2))


def test_a_size_smaller_than_a_stride_can_only_grow(helps: Helps) -> None:
    assert helps(UNET.format(shape="[10, 64, 3]", deepest=4))[0] == (
        "give `input` (line 2) multiples of 8: `[8, 64, 3]` or `[16, 64, 3]`"
    )
    assert helps(UNET.format(shape="[15, 64, 3]", deepest=5))[0] == (
        "give `input` (line 2) multiples of 10: `[10, 60, 3]` or `[20, 70, 3]`"
    )


def test_windows_without_padding_are_helped_by_no_size(helps: Helps) -> None:
    text = (
        "input: [32, 32, 3]\nlayers:\n  - conv: {filters: 4, size: 3, name: a}\n"
        "  - conv: {filters: 4, size: 5, padding: valid}\n  - add: [a, .]\n"
    )
    assert helps(text) == ["crop branch 1 to 28 × 28: `{from: a, layers: [crop: 2]}` in place of `a`"]


def test_two_inputs_are_left_alone(helps: Helps) -> None:
    text = "inputs: {a: [9, 3], b: [8, 3]}\nlayers:\n  - add: [a, b]\n"
    assert helps(text) == ["crop branch 1 to 8: `{from: a, layers: [crop: {like: b}]}` in place of `a`"]


def test_channels_that_stand_first(helps: Helps, works: Works) -> None:
    text = "input: [3, 64, 64]\nlayers:\n  - conv: {filters: 8, size: 5, padding: valid}\n"
    assert helps(text)[0] == "the channels of `input` (line 2) are not last: write its shape `[64, 64, 3]`"
    assert works(text.replace("[3, 64, 64]", "[64, 64, 3]"))


def test_channels_that_are_asked_for_and_stand_first(helps: Helps) -> None:
    text = "input: [3, 64, 64]\nlayers:\n  - conv: {filters: 8, size: 5, in_channels: 3}\n"
    assert helps(text)[0] == "the channels of `input` (line 2) are not last: write its shape `[64, 64, 3]`"


def test_two_small_axes_or_a_small_last_one_say_nothing(helps: Helps) -> None:
    for shape in ("[3, 4, 64]", "[64, 2, 3]", "[8, 8, 64]"):
        text = f"input: {shape}\nlayers:\n  - conv: {{filters: 8, size: 9, padding: valid}}\n"
        assert not any("stand last" in one for one in helps(text))


def test_another_order_that_does_not_fit_either_is_not_proposed(helps: Helps) -> None:
    text = "input: [3, 8, 8]\nlayers:\n  - conv: {filters: 8, size: 9, padding: valid}\n"
    assert not any("stand last" in one for one in helps(text))


def test_the_smallest_input_that_leaves_enough_for_a_window(helps: Helps, works: Works) -> None:
    # 5 is what the last window wants, of which each pool by 2 takes half; 4 * 5 + 2 for the first window.
    text = """
        input: [12, 40, 3]
        layers:
          - conv: {filters: 4, size: 3, padding: valid}
          - max_pool: 2
          - max_pool: 2
          - conv: {filters: 4, size: 5, padding: valid}
    """
    assert helps(text)[1] == "or use a larger `input` (line 2): `[22, 40, 3]` is the smallest that fits"
    assert works(text.replace("[12, 40, 3]", "[22, 40, 3]"))
    assert not works(text.replace("[12, 40, 3]", "[21, 40, 3]"))


def test_a_text_that_is_too_short(helps: Helps, works: Works) -> None:
    text = """
        inputs: {words: {shape: [6], dtype: int32}}
        layers:
          - embedding: {input_dim: 50, output_dim: 8}
          - conv: {filters: 4, size: 9, padding: valid}
    """
    assert helps(text)[1] == "or use a larger `words` (line 2): `[9]` is the smallest that fits"
    assert works(text.replace("shape: [6]", "shape: [9]"))


def test_no_input_is_large_enough_where_a_layer_sets_the_size(helps: Helps) -> None:
    text = "input: [8, 8, 3]\nlayers:\n  - resize: 4\n  - conv: {filters: 4, size: 5, padding: valid}\n"
    assert helps(text) == ["use `padding: same`, or a `size` of at most 4"]


def test_a_sequence_whose_positions_stand_last(helps: Helps, works: Works) -> None:
    text = "input: [1, 20]\nlayers:\n  - conv: {filters: 4, size: 3, padding: valid}\n"
    assert helps(text)[0] == "if the 20 of `input` (line 2) follow one another, write its shape `[20, 1]`"
    assert works(text.replace("[1, 20]", "[20, 1]"))


def test_sizes_that_the_strides_divide_before_a_flatten(helps: Helps, works: Works) -> None:
    text = """
        input: [26, 32, 1]
        layers:
          - conv: {filters: 4, size: 3, stride: 4}
          - flatten
          - dense: 224
          - reshape: [7, 8, 4]
          - up_conv: {filters: 1, size: 4, stride: 4}
          - subtract: [input, .]
    """
    assert helps(text)[0] == "give `input` (line 2) multiples of 4: `[28, 32, 1]`"
    assert works(text.replace("[26, 32, 1]", "[28, 32, 1]"))


def test_channels_that_stand_first_of_an_open_picture(helps: Helps, works: Works) -> None:
    text = "input: [3, H, W]\nlayers:\n  - conv: {filters: 8, size: 3}\n"
    assert helps(text)[0] == "the channels of `input` (line 2) are not last: write its shape `[H, W, 3]`"
    assert works(text.replace("[3, H, W]", "[H, W, 3]"))


def test_what_follows_the_merge_is_asked_too(helps: Helps, works: Works) -> None:
    # The second merge halves again: multiples of 2 are not enough, of 4 are.
    halved = "  - add: [[max_pool: 2], [conv: {filters: 3, size: 3, stride: 2, activation: relu}]]\n"
    text = f"input: [SIZE, 3]\nlayers:\n{halved}{halved}"
    assert helps(text.replace("SIZE", "9"))[0] == "give `input` (line 2) multiples of 4: `[8, 3]` or `[12, 3]`"
    assert works(text.replace("SIZE", "8")) and works(text.replace("SIZE", "12"))
    assert not works(text.replace("SIZE", "10"))


def test_open_sizes_behind_the_channels(helps: Helps, works: Works) -> None:
    text = "input: SHAPE\nlayers: [conv: {filters: 4, size: 3}]\n"
    assert helps(text.replace("SHAPE", "[12, H, W]"))[0] == (
        "the channels of `input` (line 2) are not last: write its shape `[H, W, 12]`"
    )
    assert works(text.replace("SHAPE", "[H, W, 12]"))


def test_the_batch_axis(helps: Helps, works: Works) -> None:
    text = "input: SHAPE\nlayers: [conv: {filters: 4, size: [3, 3]}, flatten, dense: 2]\n"
    assert helps(text.replace("SHAPE", "[null, 8, 8, 2]"))[0] == (
        "leave the batch axis out of the shape of `input` (line 2): `[8, 8, 2]`"
    )
    assert works(text.replace("SHAPE", "[8, 8, 2]"))
    assert not any("batch" in one for one in helps(text.replace("SHAPE", "[D, 8, 8, 2]")))
