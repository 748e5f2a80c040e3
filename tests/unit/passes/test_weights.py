from archspec.passes.weights import for_given_weights

SPEC = """
    - conv: {filters: 4, size: 3, kernel_initializer: orthogonal, name: a}
    - batch_norm: {name: n}
    - rms_norm: {name: m}
    - conv: {filters: 4, size: 3, dtype: mixed_float16, name: b}
    - relu: {name: c}
    - conv: {filters: 4, size: 3, name: out}
"""


def precisions(made, precision: str) -> dict[str, str]:
    return {node.name: made.precision_of(index, precision) for index, node in enumerate(made.nodes) if node.layer}


def test_weights_are_kept_in_what_is_computed_with(graph) -> None:
    made = for_given_weights(graph(SPEC), "mixed_bfloat16")
    assert precisions(made, "mixed_bfloat16") == {
        "a": "bfloat16",
        "n": "mixed_bfloat16",  # norms compute in float32
        "m": "mixed_bfloat16",
        "b": "float16",
        "c": "mixed_bfloat16",  # has none
        "out": "float32",
    }


def test_float32_stays(graph) -> None:
    made = for_given_weights(graph(SPEC), "float32")
    assert {*precisions(made, "float32").values()} == {"float32", "float16"}


def test_nothing_is_drawn(graph, layer) -> None:
    made = for_given_weights(graph(SPEC), "float32")
    assert (layer(made, "a").kernel_initializer, layer(made, "n").gamma_initializer) == ("zeros", "zeros")
    steps = for_given_weights(graph("- time_distributed: {name: t, layers: [dense: {units: 2, name: a}]}\n"), "float32")
    assert layer(steps, "t.a").kernel_initializer == "zeros"
