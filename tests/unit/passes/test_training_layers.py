import pytest

from archspec.passes.training_layers import without_training_layers


@pytest.mark.parametrize(
    "item",
    [
        "dropout: 0.2",
        "spatial_dropout: 0.2",
        "alpha_dropout: 0.2",
        "drop_path: 0.2",
        "gaussian_noise: 0.2",
        "identity",
        "linear",
        "activation: linear",
    ],
)
def test_what_acts_in_training_alone_goes(item: str, graph, joined) -> None:
    made = graph(f"- conv: {{filters: 4, size: 1, name: a}}\n- {item}\n- relu: {{name: b}}\n")
    assert joined(without_training_layers(made)) == ["input > a", "a > b", "b out"]


def test_several_in_a_row_and_at_the_end_go(graph, joined) -> None:
    made = graph("- dropout: 0.1\n- identity\n- conv: {filters: 4, size: 1, name: a}\n- identity\n- dropout: 0.1\n")
    assert joined(without_training_layers(made)) == ["input > a", "a out"]


def test_on_every_step_too(graph, joined) -> None:
    made = graph("- time_distributed: [dropout: 0.1, {dense: {units: 2, name: a}}]\n")
    assert joined(without_training_layers(made)) == ["input > time_distributed_1.a", "time_distributed_1.a out"]


def test_the_skip_of_a_residual_stays(graph, joined) -> None:
    made = graph("- residual: {layers: [conv: {filters: 4, size: 1, name: a}], drop_path: 0.1, name: r}\n")
    assert joined(without_training_layers(made)) == ["input > r.a", "r.a, input > r.add", "r.add out"]


def test_an_input_is_no_output(graph, joined) -> None:
    made = graph("- dropout: 0.1\n- identity: {name: end}\n")
    assert joined(without_training_layers(made)) == ["input > end", "end out"]


def test_what_changes_the_precision_stays(graph, joined) -> None:
    items = "- conv: {filters: 4, size: 1, name: a}\n- identity: {dtype: float16, name: rounded}\n- relu: {name: b}\n"
    assert joined(without_training_layers(graph(items))) == ["input > a", "a > rounded", "rounded > b", "b out"]


def test_activations_that_do_something_stay(graph, joined) -> None:
    made = graph("- relu: {name: a}\n- activation: {function: tanh, name: b}\n")
    assert joined(without_training_layers(made)) == ["input > a", "a > b", "b out"]
