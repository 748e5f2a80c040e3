"""Residuals, repeats and jumps where they are easily got wrong."""

import pytest

import archspec

EIGHT = "archspec: 1\ninput: [8, 8, 3]\n"


def findings(text: str) -> list[tuple[str, str]]:
    return [(one.kind.name, one.message) for one in archspec.check(text).diagnostics]


@pytest.mark.parametrize("name", ["add", "shortcut", "activation", "drop_path"])
def test_a_residual_keeps_its_own_names_to_itself(name: str):
    text = f"""
layers:
  - residual:
      activation: relu
      drop_path: 0.1
      layers: [conv: {{filters: 4, size: 3, name: {name}}}]
"""

    assert findings(EIGHT + text) == [("duplicate-name", f"two layers are called `residual_1.{name}`")]


def test_a_projection_is_not_bent_by_defaults_for_other_convolutions():
    text = """
defaults: {conv: {padding: 1, groups: 3, bias: false, kernel_initializer: he_normal, activation: relu, norm: layer}}
layers:
  - residual: {name: r, layers: [conv: {filters: 6, size: 3, stride: 2}]}
"""
    report = archspec.check(EIGHT + text)

    assert report.graph is not None
    projection = next(node for node in report.graph.nodes if node.name == "r.shortcut")
    assert projection.shape == (4, 4, 6)
    assert [weight.shape for weight in report.graph.weights(projection)] == [(1, 1, 3, 6)]
    assert projection.layer is not None
    assert projection.layer.given()["kernel_initializer"] == "he_normal"


def test_a_dilated_default_does_not_reach_a_strided_projection():
    text = """
defaults: {conv: {dilation: 2}}
layers:
  - residual: [conv: {filters: 6, size: 3}, max_pool: 2]
"""

    assert findings(EIGHT + text) == []


@pytest.mark.parametrize("item", ["repeat: {times: 2, name: two, layers: [relu]}", "from: {tensor: input, name: two}"])
def test_what_makes_no_tensor_of_its_own_takes_no_name(item: str):
    kind = item.partition(":")[0]

    assert findings(f"{EIGHT}layers:\n  - {item}\n  - relu") == [("unknown-key", f"`{kind}` has no `name`")]
