import pytest

MIXED = "input: [8, 8, 3]\nbuild: {precision: mixed_float16}\nlayers:\n"


def test_channels_that_8_does_not_divide(told) -> None:
    assert told(MIXED + "  - conv: {filters: 30, size: 3, name: a, activation: relu}\n  - dense: 10\n") == [
        "`a` makes 30 channels in mixed_float16, which is fastest with multiples of 8"
    ]


def test_a_single_layer_in_mixed_precision(told) -> None:
    assert len(told("- dense: {units: 30, dtype: mixed_bfloat16}\n- dense: 10")) == 1
    assert told("- dense: {units: 30, dtype: bfloat16}\n- dense: 10") == []


@pytest.mark.parametrize(
    "layers",
    [
        "  - conv: {filters: 32, size: 3}\n  - dense: 10\n",
        "  - conv: {filters: 30, size: 3, dtype: float32}\n  - dense: 10\n",
        "  - depthwise_conv: 3\n  - dense: 10\n",
        "  - dense: {units: 10, name: a}\n  - softmax\n",
    ],
)
def test_not_aligned_other_precisions_nor_what_the_network_ends_in(told, layers: str) -> None:
    assert told(MIXED + layers) == []


def test_not_in_float32(told) -> None:
    assert told("- dense: 30\n- dense: 10") == []
