import pytest

from archspec.lints.activation_before_softmax import ActivationBeforeSoftmax
from tests.like import Like


@pytest.mark.parametrize("first", ["relu", "relu6", "sigmoid", "softmax"])
@pytest.mark.parametrize("last", ["softmax", "log_softmax", "activation: softmax"])
@pytest.mark.parametrize("between", ["", "- dropout: 0.2\n", "- flatten\n", "- identity\n"])
def test_an_activation_before_a_softmax(findings, first: str, last: str, between: str) -> None:
    assert len(findings(f"- dense: {{units: 10, activation: {first}}}\n{between}- {last}")) == 1


def test_the_words(findings) -> None:
    [found] = findings("- dense: {units: 10, activation: relu, name: scores}\n- softmax: {name: shares}")
    assert found == Like(ActivationBeforeSoftmax, "`shares`", last="softmax", first="relu")
    assert [label.text for label in found.labels] == ["`scores` applies relu"]
    assert found.notes == ("what is below 0 counts as 0: no class can be ruled out, and no gradient goes back",)


@pytest.mark.parametrize(
    "layers",
    [
        "- dense: {units: 10, activation: relu}\n- dense: {units: 10, activation: softmax}",
        "- dense: 10\n- softmax",
        "- dense: {units: 10, activation: gelu}\n- softmax",
        "- dense: {units: 10, activation: log_softmax}\n- softmax",
        "- dense: 10\n- relu: {negative_slope: 0.1}\n- softmax",
    ],
)
def test_not_where_scores_may_be_any_number(findings, layers: str) -> None:
    assert findings(layers) == []


def test_not_with_a_global_pooling_between_as_in_squeezenet(findings) -> None:
    assert findings("- conv: {filters: 10, size: 1, activation: relu}\n- global_pool: avg\n- softmax") == []


def test_not_where_the_relu_is_used_elsewhere(findings) -> None:
    assert (
        findings("""
        input: [8]
        layers: [dense: {units: 10, activation: relu, name: a}, dropout: {rate: 0.2, name: b}, softmax, add: [., b]]
        """)
        == []
    )
