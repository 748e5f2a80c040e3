import pytest

from archspec.lints.even_window import EvenWindow
from tests.like import Like


def test_an_even_window_with_same(findings) -> None:
    assert findings("- conv: {filters: 8, size: 4, name: a}") == [Like(EvenWindow, "`a`", covered=4, before=1, after=2)]
    assert findings("- avg_pool: {size: 2, stride: 1, padding: same, name: a}") == [
        Like(EvenWindow, "`a`", covered=2, before=0, after=1)
    ]
    assert len(findings("- conv: {filters: 8, size: [3, 2]}")) == 1


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
def test_not_odd_windows_strides_nor_other_paddings(findings, layer: str) -> None:
    assert findings(f"- {layer}") == []


def test_it_is_a_note(findings) -> None:
    [found] = findings("- conv: {filters: 8, size: 4}")
    assert found.severity == "note"
