import pytest

from archspec.lints.asymmetric_padding import AsymmetricPadding
from tests.like import Like


def test_same_with_a_stride(findings) -> None:
    assert findings("- conv: {filters: 8, size: 3, stride: 2, name: a}", shape="[224, 224, 3]") == [
        Like(AsymmetricPadding, "`a`", before=0, after=1, covered=3)
    ]
    assert findings("- conv: {filters: 8, size: 7, stride: 2, name: a}", shape="[224, 224, 3]") == [
        Like(AsymmetricPadding, "`a`", before=2, after=3, covered=7)
    ]
    assert len(findings("- max_pool: {size: 3, stride: 2, padding: same}")) == 1


def test_not_where_the_size_makes_it_even(findings) -> None:
    assert findings("- conv: {filters: 8, size: 3, stride: 2}", shape="[225, 225, 3]") == []
    assert len(findings("- conv: {filters: 8, size: 3, stride: 2}", shape="[225, 224, 3]")) == 1


@pytest.mark.parametrize(
    "layer",
    [
        "conv: {filters: 8, size: 3}",
        "conv: {filters: 8, size: 3, stride: 2, padding: 1}",
        "conv: {filters: 8, size: 2, stride: 2}",
        "max_pool: {size: 3, stride: 2}",
        "conv: {filters: 8, size: 1, stride: 2}",
    ],
)
def test_not_other_paddings_and_windows(findings, layer: str) -> None:
    assert findings(f"- {layer}") == []


def test_open_sizes_where_it_is_so_for_all_of_them(findings) -> None:
    halved = """
        - conv: {filters: 8, size: 3, stride: 2}
        - upsample: 2
        - add: [., input]
        """
    assert findings("- conv: {filters: 8, size: 3, stride: 2}", shape="[H, W, 8]") == []
    assert len(findings(halved, shape="[H, W, 8]")) == 1
