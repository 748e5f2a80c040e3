from archspec.passes.channel_activations import part_channel_activations


def test_a_convolution_and_its_softmax_are_two_layers(graph, joined) -> None:
    made = graph("- conv: {filters: 2, size: 1, activation: softmax, name: mask}\n- max_pool: {name: end}\n")
    parted = part_channel_activations(made)
    assert joined(parted) == ["input > mask", "mask > mask.activation", "mask.activation > end", "end out"]
    assert [node.plain and node.plain.kind for node in parted.nodes[1:]] == ["conv", "softmax", "max_pool"]
    assert parted.params() == made.params()
    # float32 as before: a softmax loses too much in half of it
    assert parted.precision_of(1, "mixed_float16") == made.precision_of(1, "mixed_float16") == "float32"


def test_an_output_stands_for_both(graph, joined) -> None:
    parted = part_channel_activations(graph("- conv: {filters: 2, size: 1, activation: log_softmax, name: mask}\n"))
    assert joined(parted)[-1] == "mask.activation out"
    assert parted.outputs.keys() == {"mask"}


def test_an_activation_by_name_is_the_kind_of_that_name(graph) -> None:
    parted = part_channel_activations(graph("- activation: softmax\n- activation: tanh\n"))
    assert [node.plain and node.plain.kind for node in parted.nodes[1:]] == ["softmax", "activation"]


def test_on_every_step_too(graph, joined) -> None:
    steps = "- time_distributed: {name: t, layers: [conv: {filters: 2, size: 1, activation: softmax, name: a}]}\n"
    parted = part_channel_activations(graph(steps))
    assert joined(parted) == ["input > t.a", "t.a > t.a.activation", "t.a.activation out"]
    assert [node.plain and node.plain.kind for node in parted.nodes[1:]] == ["conv", "softmax"]


def test_other_layers_stay(graph) -> None:
    made = graph("- conv: {filters: 2, size: 1, activation: relu}\n- dense: {units: 2, activation: softmax}\n")
    assert part_channel_activations(made) == made
