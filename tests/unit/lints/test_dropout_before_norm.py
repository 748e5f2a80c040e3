import pytest

from archspec.lints.dropout_before_norm import DropoutBeforeNorm
from tests.like import Like


@pytest.mark.parametrize("between", ["", "- dense: 8\n", "- relu\n", "- conv: {filters: 8, size: 3}\n- max_pool: 2\n"])
@pytest.mark.parametrize("dropout", ["dropout", "spatial_dropout"])
def test_dropout_that_reaches_a_batch_norm(findings, dropout: str, between: str) -> None:
    assert findings(f"- {dropout}: {{rate: 0.5, name: a}}\n{between}- batch_norm: {{name: b}}") == [
        Like(DropoutBeforeNorm, "`a`", norm="b")
    ]


@pytest.mark.parametrize(
    "layers",
    [
        "- batch_norm\n- dropout: 0.5",
        "- dropout: 0.5\n- layer_norm\n- batch_norm",
        "- dropout: 0.0\n- batch_norm",
        "- alpha_dropout: 0.5\n- batch_norm",
        "- drop_path: 0.5\n- batch_norm",
        "- dropout: 0.5\n- layer_norm",
        "- residual: [dropout: 0.5]\n- batch_norm",
    ],
)
def test_not_after_it_past_another_norm_or_a_merge(findings, layers: str) -> None:
    assert findings(layers) == []


def test_blocks_are_told_once(findings) -> None:
    [found] = findings("""
        - repeat:
            times: 5
            layers:
              - conv: {filters: 8, size: 3, norm: batch, activation: relu}
              - dropout: 0.2
        """)
    assert found.layer == "dropout_1"
    assert found.notes == ("this holds of 4 layers: `dropout_1`, `dropout_2`, `dropout_3` and 1 more",)
