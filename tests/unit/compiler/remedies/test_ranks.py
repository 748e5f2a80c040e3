from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]


def test_an_input_without_channels(helps: Helps, works: Works) -> None:
    text = "input: [28, 28]\nlayers:\n  - conv2d: {filters: 4, size: 3}\n"
    assert helps(text)[0] == "give `input` (line 2) an axis of channels: `[28, 28, 1]`"
    assert works(text.replace("[28, 28]", "[28, 28, 1]"))


def test_a_wrong_suffix_behind_a_layer_that_makes_channels(helps: Helps, works: Works) -> None:
    text = "input: [16, 3]\nlayers:\n  - conv: {filters: 4, size: 3}\n  - max_pool2d: 2\n"
    assert helps(text) == ["write `max_pool` without `2d`: it takes their number from its input"]
    assert works(text.replace("max_pool2d", "max_pool"))


def test_a_batch_axis(helps: Helps, works: Works) -> None:
    text = "input: [1, 28, 28, 3]\nlayers:\n  - conv2d: {filters: 4, size: 3}\n"
    assert helps(text)[0] == "leave the batch axis out of the shape of `input` (line 2): `[28, 28, 3]`"
    assert works(text.replace("[1, 28", "[28"))


def test_a_flatten_that_comes_too_early(helps: Helps, works: Works) -> None:
    text = "input: [28, 28, 3]\nlayers:\n  - flatten\n  - dense: 4\n  - conv: {filters: 4, size: 3}\n"
    assert helps(text) == ["leave out `flatten_1` (line 4), or put it after this layer: `flatten` removes the axes"]
    assert works(text.replace("  - flatten\n", ""))


def test_where_leaving_it_out_does_not_fit_the_vector_gets_an_axis(helps: Helps, works: Works) -> None:
    text = "input: [4, 4, 4, 4, 3]\nlayers:\n  - flatten\n  - conv: {filters: 4, size: 3}\n"
    assert helps(text) == ["give its input an axis of channels, in a layer before it: `reshape: [768, 1]`"]
    assert works(text.replace("- conv", "- reshape: [768, 1]\n  - conv"))


def test_a_recurrent_layer_that_returns_one_output(helps: Helps, works: Works) -> None:
    text = "input: [9, 3]\nlayers:\n  - gru: {units: 4, name: first}\n  - dropout: 0.1\n  - lstm: 5\n"
    assert helps(text) == ["give `first` (line 4) `return_sequences: true`"]
    assert works(text.replace("units: 4", "units: 4, return_sequences: true"))


def test_a_map_is_read_position_by_position(helps: Helps, works: Works) -> None:
    text = "input: [4, 6, 3]\nlayers:\n  - lstm: 5\n"
    assert helps(text) == ["make every position a step, in a layer before it: `reshape: [-1, 3]`"]
    assert works(text.replace("- lstm", "- reshape: [-1, 3]\n  - lstm"))


def test_steps_are_counted_among_the_axes_of_an_input(helps: Helps, works: Works) -> None:
    text = "input: [5, 28, 28]\nlayers:\n  - time_distributed: [conv2d: {filters: 4, size: 3}]\n"
    assert helps(text)[0] == "give `input` (line 2) an axis of channels: `[5, 28, 28, 1]`"
    assert works(text.replace("[5, 28, 28]", "[5, 28, 28, 1]"))


def test_steps_that_are_maps_are_made_vectors(helps: Helps, works: Works) -> None:
    text = """
        input: [T, 16, 16, 3]
        layers:
          - time_distributed:
              - conv2d: {filters: 4, size: 3}
          - lstm: 5
    """
    assert helps(text) == ["make a vector of each step, by a last layer of the `time_distributed`: `global_pool: avg`"]
    assert works(text.replace("size: 3}", "size: 3}\n              - global_pool: avg"))
