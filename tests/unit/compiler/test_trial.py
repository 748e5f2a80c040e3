"""Networks tried at given sizes; the sizes of each layer are worked out by hand."""

from textwrap import dedent

import archspec
from archspec.compiler.size_faults import InvalidSize, SizesAsked
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.tensors.faults import WindowTooLarge
from archspec.tensors.size_faults import MergedShapes
from tests.like import Like

UNET = """
    - conv: {filters: 2, size: 3, name: full}
    - max_pool: {size: 2, name: half}
    - max_pool: {size: 2, name: quarter}
    - up_conv: {filters: 2, size: 2, name: up1}
    - concat: {branches: [half, .], name: joined1}
    - up_conv: {filters: 2, size: 2, name: up0}
    - concat: {branches: [full, .], name: joined0}
    """


def fault(layers: str, head: str, **sizes: int) -> Diagnostic:
    """The finding on a network that does not work for some sizes."""
    report = archspec.check(f"archspec: 1\n{head}\nlayers:\n{dedent(layers)}")
    assert report.valid, str(report)
    [found] = report.at(**sizes).errors
    assert found.kind.name == "invalid-size"
    return found


def helps(finding: Diagnostic) -> list[str]:
    return [one.text for one in finding.helps]


def test_the_first_layer_that_fails_with_both_numbers() -> None:
    # 358 is 179 after one halving and 89 after two; 2 * 89 is 178.
    found = fault(UNET, "input: [H, 1]", H=358)
    assert (found.layer, found) == (
        "joined1",
        Like(InvalidSize, "at H = 358, `joined1`", cause=Like(MergedShapes, first=(179, 2), other=(178, 2))),
    )
    assert found.notes[-1] == "the network works for `H % 4 == 0`"
    assert helps(found) == [
        "the nearest sizes that work are `H=356` and `H=360`",
        "`[crop: {from: half, like: up1}]` in place of branch 1 makes `joined1` fit for every size",
    ]


def test_the_crop_does_what_it_promises() -> None:
    cropped = UNET.replace("[half, .]", "[[crop: {from: half, like: up1}], .]")
    found = fault(cropped, "input: [H, 1]", H=358)
    # Now 179 is cropped to 178, so that twice that, 356, meets 358.
    assert found == Like(InvalidSize, "at H = 358, `joined0`", cause=Like(MergedShapes, first=(358, 2), other=(356, 2)))
    cropped = cropped.replace("[full, .]", "[[crop: {from: full, like: up0}], .]")
    report = archspec.check(f"archspec: 1\ninput: [H, 1]\nlayers:\n{dedent(cropped)}").at(H=358)
    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (356, 4)


def test_sizes_that_are_not_given_stay_open() -> None:
    found = fault(UNET, "input: [H, W, 1]", H=5)
    assert found == Like(
        InvalidSize, "at H = 5, `joined0`", cause=Like(MergedShapes, first=(5, "W", 2), other=(4, "2*⌊W/2⌋", 2))
    )
    assert helps(found)[0] == "the nearest sizes that work are `H=4` and `H=8`"


def test_one_of_two_sizes() -> None:
    found = fault(UNET, "input: [H, W, 1]", H=8, W=10)
    assert found == Like(
        InvalidSize, "at H = 8, W = 10, `joined1`", cause=Like(MergedShapes, first=(4, 5, 2), other=(4, 4, 2))
    )
    assert helps(found)[0] == "the nearest sizes that work are `H=8,W=8` and `H=8,W=12`, where only `W` changes"


def test_both_sizes() -> None:
    found = fault(UNET, "input: [H, W, 1]", H=9, W=10)
    assert helps(found)[0] == (
        "the nearest sizes that work are `H=8,W=8` and `H=12,W=12`; to change one alone is not enough"
    )


def test_sizes_that_are_tied_to_each_other() -> None:
    found = fault("- add: [., [permute: [1, 0, 2]]]", "input: [H, W, 1]", H=30, W=31)
    assert found == Like(
        InvalidSize, "at H = 30, W = 31, `add_1`", cause=Like(MergedShapes, first=(30, 31, 1), other=(31, 30, 1))
    )
    assert helps(found) == [
        "the nearest sizes that work are `H=31,W=31` and `H=30,W=30`, where only `H` or `W` changes"
    ]


def test_a_window_that_does_not_fit() -> None:
    found = fault(
        "- conv: {filters: 2, size: 5, padding: valid}\n- max_pool: {size: 3, name: pool}", "input: [T, 1]", T=6
    )
    assert found == Like(InvalidSize, "at T = 6, `pool`", cause=Like(WindowTooLarge, size=3, dilation=1, input=2))
    assert helps(found) == [
        "the nearest size that works is `T=7`",
        "pool the whole map, whatever its size: `global_pool: {mode: max, keep_dims: true}`",
        "or use `padding: same`, or a `size` of at most 2",
    ]


def test_an_up_conv_that_is_off_by_one() -> None:
    # ⌊(H - 1)/2⌋ windows of 3, each 2 further; 3 positions from the first and 2 from each other: 2*⌊(H - 1)/2⌋ + 1.
    layers = """
        - conv: {filters: 2, size: 3, stride: 2, padding: valid}
        - up_conv: {filters: 2, size: 3, stride: 2, padding: valid, name: up}
        - concat: [input, .]
        """
    found = fault(layers, "input: [H, 1]", H=8)
    assert found == Like(InvalidSize, "at H = 8, `concat_1`", cause=Like(MergedShapes, first=(8, 1), other=(7, 2)))
    assert helps(found)[0] == "the nearest sizes that work are `H=7` and `H=9`"


def test_layers_that_rule_each_other_out_for_a_size() -> None:
    # `alike` wants S to be T, and `odd` an even T - 1: no S suits both at T = 4.
    layers = """
        - add: {branches: [a, b], name: alike}
        - crop: {cropping: [[1, 0]], from: a}
        - max_pool: {size: 2, name: halved}
        - upsample: {factor: 2, name: again}
        - crop: {cropping: [[1, 0]], from: b, name: cut}
        - add: {branches: [again, cut], name: odd}
        - global_pool
        - add: [., [global_pool: {from: alike}]]
        """
    found = fault(layers, "inputs: {a: [T, 1], b: [S, 1]}", T=4)
    assert found.layer == "odd"
    assert helps(found)[0] == "the nearest sizes that work are `T=3` and `T=5`"


def test_an_open_size_that_meets_one_by_chance_is_not_stretched() -> None:
    layers = """
        - conv: {filters: 1, size: 4, padding: valid, from: a}
        - add: {branches: [., b], broadcast: true, name: sum}
        """
    found = fault(layers, "inputs: {a: [T, 1], b: [S, 1]}", T=4, S=9)
    assert (found.layer, found) == (
        "sum",
        Like(InvalidSize, "at T = 4, S = 9, `sum`", cause=Like(SizesAsked, constraint="S + 3 == T and T >= 4")),
    )


def test_a_branch_that_makes_what_is_cropped_is_cropped_at_its_end() -> None:
    layers = """
        - conv: {filters: 2, size: 3, name: full}
        - max_pool: 2
        - upsample: {factor: 2, name: up}
        - add: {branches: [up, {from: full, layers: [relu]}], name: sum}
        """
    found = fault(layers, "input: [H, 1]", H=9)
    assert helps(found)[-1] == "`crop: {like: up}` at the end of branch 2 makes `sum` fit for every size"
    cropped = layers.replace("[relu]", "[relu, crop: {like: up}]")
    assert archspec.check(f"archspec: 1\ninput: [H, 1]\nlayers:\n{dedent(cropped)}").at(H=9).valid
