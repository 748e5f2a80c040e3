import pytest

from archspec.lints.dropped_edge import DroppedEdge
from tests.like import Like


def test_the_end_of_an_axis(findings) -> None:
    assert findings("- max_pool: {size: 2, name: a}", shape="[11, 12, 8]") == [
        Like(DroppedEdge, "`a`", spatial=(11, 12), left_out=(1, 0))
    ]
    assert findings("- max_pool: {size: 2, name: a}", shape="[11, 13, 8]") == [
        Like(DroppedEdge, "`a`", spatial=(11, 13), left_out=(1, 1))
    ]
    assert findings("- conv: {filters: 8, size: 5, stride: 4, padding: valid, name: a}", shape="[12, 8]") == [
        Like(DroppedEdge, "`a`", spatial=(12,), left_out=(3,))
    ]


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        ("max_pool: 2", 12),
        ("max_pool: {size: 3, stride: 2}", 55),
        ("max_pool: {size: 2, padding: same}", 11),
        ("conv: {filters: 8, size: 3, stride: 1, padding: valid}", 11),
        ("conv: {filters: 8, size: 1, stride: 2, padding: valid}", 12),
    ],
)
def test_not_where_windows_reach_it(findings, layer: str, size: int) -> None:
    assert findings(f"- {layer}", shape=f"[{size}, {size}, 8]") == []


def test_padding_that_is_left_out_is_no_loss(findings) -> None:
    # ResNet's first layers: 229 // 2 * 2 + 7 = 229 of 3 + 224 + 3; one position of the padding is over.
    layers = "- conv: {filters: 8, size: 7, stride: 2, padding: 3}\n- max_pool: {size: 3, stride: 2, padding: 1}"
    assert findings(layers, shape="[224, 224, 3]") == []
    # 1 + 8 + 0 positions: windows of 4 at 0 and 4 reach 8 of them, and the last pixel is the ninth.
    assert len(findings("- conv: {filters: 8, size: 4, stride: 4, padding: [[1, 0]]}", shape="[8, 8]")) == 1


def test_open_sizes_where_it_is_so_for_all_of_them(findings) -> None:
    odd = """
        - pad: [[0, 1]]
        - max_pool: {size: 2, name: small}
        - upsample: 2
        - add: [., input]
        """
    assert findings("- max_pool: 2", shape="[H, 8]") == []
    assert findings("- max_pool: 2\n- upsample: 2\n- add: [., input]", shape="[H, 8]") == []
    assert findings(odd, shape="[H, 8]") == [Like(DroppedEdge, "`small`", spatial=("H + 1",), left_out=(1,))]


def test_it_is_a_note(findings) -> None:
    [found] = findings("- max_pool: 2", shape="[11, 8]")
    assert found.severity == "note"
