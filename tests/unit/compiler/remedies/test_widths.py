from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]


def test_the_values_of_a_reshape_come_from_a_dense_layer(helps: Helps, works: Works) -> None:
    text = "input: [8]\nlayers:\n  - dense: 100\n  - relu\n  - reshape: [7, 7, 3]\n"
    assert helps(text)[0] == "make `dense_1` (line 4) 147 wide: `units: 147` at line 4"
    assert works(text.replace("dense: 100", "dense: {units: 147}"))


def test_the_value_is_changed_where_it_was_given(helps: Helps, works: Works) -> None:
    text = """
        input: [8]
        params: {latent: 100}
        blocks:
          head: {params: {units: 1}, layers: [dense: $units]}
        layers:
          - head: $latent
          - reshape: [7, 7, 3]
    """
    assert helps(text)[0] == "make `head_1.dense_1` (line 5) 147 wide: `latent: 147` at line 3"
    assert works(text.replace("latent: 100", "latent: 147"))


def test_a_width_that_something_else_needs_stays(helps: Helps) -> None:
    text = (
        "input: [8]\nlayers:\n  - dense: {units: 100, name: made}\n  - dense: 100\n  - add: [made, .]\n"
        "  - reshape: {shape: [7, 7, 3], from: made}\n"
    )
    assert helps(text) == ["write `[100]`, which holds them all"]


def test_the_channels_that_a_convolution_asks_for(helps: Helps, works: Works) -> None:
    text = "input: [8, 3]\nlayers:\n  - conv: {filters: 4, size: 3}\n  - conv: {filters: 4, size: 3, in_channels: 6}\n"
    assert helps(text)[0] == "make `conv_1` (line 4) 6 wide: `filters: 6` at line 4"
    assert works(text.replace("conv: {filters: 4, size: 3}\n", "conv: {filters: 6, size: 3}\n"))


def test_the_channels_that_are_spread_over_space(helps: Helps, works: Works) -> None:
    text = "input: [8, 8, 3]\nlayers:\n  - conv: {filters: 63, size: 3}\n  - depth_to_space: 4\n"
    assert helps(text)[0] == "make `conv_1` (line 4) 64 wide: `filters: 64` at line 4"
    assert works(text.replace("63", "64"))


def test_an_expression_that_gives_several_widths_is_left_alone(helps: Helps) -> None:
    text = """
        input: [8, 8, 3]
        layers:
          - repeat: {times: 2, index: i, layers: [conv: {filters: $(7 * (i + 1)), size: 3}]}
          - depth_to_space: 4
    """
    assert helps(text) == ["bring them to 16, in a layer before it: `conv: {filters: 16, size: 1}`"]


def test_a_width_that_can_be_split_into_groups(helps: Helps, works: Works) -> None:
    text = """
        input: [8, 8, 3]
        layers:
          - conv: {filters: 90, size: 1}
          - conv: {filters: 24, size: 3, groups: 8}
    """
    assert helps(text)[1] == "or make `conv_1` (line 4) 88 wide: `filters: 88` at line 4"
    assert works(text.replace("filters: 90", "filters: 88"))


def test_no_width_is_proposed_where_the_filters_or_less_than_half_a_group_are_at_fault(helps: Helps) -> None:
    for width, filters in ((96, 20), (3, 24)):
        text = f"""
            input: [8, 3]
            layers:
              - conv: {{filters: {width}, size: 1}}
              - conv: {{filters: {filters}, size: 3, groups: 8}}
        """
        assert len(helps(text)) == 1


def test_the_value_of_a_call_that_says_how_many_channels_arrive(helps, works) -> None:
    text = """
blocks:
  pair:
    params: {filters: , takes: }
    layers: [conv: {filters: $filters, size: 3, in_channels: $takes, activation: relu}]
input: [8, 8, 1]
layers:
  - pair: {filters: 6, takes: 1}
  - pair: {filters: 9, takes: 7}
"""
    assert "or say `takes: 6` at line 9" in helps(text)
    assert works(text.replace("takes: 7", "takes: 6"))


def test_a_layer_of_steps_is_made_as_wide_too(helps: Helps) -> None:
    text = """
        input: [5, 8, 8, 3]
        layers:
          - time_distributed:
              - conv: {filters: 4, size: 1, name: a}
              - conv: {filters: 6, size: 1}
              - add: [a, .]
    """
    assert "or make `time_distributed_1.a` (line 5) 6 wide: `filters: 6` at line 5" in helps(text)
