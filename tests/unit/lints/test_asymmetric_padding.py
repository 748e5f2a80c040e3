import pytest


def test_same_with_a_stride(told) -> None:
    assert told("- conv: {filters: 8, size: 3, stride: 2, name: a}", shape="[224, 224, 3]") == [
        "`a` is padded by 0 before and 1 after, where others pad 1 on both sides"
    ]
    assert told("- conv: {filters: 8, size: 7, stride: 2, name: a}", shape="[224, 224, 3]") == [
        "`a` is padded by 2 before and 3 after, where others pad 3 on both sides"
    ]
    assert len(told("- max_pool: {size: 3, stride: 2, padding: same}")) == 1


def test_not_where_the_size_makes_it_even(told) -> None:
    assert told("- conv: {filters: 8, size: 3, stride: 2}", shape="[225, 225, 3]") == []
    assert len(told("- conv: {filters: 8, size: 3, stride: 2}", shape="[225, 224, 3]")) == 1


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
def test_not_other_paddings_and_windows(told, layer: str) -> None:
    assert told(f"- {layer}") == []


def test_open_sizes_where_it_is_so_for_all_of_them(told) -> None:
    halved = """
        - conv: {filters: 8, size: 3, stride: 2}
        - upsample: 2
        - add: [., input]
        """
    assert told("- conv: {filters: 8, size: 3, stride: 2}", shape="[H, W, 8]") == []
    assert len(told(halved, shape="[H, W, 8]")) == 1
