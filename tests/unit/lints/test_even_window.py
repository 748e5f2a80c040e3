import pytest


def test_an_even_window_with_same(told) -> None:
    assert told("- conv: {filters: 8, size: 4, name: a}") == [
        "`a` has a window of 4, which `same` pads by 1 before and 2 after"
    ]
    assert told("- avg_pool: {size: 2, stride: 1, padding: same, name: a}") == [
        "`a` has a window of 2, which `same` pads by 0 before and 1 after"
    ]
    assert len(told("- conv: {filters: 8, size: [3, 2]}")) == 1


@pytest.mark.parametrize(
    "layer",
    [
        "conv: {filters: 8, size: 3}",
        "conv: {filters: 8, size: 2, stride: 2}",
        "conv: {filters: 8, size: 4, padding: valid}",
        "conv: {filters: 8, size: 4, padding: 2}",
        "conv: {filters: 8, size: 2, dilation: 2}",
        "up_conv: {filters: 8, size: 2, stride: 1}",
    ],
)
def test_not_odd_windows_strides_nor_other_paddings(told, layer: str) -> None:
    assert told(f"- {layer}") == []


def test_it_is_a_note(findings) -> None:
    [found] = findings("- conv: {filters: 8, size: 4}")
    assert found.severity == "note"
