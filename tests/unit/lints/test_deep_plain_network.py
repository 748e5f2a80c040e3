import pytest

from archspec.lints.deep_plain_network import DeepPlainNetwork
from tests.like import Like


def plain(times: int, fields: str = "activation: relu") -> str:
    return f"- repeat: {{times: {times}, layers: [conv: {{filters: 8, size: 3, {fields}}}]}}\n"


def test_more_than_20_layers(findings) -> None:
    [found] = findings(plain(23) + "- global_pool: avg\n- dense: 10")
    assert found == (Like(DeepPlainNetwork, length=24, first="conv_1", last="dense_1"))
    assert found.layer == "dense_1"
    assert [label.text for label in found.labels] == ["`conv_1` is the first of them"]


def test_20_layers_are_not_too_many(findings) -> None:
    assert findings(plain(20)) == []
    assert len(findings(plain(21))) == 1


@pytest.mark.parametrize(
    "between",
    ["batch_norm", "layer_norm", "residual: [relu]", "concat: [., [relu]]", "selu", "reshape: [-1, 8]\n- lstm: 8"],
)
def test_not_with_a_norm_a_skip_or_what_normalizes_itself_between(findings, between: str) -> None:
    layers = "- repeat: {times: 15, layers: [dense: {units: 8, activation: relu}]}\n"
    assert findings(layers + f"- {between}\n" + layers) == []
    assert len(findings(layers + "- relu\n" + layers)) == 1


def test_not_with_a_norm_or_selu_in_each(findings) -> None:
    assert findings(plain(30, "norm: batch")) == []
    assert findings(plain(30, "activation: selu")) == []


def test_two_rows_are_told_one_by_one(findings) -> None:
    assert len(findings(f"{plain(21)}- batch_norm\n- repeat: {{times: 22, layers: [dense: 8]}}")) == 2
