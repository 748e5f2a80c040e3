import pytest

from archspec.lints.unaligned_channels import UnalignedChannels
from tests.like import Like

MIXED = "input: [8, 8, 3]\nbuild: {precision: mixed_float16}\nlayers:\n"


def test_channels_that_8_does_not_divide(findings) -> None:
    assert findings(MIXED + "  - conv: {filters: 30, size: 3, name: a, activation: relu}\n  - dense: 10\n") == [
        Like(UnalignedChannels, "`a`", channels=30, precision="mixed_float16")
    ]


def test_a_single_layer_in_mixed_precision(findings) -> None:
    assert len(findings("- dense: {units: 30, dtype: mixed_bfloat16}\n- dense: 10")) == 1
    assert findings("- dense: {units: 30, dtype: bfloat16}\n- dense: 10") == []


@pytest.mark.parametrize(
    "layers",
    [
        "  - conv: {filters: 32, size: 3}\n  - dense: 10\n",
        "  - conv: {filters: 30, size: 3, dtype: float32}\n  - dense: 10\n",
        "  - depthwise_conv: 3\n  - dense: 10\n",
        "  - dense: {units: 10, name: a}\n  - softmax\n",
    ],
)
def test_not_aligned_other_precisions_nor_what_the_network_ends_in(findings, layers: str) -> None:
    assert findings(MIXED + layers) == []


def test_not_in_float32(findings) -> None:
    assert findings("- dense: 30\n- dense: 10") == []
