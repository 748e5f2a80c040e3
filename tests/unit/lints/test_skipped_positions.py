import pytest


def test_a_stride_above_the_window(told) -> None:
    assert told("- conv: {filters: 8, size: 3, stride: 4, name: a}\n- max_pool: {size: 2, stride: 3, name: b}") == [
        "`a` has a window of 3 and a stride of 4: it sees 3 of every 4 positions",
        "`b` has a window of 2 and a stride of 3: it sees 2 of every 3 positions",
    ]


def test_one_axis_of_two(told) -> None:
    assert told("- max_pool: {size: [2, 2], stride: [2, 3], name: a}") == [
        "`a` has a window of 2 and a stride of 3 on axis 1: it sees 2 of every 3 positions"
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
def test_windows_that_meet_and_windows_of_one(told, layer: str) -> None:
    assert told(f"- {layer}") == []


def test_not_where_one_window_sees_everything(told) -> None:
    assert told("- max_pool: {size: 2, stride: 3}", shape="[2, 2, 8]") == []
    assert len(told("- max_pool: {size: 2, stride: 3}", shape="[3, 3, 8]")) == 1


def test_a_dilated_window_can_miss_every_other_position(told) -> None:
    layer = "- depthwise_conv: {{size: 3, stride: {0}, dilation: {1}, name: a}}"
    assert told(layer.format("[1, 2]", 2)) == [
        "`a` has a window of 3, a dilation of 2 and a stride of 2 on axis 1: it sees 1 of every 2 positions"
    ]
    assert told(layer.format("[1, 2]", 3)) == []


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


def test_a_window_as_large_as_sizes_get_is_not_walked_over(told) -> None:
    assert told("- max_pool: {size: 2147483647, padding: same}") == []
    assert told("- max_pool: {size: 1073741824, stride: 2147483647}", shape="[2147483647, 8]") == [
        "`max_pool_1` has a window of 1073741824 and a stride of 2147483647: "
        "it sees 1073741824 of every 2147483647 positions"
    ]
