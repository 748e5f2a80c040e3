import pytest

from archspec.lints.batch_axis_in_shape import BatchAxisInShape
from tests.like import Like

CONV = "- conv: {filters: 8, size: 3, activation: relu}"
HEAD = "- global_pool\n- dense: 4"


@pytest.mark.parametrize(
    "shape",
    ["[null, 48, 48, 3]", "[N, 48, 40, 1]", "[B, 48, 48, 3]", "[1, 48, 48, 3]", "[batch_size, H, W, 3]",
     "[null, 40, 40]", "[batch, 48, 40, 1]"],
)  # fmt: skip
def test_pictures(findings, shape: str) -> None:
    assert findings(f"{CONV}\n- max_pool: 1\n{HEAD}", shape=shape) == [Like(BatchAxisInShape, "the shape of `input`")]


def test_vectors_of_which_each_is_treated_by_itself(findings) -> None:
    dense = "- dense: {units: 8, activation: relu}\n- batch_norm\n- dropout: 0.1\n- dense: 3"
    for shape in ("[null, 300]", "[1, 300]", "[N, 300]"):
        [found] = findings(dense, shape=shape)
        assert found.helps[0].text == "write `[300]`"


def test_what_to_write(findings) -> None:
    helps = [one.text for one in findings(f"{CONV}\n{HEAD}", shape="[null, 48, 48, 3]")[0].helps]
    assert helps == [
        "write `[48, 48, 3]`",
        "or, if the axis is one of space or time, give its size a name: `[T, 48, 48, 3]`",
    ]
    assert findings(f"{CONV}\n{HEAD}", shape="[null, 40, 40]")[0].helps[0].text == "write `[40, 40, 1]`"


@pytest.mark.parametrize(
    "shape",
    ["[T, 48, 48, 3]", "[D, H, W, 1]", "[null, null, 3]", "[H, W, 3]", "[null, null, null, 1]", "[null, H, W, 1]",
     "[null, 64]", "[N, 3]", "[1, 64]", "[null, 80, 1]", "[1, 40, 40]"],
)  # fmt: skip
def test_not_axes_of_space_or_time(findings, shape: str) -> None:
    assert findings(f"{CONV}\n{HEAD}", shape=shape) == []


@pytest.mark.parametrize(
    "layer",
    ["conv3d: {filters: 8, size: 3}", "conv: {filters: 8, size: [1, 3, 3]}", "max_pool: [1, 2, 2]",
     "upsample: [1, 2, 2]", "permute: [1, 0, 2, 3]",
     "time_distributed: [conv: {filters: 8, size: 3}]"],
)  # fmt: skip
def test_not_where_a_layer_takes_it_for_an_axis(findings, layer: str) -> None:
    assert findings(f"- relu\n- {layer}", shape="[null, 48, 48, 3]") == []
    assert len(findings(f"- {layer}", shape="[batch, 48, 48, 3]")) == 1


@pytest.mark.parametrize("layer", ["lstm: 4", "attention: {heads: 1, key_dim: 4}", "global_pool: max", "max_pool: 1"])
def test_not_sequences(findings, layer: str) -> None:
    assert findings(f"- dense: 8\n- {layer}", shape="[null, 300]") == []
