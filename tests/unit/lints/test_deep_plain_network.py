import pytest


def plain(times: int, fields: str = "activation: relu") -> str:
    return f"- repeat: {{times: {times}, layers: [conv: {{filters: 8, size: 3, {fields}}}]}}\n"


def test_more_than_20_layers(findings) -> None:
    [found] = findings(plain(23) + "- global_pool: avg\n- dense: 10")
    assert found.message == ("24 layers with weights in a row, from `conv_1` to `dense_1`, have no norm and no skip")
    assert found.layer == "dense_1"
    assert [label.text for label in found.labels] == ["`conv_1` is the first of them"]


def test_20_layers_are_not_too_many(told) -> None:
    assert told(plain(20)) == []
    assert len(told(plain(21))) == 1


@pytest.mark.parametrize(
    "between",
    ["batch_norm", "layer_norm", "residual: [relu]", "concat: [., [relu]]", "selu", "reshape: [-1, 8]\n- lstm: 8"],
)
def test_not_with_a_norm_a_skip_or_what_normalizes_itself_between(told, between: str) -> None:
    layers = "- repeat: {times: 15, layers: [dense: {units: 8, activation: relu}]}\n"
    assert told(layers + f"- {between}\n" + layers) == []
    assert len(told(layers + "- relu\n" + layers)) == 1


def test_not_with_a_norm_or_selu_in_each(told) -> None:
    assert told(plain(30, "norm: batch")) == []
    assert told(plain(30, "activation: selu")) == []


def test_two_rows_are_told_one_by_one(told) -> None:
    assert len(told(f"{plain(21)}- batch_norm\n- repeat: {{times: 22, layers: [dense: 8]}}")) == 2
