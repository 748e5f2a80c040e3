"""Size contracts, worked out by hand."""

from textwrap import dedent

import pytest

import archspec
from archspec.graph import Graph
from archspec.tensors.size_faults import MergedShapes
from tests.like import Like


def network(head: str, layers: str) -> Graph:
    report = archspec.check(f"archspec: 1\n{head}\nlayers:\n{dedent(layers)}")
    assert report.graph is not None, str(report)
    return report.graph


def contract(head: str, layers: str) -> dict[str, str]:
    graph = network(head, layers)
    return {name: " and ".join(graph.sizes.conditions(name)) for name in graph.open_sizes()}


def test_a_unet_of_depth_three_wants_eights() -> None:
    assert contract(
        "input: [H, W, 1]",
        """
        - repeat:
            each: {i: [0, 1, 2]}
            layers: [conv: {filters: 2, size: 3, name: enc$i}, max_pool: 2]
        - repeat:
            each: {i: [2, 1, 0]}
            layers: [up_conv: {filters: 2, size: 2}, concat: [enc$i, .]]
        """,
    ) == {"H": "H % 8 == 0", "W": "W % 8 == 0"}


def test_a_ceiling_asks_for_as_much_as_a_floor() -> None:
    down = "- conv: {filters: 2, size: 3, stride: 4}\n- upsample: 4\n- concat: [input, .]"
    assert contract("input: [T, 1]", down) == {"T": "T % 4 == 0"}


def test_valid_windows_ask_for_a_minimum() -> None:
    # 5 takes off 4, of the rest 3 at stride 2 leave ⌊(T - 5)/2⌋; 9 positions more: ⌊(T - 5)/2⌋ >= 9, so T >= 23.
    layers = """
        - conv: {filters: 2, size: 5, padding: valid}
        - conv: {filters: 2, size: 3, stride: 2, padding: valid}
        - conv: {filters: 2, size: 5, dilation: 2, padding: valid}
        """
    assert contract("input: [T, 1]", layers) == {"T": "T >= 23"}


def test_padding_by_hand_lowers_the_minimum() -> None:
    # T + 1 + 2 holds a window of 7: T >= 4.
    assert contract("input: [T, 1]", "- conv: {filters: 2, size: 7, padding: [[1, 2]]}") == {"T": "T >= 4"}


@pytest.mark.parametrize("free", ["adaptive_pool: 4", "resize: 4", "global_pool: {mode: avg, keep_dims: true}"])
def test_what_has_a_size_of_its_own_sets_the_rest_free(free: str) -> None:
    # Before it, 3 must fit; after it, nothing is asked of T any more: 4 halved and doubled is 4, and so is 1 to 1.
    layers = f"""
        - conv: {{filters: 2, size: 3, padding: valid}}
        - {free}
        - identity: {{name: own}}
        - conv: {{filters: 2, size: 1, stride: 2}}
        - upsample: 2
        - crop: {{like: own}}
        - add: [own, .]
        """
    assert contract("input: [T, 1]", layers) == {"T": "T >= 3"}


def test_an_up_conv_that_is_off_by_one_wants_odd_sizes() -> None:
    # 2*⌊(H - 1)/2⌋ + 1 is H for odd H; 3 must fit.
    layers = """
        - conv: {filters: 2, size: 3, stride: 2, padding: valid}
        - up_conv: {filters: 2, size: 3, stride: 2, padding: valid}
        - concat: [input, .]
        """
    assert contract("input: [H, 1]", layers) == {"H": "H >= 3 and H % 2 == 1"}


def test_an_output_padding_that_is_off_by_one_wants_even_sizes() -> None:
    # same, window 3, output padding 1: (⌈H/2⌉ - 1)*2 + 1 + 1, which is H for even H; with 0 it is H for odd H.
    for extra, odd in ((1, 0), (0, 1)):
        layers = f"""
            - conv: {{filters: 2, size: 3, stride: 2}}
            - up_conv: {{filters: 2, size: 3, stride: 2, output_padding: {extra}}}
            - concat: [input, .]
            """
        assert contract("input: [H, 1]", layers) == {"H": f"H % 2 == {odd}"}


def test_an_up_conv_that_is_off_by_one_for_all_sizes_is_refused() -> None:
    # 2*⌊H/2⌋ + 1 is H for odd H alone, and the even ones are what the first merge leaves.
    report = archspec.check(
        "archspec: 1\ninput: [H, 1]\nlayers:\n  - max_pool: {size: 2, name: half}\n  - upsample: 2\n"
        "  - concat: {branches: [input, .], name: even}\n"
        "  - up_conv: {filters: 2, size: 3, stride: 2, padding: valid, from: half}\n  - concat: [even, .]\n"
    )
    [found] = report.errors
    assert found == Like(MergedShapes, "`concat_2`", first=("H", 2), other=("2*⌊H/2⌋ + 1", 2))
    assert "only `H % 2 == 0` is left here: `even` merges `input` (H) with `upsample_1` (2*⌊H/2⌋)" in found.notes


def test_a_permute_ties_sizes_to_each_other() -> None:
    layers = """
        - conv: {filters: 2, size: 3, padding: valid}
        - add: [., [permute: [1, 0, 2]]]
        - space_to_depth: 4
        """
    # H - 2 is W - 2, and a multiple of 4.
    assert contract("input: [H, W, 1]", layers) == {
        "H": "H >= 6 and H % 4 == 2 and H == W",
        "W": "W >= 6 and W % 4 == 2 and H == W",
    }


def test_three_sizes_of_which_one_is_half_of_another() -> None:
    graph = network(
        "inputs: {video: [T, H, W, 1], half: [T, S, W, 1]}",
        "- max_pool: {size: [1, 2, 1], from: video}\n- add: [., half]",
    )
    assert graph.open_sizes() == ("T", "H", "W", "S")
    assert graph.sizes.conditions("S") == ("⌊H/2⌋ == S",)
    assert graph.sizes.contains({"T": 1, "H": 9, "W": 1, "S": 4})
    assert not graph.sizes.contains({"T": 1, "H": 9, "W": 1, "S": 5})


def test_a_sum_of_sizes_has_a_minimum() -> None:
    layers = """
        - concat: {branches: [a, b], axis: 0}
        - conv: {filters: 2, size: 9, padding: valid}
        """
    assert contract("inputs: {a: [S, 1], b: [T, 1]}", layers) == {"S": "S + T >= 9", "T": "S + T >= 9"}


def test_the_same_name_is_the_same_size() -> None:
    assert contract("input: [H, H, 1]", "- max_pool: [2, 3]\n- upsample: [2, 3]\n- concat: [input, .]") == {
        "H": "H % 6 == 0"
    }


def test_what_no_output_needs_asks_for_nothing() -> None:
    report = archspec.check(
        "archspec: 1\ninput: [T, 1]\nlayers:\n  - conv: {filters: 2, size: 9, padding: valid}\n"
        "  - conv: {filters: 2, size: 3, from: input, name: out}\noutputs: out\n"
    )
    assert report.graph is not None
    assert report.graph.sizes.conditions("T") == ()
