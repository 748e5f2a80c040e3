import pytest

from archspec.lints.softmax_of_one import SoftmaxOfOne
from tests.like import Like


@pytest.mark.parametrize(
    "layers",
    ["- dense: {units: 1, activation: softmax}", "- dense: 1\n- softmax", "- dense: 1\n- activation: softmax",
     "- conv: {filters: 1, size: 1, activation: softmax}"],
)  # fmt: skip
def test_a_softmax_over_one_channel(findings, layers: str) -> None:
    [found] = findings(layers)
    assert found.data == Like(SoftmaxOfOne, function="softmax", constant=1)


def test_the_logarithm_of_it_is_0(findings) -> None:
    assert findings("- dense: {units: 1, activation: log_softmax, name: p}") == [
        Like(SoftmaxOfOne, "`p`", function="log_softmax", constant=0)
    ]


@pytest.mark.parametrize(
    "layers",
    ["- dense: {units: 2, activation: softmax}", "- dense: {units: 1, activation: sigmoid}", "- dense: 1\n- relu"],
)
def test_not_over_two_nor_another_function(findings, layers: str) -> None:
    assert findings(layers) == []


def test_a_map_of_one_position_has_channels_of_its_own(findings) -> None:
    assert findings("- softmax", shape="[1, 1, 10]") == []
