import pytest

from archspec.lints.norm_of_one import NormOfOne
from tests.like import Like

LOST = "nothing of the input is left"


@pytest.mark.parametrize(
    ("norm", "shape", "left"),
    [
        ("instance_norm", "[1, 1, 16]", LOST),
        ("group_norm: 16", "[1, 1, 16]", LOST),
        ("group_norm: 16", "[16]", LOST),
        ("layer_norm", "[8, 8, 1]", LOST),
        ("layer_norm: {axes: all}", "[1, 1, 1]", LOST),
        ("rms_norm", "[T, 1]", "only the sign of the input is left"),
    ],
)
def test_a_single_value(findings, norm: str, shape: str, left: str) -> None:
    kind = norm.partition(":")[0]
    assert findings(f"- {norm}", shape=shape) == [Like(NormOfOne, f"`{kind}_1`", left=left)]


@pytest.mark.parametrize(
    ("norm", "shape"),
    [
        ("instance_norm", "[1, 2, 16]"),
        ("instance_norm", "[H, W, 16]"),
        ("group_norm: 8", "[1, 1, 16]"),
        ("group_norm: 16", "[2, 16]"),
        ("layer_norm", "[1, 1, 16]"),
        ("layer_norm: {axes: all}", "[1, 2, 1]"),
        ("rms_norm", "[16]"),
        ("batch_norm", "[1, 1, 16]"),
        ("batch_norm", "[1]"),
    ],
)
def test_several_values(findings, norm: str, shape: str) -> None:
    assert findings(f"- {norm}", shape=shape) == []


def test_the_norm_of_a_convolution(findings) -> None:
    assert findings("- conv: {filters: 4, size: 8, stride: 8, norm: instance}", shape="[8, 8, 3]") == [
        Like(NormOfOne, "`conv_1.norm`", left=LOST)
    ]
    # ceil(H / 8) is 1 for some sizes, and not for all.
    assert findings("- conv: {filters: 4, size: 8, stride: 8, norm: instance}", shape="[H, W, 3]") == []


def test_an_open_size_that_can_only_be_one(findings) -> None:
    half = "- conv: {filters: 8, size: 3, stride: 2, activation: relu, name: half}"
    assert len(findings(f"- relu: {{name: full}}\n{half}\n- add: [full, .]\n- instance_norm", shape="[T, 8]")) == 1


def test_step_by_step(findings) -> None:
    assert len(findings("- time_distributed: [instance_norm]", shape="[5, 1, 1, 4]")) == 1
    assert findings("- time_distributed: [instance_norm]", shape="[5, 3, 1, 4]") == []
