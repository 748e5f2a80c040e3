import pytest


@pytest.mark.parametrize(
    "layers",
    ["- dense: {units: 1, activation: softmax}", "- dense: 1\n- softmax", "- dense: 1\n- activation: softmax",
     "- conv: {filters: 1, size: 1, activation: softmax}"],
)  # fmt: skip
def test_a_softmax_over_one_channel(told, layers: str) -> None:
    [message] = told(layers)
    assert message.endswith("takes the softmax of 1 channel, which is always 1")


def test_the_logarithm_of_it_is_0(told) -> None:
    assert told("- dense: {units: 1, activation: log_softmax, name: p}") == [
        "`p` takes the log_softmax of 1 channel, which is always 0"
    ]


@pytest.mark.parametrize(
    "layers",
    ["- dense: {units: 2, activation: softmax}", "- dense: {units: 1, activation: sigmoid}", "- dense: 1\n- relu"],
)
def test_not_over_two_nor_another_function(told, layers: str) -> None:
    assert told(layers) == []


def test_a_map_of_one_position_has_channels_of_its_own(told) -> None:
    assert told("- softmax", shape="[1, 1, 10]") == []
