import pytest

from archspec.lints.relu_output import ReluOutput
from tests.like import Like


@pytest.mark.parametrize(
    "layers",
    ["- dense: {units: 1, activation: relu}", "- dense: 1\n- relu", "- dense: 1\n- activation: relu6",
     "- conv: {filters: 2, size: 1, activation: relu}", "- conv: {filters: 2, size: [1, 1]}\n- relu\n- flatten",
     "- dense: 1\n- relu\n- identity\n- reshape: [-1]"],
)  # fmt: skip
def test_a_prediction_cut_off_at_0(findings, layers: str) -> None:
    assert len(findings(layers)) == 1


def test_the_words(findings) -> None:
    [found] = findings("- dense: {units: 1, activation: relu, name: price}")
    assert found == Like(ReluOutput, "`price`", function="relu")


@pytest.mark.parametrize(
    "layers",
    [
        "- dense: {units: 1, activation: softplus}",
        "- dense: {units: 8, activation: relu}\n- dense: 1",
        "- dense: 1\n- leaky_relu",
        "- dense: 1\n- relu: {negative_slope: 0.1}",
        "- conv: {filters: 8, size: 3, activation: relu}",
        "- conv: {filters: 8, size: 1, norm: batch, activation: relu}",
        "- residual: {layers: [conv: {filters: 8, size: 1}], activation: relu}",
    ],
)
def test_not_other_functions_nor_feature_maps(findings, layers: str) -> None:
    assert findings(layers) == []


def test_not_an_output_from_the_middle(findings) -> None:
    spec = "input: [8]\nlayers: [dense: {units: 8, activation: relu, name: a}, dense: {units: 1, name: b}]\noutputs: "
    assert findings(spec + "[a, b]") == []


def test_each_output_by_itself(findings) -> None:
    assert (
        len(
            findings("""
        input: [8]
        layers:
          - dense: {units: 8, activation: relu, name: a, from: input}
          - dense: {units: 8, activation: relu, name: b, from: input}
          - dense: {units: 8, name: c, from: input}
        outputs: [a, b, c]
        """)
        )
        == 2
    )
