import pytest

from archspec.lints.embedded_floats import EmbeddedFloats
from tests.like import Like

EMBEDDING = "embedding: {input_dim: 10, output_dim: 4}"
"""An embedding."""


@pytest.mark.parametrize("before", ["dense: 8", "batch_norm", "conv: {filters: 4, size: 3}", EMBEDDING])
@pytest.mark.parametrize("between", ["", "- relu\n", "- dropout: 0.2\n- flatten\n", "- rescale: 9\n"])
def test_an_embedding_of_what_a_layer_computes(findings, before: str, between: str) -> None:
    assert len(findings(f"- {before}\n{between}- {EMBEDDING}", shape="[8, 4]")) == 1


def test_the_words(findings) -> None:
    [found] = findings("""
        input: [8]
        layers:
          - dense: {units: 4, name: scores}
          - relu
          - embedding: {input_dim: 10, output_dim: 6, name: table}
        """)
    assert found == Like(EmbeddedFloats, "`table`", source="scores")
    assert [label.text for label in found.labels] == ["`scores` learns nothing this way"]
    assert [one.text for one in found.helps] == [
        "embed an input of integers (`dtype: int32`); or make a vector of any numbers by `dense: 6`"
    ]


def test_of_several_branches_the_layer_made_last_is_named(findings) -> None:
    [found] = findings(f"""
        input: [8]
        layers:
          - dense: {{units: 4, name: a}}
          - dense: {{units: 4, name: b, from: input}}
          - add: [b, a]
          - {EMBEDDING}
        """)
    assert found.data == Like(EmbeddedFloats, source="b")


@pytest.mark.parametrize(
    "spec",
    [
        f"inputs: {{tokens: {{shape: [8], dtype: int32}}}}\nlayers: [{EMBEDDING}]",
        f"inputs: {{tokens: {{shape: [8], dtype: int32}}}}\nlayers: [flatten, {EMBEDDING}, dense: 3]",
        f"input: [8]\nlayers: [rescale: 9, relu, {EMBEDDING}]",
        f"input: [8]\nlayers: [dense: {{units: 4, trainable: false}}, {EMBEDDING}]",
        "input: [8]\nlayers: [dense: {units: 4, name: a}, {embedding: {input_dim: 9, output_dim: 4, from: input}}]",
        "input: [8]\nlayers: [dense: 4]",
    ],
)
def test_not_where_nothing_before_it_learns(findings, spec: str) -> None:
    assert findings(spec) == []
