import pytest

from archspec.lints.dense_on_a_map import DenseOnAMap
from tests.like import Like

ENCODER = "- conv: {filters: 8, size: 3, activation: relu}\n- max_pool\n"


def test_the_words(findings) -> None:
    [found] = findings(f"{ENCODER}- dense: 10", shape="[8, 8, 3]")
    assert found == Like(DenseOnAMap, "`dense_1`", x=(4, 4, 8), y=(4, 4, 10))
    assert found.helps[0].text == (
        "put `flatten` or `global_pool` before it; or write `conv: {filters: 10, size: 1}` for an answer at each "
        "position"
    )


@pytest.mark.parametrize("shape", ["[H, W, 3]", "[8, 8, 8, 3]"])
def test_any_size_and_volumes(findings, shape: str) -> None:
    assert len(findings(f"{ENCODER}- dense: {{units: 10, activation: softmax}}", shape=shape)) == 1


@pytest.mark.parametrize("layers", ["- flatten\n- dense: 10", "- global_pool\n- dense: 10", "- dense: 4\n- flatten"])
def test_not_behind_a_vector_or_before_another_layer(findings, layers: str) -> None:
    assert findings(ENCODER + layers, shape="[8, 8, 3]") == []


def test_not_a_sequence_a_single_position_a_decoder_or_a_map_of_full_size(findings) -> None:
    assert findings(f"{ENCODER}- dense: 10", shape="[8, 3]") == []
    assert findings(f"{ENCODER}- global_pool: {{keep_dims: true}}\n- dense: 10", shape="[8, 8, 3]") == []
    assert findings(f"{ENCODER}- upsample\n- dense: 10", shape="[8, 8, 3]") == []
    assert findings("- dense: 10", shape="[8, 8, 3]") == []
