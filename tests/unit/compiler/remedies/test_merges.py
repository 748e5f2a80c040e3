from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]


def test_a_projection_says_its_width_so_that_it_holds_in_every_call(helps: Helps, works: Works) -> None:
    text = """
        input: [8, 8, 4]
        blocks:
          stage:
            params: {filters: }
            layers:
              - identity: {name: x}
              - conv: {filters: $filters, size: 3, name: y}
              - add: [x, y]
        layers:
          - stage: 4
          - stage: 8
          - stage: 16
    """
    assert helps(text) == [
        "project branch 1 to 8 channels: `{from: x, layers: [conv: {filters: $filters, size: 1}]}` in place of `x`"
    ]
    assert works(text.replace("[x, y]", "[{from: x, layers: [conv: {filters: $filters, size: 1}]}, y]"))


def test_a_width_from_elsewhere_is_asked_of_its_name(helps: Helps, works: Works) -> None:
    text = """
        input: [8, 8, 4]
        layers:
          - conv: {filters: 16, size: 1, name: wide}
          - group:
              name: inside
              layers: [conv: {filters: 4, size: 3, name: narrow}]
          - repeat:
              times: 2
              layers:
                - add: [inside.narrow, wide]
    """
    assert helps(text)[0] == (
        "project branch 1 to 16 channels: `{from: inside.narrow, layers: [conv: {filters: $(channels_of('wide')), "
        "size: 1}]}` in place of `inside.narrow`"
    )
    assert works(
        text.replace(
            "[inside.narrow, wide]",
            "[{from: inside.narrow, layers: [conv: {filters: $(channels_of('wide')), size: 1}]}, wide]",
        )
    )


def test_vectors_are_projected_by_a_dense_layer(helps: Helps, works: Works) -> None:
    text = "inputs: {a: [4], b: [6]}\nlayers:\n  - add: [a, b]\n"
    assert helps(text) == ["project branch 1 to 6 channels: `{from: a, layers: [dense: 6]}` in place of `a`"]
    assert works(text.replace("[a, b]", "[{from: a, layers: [dense: 6]}, b]"))


def test_another_width_is_proposed_only_where_everything_else_still_fits(helps: Helps) -> None:
    text = """
        input: [8, 8, 3]
        layers:
          - conv: {filters: 4, size: 1, name: a}
          - conv: {filters: 4, size: 1, name: b, from: input}
          ADDED
          - conv: {filters: 6, size: 1, name: c, from: input}
          - add: [a, c]
    """
    assert helps(text.replace("ADDED", "- relu"))[1:] == ["or make `a` (line 4) 6 wide: `filters: 6` at line 4"]
    assert helps(text.replace("ADDED", "- add: [a, b]"))[1:] == []


def test_one_channel_can_be_stretched(helps: Helps, works: Works) -> None:
    text = "input: [8, 8, 4]\nlayers:\n  - conv: {filters: 1, size: 1, name: mask}\n  - multiply: [input, mask]\n"
    assert helps(text)[0] == ("let it stretch axes of size 1: `multiply: {branches: [input, mask], broadcast: true}`")
    assert works(text.replace("multiply: [input, mask]", "multiply: {branches: [input, mask], broadcast: true}"))


def test_a_whole_factor_is_pooled_or_upsampled(helps: Helps, works: Works) -> None:
    text = "inputs: {a: [8, 12, 3], b: [2, 6, 3]}\nlayers:\n  - concat: [a, b]\n"
    assert helps(text) == [
        "bring branch 1 to 2 × 6: `{from: a, layers: [max_pool: [4, 2]]}` in place of `a`",
        "or bring branch 2 to 8 × 12: `{from: b, layers: [upsample: [4, 2]]}` in place of `b`",
    ]
    assert works(text.replace("[a, b]", "[{from: a, layers: [max_pool: [4, 2]]}, b]"))
    assert works(text.replace("[a, b]", "[a, {from: b, layers: [upsample: [4, 2]]}]"))


def test_in_a_repeat_a_crop_is_to_a_name(helps: Helps, works: Works) -> None:
    text = """
        input: [30, 30, 4]
        layers:
          - repeat:
              each: {i: [0, 1]}
              layers:
                - relu: {name: enc$i}
                - max_pool: 2
          - repeat:
              each: {i: [1, 0]}
              layers:
                - upsample: {factor: 2}
                - concat: [enc$i, .]
    """
    assert helps(text)[1] == (
        "or crop branch 1 to the size of `upsample_1` (line 12): give that `name: joined$i`, and write "
        "`{from: enc$i, layers: [crop: {like: joined$i}]}` in place of `enc$i`"
    )
    mended = text.replace("{factor: 2}", "{factor: 2, name: joined$i}")
    assert works(mended.replace("[enc$i, .]", "[{from: enc$i, layers: [crop: {like: joined$i}]}, .]"))


