"""Which layers ask what of open sizes; the formulas are worked out by hand."""

from textwrap import dedent

import archspec
from archspec.compiler.reasons import reasons
from archspec.graph import Graph
from archspec.tensors.dim import Dim
from archspec.tensors.faults import WindowTooLarge
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import CropToLarger, InexactSize, NothingLeft, UnevenSpace

H, W = Dim.symbol("H"), Dim.symbol("W")


def network(layers: str, head: str = "input: [H, 4]") -> Graph:
    report = archspec.check(f"archspec: 1\n{head}\nlayers:\n{dedent(layers)}")
    assert report.graph is not None, str(report)
    return report.graph


def told(graph: Graph, size: str = "H") -> dict[str, list[str]]:
    """For each condition on a size, who asks for what, and why."""
    return {condition: [f"{one.asks}: {one}" for one in constraints] for condition, constraints in reasons(graph)[size]}


def test_every_merge_of_a_unet_asks_for_one_more_power_of_two() -> None:
    assert told(
        network(
            """
            - identity: {name: full}
            - max_pool: {size: 2, name: half}
            - max_pool: {size: 2, name: quarter}
            - upsample: {factor: 2, name: up1}
            - concat: {branches: [half, .], name: joined1}
            - upsample: {factor: 2, name: up0}
            - concat: {branches: [full, .], name: joined0}
            """
        )
    ) == {
        "H % 4 == 0": [
            "H % 4 in [0, 1]: `joined1` merges `half` (⌊H/2⌋) with `up1` (2*⌊H/4⌋)",
            "H % 2 == 0: `joined0` merges `full` (H) with `up0` (2*⌊H/2⌋)",
        ]
    }


def test_a_window_asks_for_a_minimum() -> None:
    # 3 takes off 2 and leaves H - 2, of which 5 must fit; the 4 beside it asks for less.
    assert told(
        network(
            """
            - conv: {filters: 4, size: 3, padding: valid, name: three}
            - conv: {filters: 4, size: 4, padding: valid, name: four}
            - global_pool
            - conv: {filters: 4, size: 5, padding: valid, from: three, name: five}
            - global_pool
            - add: [global_pool_1, .]
            """
        )
    ) == {"H >= 7": [f"H >= 7: `five` otherwise {WindowTooLarge(5, 1, H - 2).message()}"]}


def test_of_two_layers_that_ask_for_the_same_the_first_is_named() -> None:
    assert told(
        network(
            """
            - conv: {filters: 4, size: 5, padding: valid, name: first}
            - conv: {filters: 4, size: 5, padding: valid, from: input, name: second}
            - add: [first, second]
            """
        )
    ) == {"H >= 5": [f"H >= 5: `first` otherwise {WindowTooLarge(5, 1, H).message()}"]}


def test_each_condition_has_its_own_layers() -> None:
    assert told(
        network(
            """
            - pad: {padding: 3, mode: reflect, name: mirrored}
            - crop: {cropping: 10, name: cut}
            - space_to_depth: {factor: 2, name: blocks}
            """
        )
    ) == {
        "H >= 16": [
            f"H >= 15: `cut` otherwise {NothingLeft(H + 6, 10, 10).message()}",
            f"H % 2 == 0: `blocks` otherwise {UnevenSpace(H - 14, 2).message()}",
        ],
        "H % 2 == 0": [f"H % 2 == 0: `blocks` otherwise {UnevenSpace(H - 14, 2).message()}"],
    }


def test_two_sizes_that_must_be_equal() -> None:
    graph = network(
        """
        - add: {branches: [., [permute: {order: [1, 0, 2], name: turned}]], name: both}
        - probabilistic_max_pool: {size: 3, name: thirds}
        """,
        "input: [H, W, 4]",
    )
    assert told(graph, "W") == {
        "W % 3 == 0": [
            "H == W: `both` merges `input` (H) with `turned` (W)",
            f"H % 3 == 0: `thirds` otherwise {UnevenSpace(H, 3).message()}",
        ],
        "H == W": ["H == W: `both` merges `input` (H) with `turned` (W)"],
    }


def test_each_axis_has_its_own_demand() -> None:
    graph = network("- max_pool: {size: [2, 3], name: pooled}", "input: [H, W, 4]")
    assert told(graph, "H") == {"H >= 2": [f"H >= 2: `pooled` otherwise {WindowTooLarge(2, 1, H).message()}"]}
    assert told(graph, "W") == {"W >= 3": [f"W >= 3: `pooled` otherwise {WindowTooLarge(3, 1, W).message()}"]}


def test_steps_ask_for_themselves() -> None:
    graph = network("- time_distributed: [conv: {filters: 2, size: 5, padding: valid, name: conv}]", "input: [T, H, 4]")
    assert told(graph, "T") == {}
    [[constraint]] = told(graph).values()
    assert constraint.endswith(f"conv` otherwise {WindowTooLarge(5, 1, H).message()}")


def test_three_branches() -> None:
    assert told(
        network("- add: {branches: [., [max_pool: 2, upsample: 2], [max_pool: 3, upsample: 3]], name: sum}")
    ) == {
        "H % 6 == 0": [
            "H % 2 == 0: `sum` merges `input` (H) with `upsample_1` (2*⌊H/2⌋)",
            "H % 3 == 0: `sum` merges `input` (H) with `upsample_2` (3*⌊H/3⌋)",
        ]
    }


def test_crop_and_reshape() -> None:
    graph = network(
        """
        - up_conv: {filters: 4, size: 2, stride: 1, padding: valid, name: longer}
        - conv: {filters: 4, size: 3, stride: 2, name: half}
        - conv: {filters: 4, size: 1, padding: 5, name: padded}
        - crop: {from: longer, like: padded, name: cut}
        - reshape: {shape: [-1, 8], name: folded}
        """
    )
    folded = InexactSize(Shape((H // 2 + 11, 4)), 4 * (H // 2) + 44, 8)
    # longer is H + 1, and padded ⌈(H + 1)/2⌉ + 10, which is ⌊H/2⌋ + 11; the first is no smaller for ⌈H/2⌉ >= 10.
    assert told(graph) == {
        "H >= 19": [f"H >= 19: `cut` otherwise {CropToLarger(H + 1, H // 2 + 11).message()}"],
        "H % 4 in [2, 3]": [f"H % 4 in [2, 3]: `folded` otherwise {folded.message()}"],
    }


def test_a_long_formula_gives_way_to_an_example() -> None:
    pools = "[max_pool: {from: input, size: 5}], [max_pool: {from: input, size: 7}]"
    graph = network(
        f"""
        - conv: {{filters: 4, size: 1, stride: 3, name: third}}
        - concat: {{branches: [third, {pools}], axis: 0, name: long}}
        - max_pool: {{size: 2, name: half}}
        - upsample: {{factor: 2, name: again}}
        - add: {{branches: [long, again], name: sum}}
        - max_pool: {{size: 40, name: forty}}
        """
    )
    # long is ⌈H/3⌉ + ⌊H/5⌋ + ⌊H/7⌋: 3 + 1 + 1 for 7, even for the first time at 13, with 5 + 2 + 1, and 40 at 60.
    minimum, pattern = told(graph).values()
    assert minimum == [f"H >= 60: `forty` for H = 13 {WindowTooLarge(40, 1, 8).message()}"]
    assert pattern[0].endswith(": `sum` merges `long` (5) with `again` (4), where H = 7")


def test_nothing_is_asked() -> None:
    graph = network("- conv: {filters: 4, size: 3, stride: 2}\n- global_pool", "inputs: {input: [H, W, 3]}")
    assert reasons(graph) == {"H": (), "W": ()}
