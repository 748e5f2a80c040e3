import pytest

from archspec.passes.norms import fold_norms


@pytest.mark.parametrize(
    "item",
    [
        "conv: {filters: 6, size: 3, bias: false, name: a}",
        "conv: {filters: 6, size: 3, activation: linear, name: a}",
        "depthwise_conv: {size: 3, name: a}",
        "separable_conv: {filters: 6, size: 3, name: a}",
        "up_conv: {filters: 6, size: 3, name: a}",
        "dense: {units: 6, bias: false, name: a}",
    ],
)
def test_a_layer_takes_in_the_norm_behind_it(item: str, graph, joined) -> None:
    found = fold_norms(graph(f"- {item}\n- batch_norm: {{name: n}}\n- relu: {{name: b}}\n"))
    assert joined(found.graph) == ["input > a", "a > b", "b out"]
    assert {path: [name for name, _ in norms] for path, norms in found.norms.items()} == {"a": ["n"]}
    assert "bias" in [weight.name for weight in found.graph.weights(found.graph.nodes[1])]


def test_a_norm_that_is_part_of_a_convolution(graph, joined) -> None:
    found = fold_norms(graph("- conv: {filters: 6, size: 3, norm: batch, activation: relu, name: a}\n"))
    assert joined(found.graph) == ["input > a.conv", "a.conv > a.activation", "a.activation out"]


def test_several_norms_are_taken_in_order(graph, joined) -> None:
    found = fold_norms(graph("- dense: {units: 6, name: a}\n- batch_norm: {name: n}\n- batch_norm: {name: m}\n"))
    assert joined(found.graph) == ["input > a", "a out"]
    assert [name for name, _ in found.norms["a"]] == ["n", "m"]


def test_on_every_step_too(graph, joined) -> None:
    steps = "- time_distributed: {name: t, layers: [dense: {units: 6, bias: false, name: a}, batch_norm]}\n"
    found = fold_norms(graph(steps))
    assert joined(found.graph) == ["input > t.a", "t.a out"]
    assert [weight.shape for weight in found.graph.weights(found.graph.nodes[1])] == [(4, 6), (6,)]


@pytest.mark.parametrize(
    "items",
    [
        "- conv: {filters: 6, size: 3, activation: relu}\n- batch_norm\n",  # bends the line
        "- conv: {filters: 6, size: 3, name: a}\n- batch_norm\n- add: [., a]\n",  # used twice
        "- conv: {filters: 6, size: 3}\n- layer_norm\n",  # depends on the input
        "- conv: {filters: 6, size: 3}\n- max_pool\n- batch_norm\n",  # a negative factor swaps smallest and largest
        "- batch_norm\n",
        "- conv: {filters: 6, size: 3}\n- batch_norm: {dtype: float16}\n",  # rounds
    ],
)
def test_other_norms_stay(items: str, graph) -> None:
    made = graph(items)
    assert fold_norms(made) == (made, {})


def test_an_output_of_the_network_stays(graph) -> None:
    made = graph("""
        input: [8, 8, 4]
        layers:
          - conv: {filters: 6, size: 3, name: a}
          - batch_norm: {name: n}
        outputs: [a, n]
    """)
    assert fold_norms(made) == (made, {})
