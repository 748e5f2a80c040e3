import pytest

from archspec.lints.skipped_positions import SkippedPositions
from tests.like import Like


def test_a_stride_above_the_window(findings) -> None:
    assert findings("- conv: {filters: 8, size: 3, stride: 4, name: a}\n- max_pool: {size: 2, stride: 3, name: b}") == [
        Like(SkippedPositions, "`a`", size=3, stride=4, dilation=1, axis=None),
        Like(SkippedPositions, "`b`", size=2, stride=3, dilation=1, axis=None),
    ]


def test_one_axis_of_two(findings) -> None:
    assert findings("- max_pool: {size: [2, 2], stride: [2, 3], name: a}") == [
        Like(SkippedPositions, "`a`", size=2, stride=3, dilation=1, axis=1)
    ]


@pytest.mark.parametrize(
    "layer",
    [
        "conv: {filters: 8, size: 3, stride: 3}",
        "conv: {filters: 8, size: 3, stride: 2}",
        "conv: {filters: 8, size: 1, stride: 2}",
        "max_pool: {size: 1, stride: 4}",
        "conv: {filters: 8, size: 3, dilation: 8}",
        "up_conv: {filters: 8, size: 2, stride: 4}",
    ],
)
def test_windows_that_meet_and_windows_of_one(findings, layer: str) -> None:
    assert findings(f"- {layer}") == []


def test_not_where_one_window_sees_everything(findings) -> None:
    assert findings("- max_pool: {size: 2, stride: 3}", shape="[2, 2, 8]") == []
    assert len(findings("- max_pool: {size: 2, stride: 3}", shape="[3, 3, 8]")) == 1


def test_a_dilated_window_can_miss_every_other_position(findings) -> None:
    layer = "- depthwise_conv: {{size: 3, stride: {0}, dilation: {1}, name: a}}"
    assert findings(layer.format("[1, 2]", 2)) == [Like(SkippedPositions, "`a`", size=3, stride=2, dilation=2, axis=1)]
    assert findings(layer.format("[1, 2]", 3)) == []


@pytest.mark.parametrize(
    ("size", "stride", "dilation", "advice", "mended"),
    [
        (3, 2, 2, "use `dilation: 1`, which", (3, 1)),
        (5, 3, 6, "use `dilation: 5`, which", (5, 5)),
        (3, 4, 4, "use `dilation: 3` and a window of at least 4, which", (4, 3)),
    ],
)
def test_what_to_do_about_a_dilation(
    findings, size: int, stride: int, dilation: int, advice: str, mended: tuple[int, int]
) -> None:
    layer = "- separable_conv: {{filters: 8, size: {}, stride: {}, dilation: {}}}"
    [found] = findings(layer.format(size, stride, dilation))
    assert found.helps[0].text == f"{advice} has no factor in common with the stride, or `stride: 1`"
    assert findings(layer.format(mended[0], stride, mended[1])) == []


def test_a_window_as_large_as_sizes_get_is_not_walked_over(findings) -> None:
    assert findings("- max_pool: {size: 2147483647, padding: same}") == []
    assert findings("- max_pool: {size: 1073741824, stride: 2147483647}", shape="[2147483647, 8]") == [
        Like(SkippedPositions, "`max_pool_1`", size=1073741824, stride=2147483647, dilation=1, axis=None)
    ]
