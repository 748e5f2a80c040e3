import pytest

from archspec.lints.missing_activation import MissingActivation
from tests.like import Like


def test_two_convolutions(findings) -> None:
    [found] = findings("""
        - conv: {filters: 16, size: 3, name: one}
        - conv: {filters: 16, size: 3, name: two}
        """)
    assert found == Like(MissingActivation, first="one", second="two")
    assert (found.layer, found.label) == ("one", "no activation")
    assert [label.text for label in found.labels] == ["`two` follows: the two can do no more than one layer"]


@pytest.mark.parametrize(
    "between",
    ["identity", "dropout: 0.5", "spatial_dropout: 0.5", "linear", "pad: 1", "crop: 1", "upsample: 2", "scale",
     "upsample: {factor: 2, interpolation: bilinear}", "resize: 8", "avg_pool: 2", "activation: linear",
     "permute: [1, 0, 2]", "up_conv: {filters: 16, size: 2}", "rescale: 2"],
)  # fmt: skip
def test_what_is_linear_is_nothing(findings, between: str) -> None:
    assert len(findings(f"- conv: {{filters: 16, size: 3}}\n- {between}\n- conv: {{filters: 16, size: 3}}")) == 1


@pytest.mark.parametrize(
    "between",
    ["relu", "max_pool: 2", "batch_norm", "layer_norm", "residual: [relu]", "add: [., [identity]]", "depth_to_space: 2",
     "depthwise_conv: 3", "prelu: spatial", "adaptive_pool: {size: 4, mode: max}",
     "up_conv: {filters: 16, size: 2, activation: relu}", "local_response_norm"],
)  # fmt: skip
def test_what_is_not_is_something(findings, between: str) -> None:
    assert findings(f"- conv: {{filters: 16, size: 3}}\n- {between}\n- conv: {{filters: 16, size: 3}}") == []


def test_dense_layers_through_a_flatten(findings) -> None:
    assert findings("- conv: {filters: 16, size: 3}\n- flatten\n- dense: 10") == [
        Like(MissingActivation, first="conv_1", second="dense_1")
    ]
    assert findings("- dense: {units: 16, activation: relu}\n- flatten\n- dense: 10") == []


def test_a_global_mean_is_linear_and_a_global_maximum_is_not(findings) -> None:
    assert len(findings("- conv: {filters: 16, size: 3}\n- global_pool: avg\n- dense: 10")) == 1
    assert findings("- conv: {filters: 16, size: 3}\n- global_pool: max\n- dense: 10") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("depthwise_conv: 3", "conv: {filters: 16, size: 1}"),
        ("conv: {filters: 16, size: 1}", "depthwise_conv: 3"),
        ("conv: {filters: 16, size: 3, groups: 4}", "conv: {filters: 16, size: 1}"),
        ("conv: {filters: 16, size: [7, 1]}", "conv: {filters: 16, size: [1, 7]}"),
        ("conv: {filters: 4, size: 1}", "conv: {filters: 16, size: 1}"),
        ("conv: {filters: 21, size: 1}", "up_conv: {filters: 21, size: 4}"),
        ("up_conv: {filters: 16, size: 2}", "conv: {filters: 16, size: 3}"),
    ],
)
def test_what_is_done_on_purpose_is_left_alone(findings, first: str, second: str) -> None:
    assert findings(f"- {first}\n- {second}") == []


def test_a_narrow_layer_before_a_narrower_one_is_no_factorization(findings) -> None:
    assert len(findings("- dense: 128\n- dense: 10", shape="[784]")) == 1
    assert findings("- dense: 32\n- dense: 784", shape="[784]") == []


def test_two_transposed_convolutions(findings) -> None:
    assert len(findings("- up_conv: {filters: 16, size: 2}\n- up_conv: {filters: 8, size: 2}")) == 1


def test_not_where_a_skip_takes_the_first_output_too(findings) -> None:
    edsr = """
        - conv: {filters: 16, size: 3, name: head}
        - residual: [conv: {filters: 16, size: 3, activation: relu}, conv: {filters: 16, size: 3}]
        - conv: {filters: 16, size: 3}
        - add: [., head]
        """
    assert findings(edsr) == []


def test_not_where_the_first_is_an_output(findings) -> None:
    spec = "input: [8]\nlayers: [dense: {units: 8, name: a}, dense: {units: 8, name: b}]\noutputs: "
    assert len(findings(spec + "b")) == 1
    assert findings(spec + "[a, b]") == []


def test_a_repeat_is_told_once(findings) -> None:
    [found] = findings("- repeat: {times: 10, layers: [dense: 8]}")
    assert found.notes[-1] == "this holds of 9 layers: `dense_1`, `dense_2`, `dense_3` and 6 more"


def test_step_by_step(findings) -> None:
    assert len(findings("- time_distributed: [dense: 8, dense: 8]", shape="[5, 8]")) == 1