def test_open_sizes_a_number_apart_are_cropped(helps: Helps, works: Works) -> None:
    text = (
        "input: [H, W, 3]\nlayers:\n  - conv: {filters: 8, size: 3, padding: valid, name: inner}\n"
        "  - conv: {filters: 8, size: 3, from: input}\n  - add: [inner, .]\n"
    )
    assert helps(text) == ["crop branch 2 to (H - 2) × (W - 2): `[crop: {like: inner}]` in place of `.`"]
    assert works(text.replace("[inner, .]", "[inner, [crop: {like: inner}]]"))


def test_neither_branch_is_larger_everywhere(helps: Helps) -> None:
    assert helps("inputs: {a: [8, 5, 3], b: [6, 9, 3]}\nlayers:\n  - concat: [a, b]\n") == []


def test_a_concat_along_space_that_should_join_channels(helps: Helps, works: Works) -> None:
    text = "inputs: {a: [8, 3], b: [8, 5]}\nlayers:\n  - concat: {branches: [a, b], axis: 0}\n"
    assert helps(text)[0] == "leave `axis` out to join channels: `axis: 0` joins along another axis"
    assert works(text.replace(", axis: 0", ""))


def test_a_vector_gets_axes_where_it_is_multiplied(helps: Helps, works: Works) -> None:
    text = "inputs: {map: [8, 8, 4], age: [4]}\nlayers:\n  - multiply: [map, age]\n"
    assert helps(text) == [
        "give the vector axes, `{from: age, layers: [reshape: [1, 1, 4]]}` in place of `age`, and stretch them with "
        "`broadcast: true`"
    ]
    given = "multiply: {branches: [map, {from: age, layers: [reshape: [1, 1, 4]]}], broadcast: true}"
    assert works(text.replace("multiply: [map, age]", given))


def test_a_map_is_pooled_where_it_is_joined_to_a_vector(helps: Helps, works: Works) -> None:
    text = "inputs: {map: [8, 8, 4], age: [1]}\nlayers:\n  - concat: [map, age]\n"
    assert helps(text) == ["make a vector of (8, 8, 4): `{from: map, layers: [global_pool: avg]}` in place of `map`"]
    assert works(text.replace("[map, age]", "[{from: map, layers: [global_pool: avg]}, age]"))


def test_a_residual_keeps_its_sizes_by_padding(helps: Helps, works: Works) -> None:
    text = """
        input: [32, 32, 16]
        layers:
          - residual:
              - conv: {filters: 16, size: 3, padding: valid, activation: relu}
              - conv: {filters: 16, size: 3, padding: 0}
    """
    assert (
        helps(text)[0]
        == "keep the sizes: `padding: same` in `residual_1.conv_1` (line 5) and `residual_1.conv_2` (line 6)"
    )
    assert works(text.replace("padding: valid", "padding: same").replace("padding: 0", "padding: same"))


def test_branches_of_other_forms(helps: Helps) -> None:
    assert helps("input: [8, 4]\nlayers:\n  - add: [{from: input}, [dense: 6]]\n") == [
        "project branch 1 to 6 channels: `layers: [conv: {filters: 6, size: 1}]` in branch 1"
    ]
    assert helps("input: [8, 4]\nlayers:\n  - add: [{from: input, layers: [relu]}, [dense: 6]]\n")[0] == (
        "project branch 1 to 6 channels: `conv: {filters: 6, size: 1}` at the end of branch 1"
    )


def test_a_window_that_takes_positions_off_is_padded_where_nothing_else_helps(helps: Helps, works: Works) -> None:
    # 13 is rounded up to 7, and twice that is 14; 24 is 12, which the window makes 10, and twice that is 20.
    text = """
        input: [13, 24, 3]
        layers:
          - max_pool: {size: 2, padding: same}
          - conv: {filters: 3, size: [1, 3], padding: valid}
          - upsample: 2
          - subtract: [., input]
    """
    assert helps(text) == [
        "keep the sizes: `padding: same` in `conv_1` (line 5), and give `input` (line 2) multiples of 2: `[12, 24, 3]` "
        "or `[14, 24, 3]`"
    ]
    assert works(text.replace("padding: valid", "padding: same").replace("[13, 24, 3]", "[14, 24, 3]"))
