import pytest

import archspec
from archspec.compiler.faults import UnusedLayer
from archspec.graph import Graph
from tests.like import Like


def graph(layers: str, head: str = "input: [8, 8, 3]") -> Graph:
    made = archspec.check(f"archspec: 1\n{head}\nlayers:\n{layers}").graph
    assert made is not None
    return made


def test_params_are_those_of_the_paper_formula() -> None:
    # 3*3*3*4 + 4 for the convolution; gamma, beta, mean and variance for each of 4 channels; 4*10 + 10.
    made = graph(
        "  - conv: {filters: 4, size: 3}\n  - batch_norm\n  - global_pool: avg\n  - dense: 10\n"
    )  # fmt: skip
    assert made.params() == 112 + 16 + 50
    assert made.trainable_params() == 112 + 8 + 50


def test_frozen_layers_are_not_trained() -> None:
    made = graph(
        "  - group: {name: g, trainable: false, layers: [conv: {filters: 4, size: 3}]}\n"
        "  - conv: {filters: 1, size: 1}\n"
    )
    assert (made.params(), made.trainable_params()) == (112 + 5, 5)
    assert [node.trainable for node in made.nodes] == [True, False, True]


def test_macs_are_one_per_weight_and_position() -> None:
    made = graph("  - conv: {filters: 4, size: 3, stride: 2}\n  - flatten\n  - dense: 10\n")
    assert [made.macs(node) for node in made.nodes] == [0, 4 * 4 * 3 * 3 * 3 * 4, 0, 4 * 4 * 4 * 10]


def test_what_a_layer_takes() -> None:
    made = graph("  - conv: {filters: 3, size: 3}\n  - add: [., input]\n  - crop: {like: input}\n  - add: [.]\n")
    arguments = [made.argument(node) for node in made.nodes[1:]]
    assert arguments == [(8, 8, 3), ((8, 8, 3), (8, 8, 3)), ((8, 8, 3), (8, 8, 3)), ((8, 8, 3),)]


def test_only_what_an_output_needs_is_kept() -> None:
    report = archspec.check(
        "archspec: 1\ninputs: {a: [4], b: [4]}\nlayers:\n  - dense: {units: 2, from: a, name: used}\n"
        "  - dense: {units: 3, from: a, name: unused}\noutputs: used\n"
    )
    assert list(report.diagnostics) == [Like(UnusedLayer, layer="unused")]
    assert report.graph is not None
    assert [node.name for node in report.graph.nodes] == ["a", "b", "used"]
    assert report.graph.inputs == (0, 1)
    assert report.graph.outputs == {"used": 2}


def test_open_sizes_in_the_order_declared() -> None:
    made = graph("  - add: [., input]\n", "inputs: {input: [W, H, null]}")
    assert made.open_sizes() == ("W", "H", "input[2]")


UNIT = "  - conv: {filters: 2, size: 3, stride: 2}\n  - upsample: 2\n  - concat: [input, .]\n"


def test_a_network_at_given_sizes() -> None:
    made = graph(UNIT, "input: [H, W, 1]")
    fixed = made.at(H=6)
    assert [str(node.shape) for node in fixed.nodes] == ["(6, W, 1)", "(3, ⌈W/2⌉, 2)", "(6, 2*⌈W/2⌉, 2)", "(6, W, 3)"]
    assert (fixed.open_sizes(), fixed.sizes.conditions("W")) == (("W",), ("W % 2 == 0",))
    assert fixed.at(W=8) == made.at(H=6, W=8)
    assert made.at(H=6, W=8).nodes[-1].shape == (6, 8, 3)


def test_sizes_that_a_network_does_not_work_for() -> None:
    made = graph(UNIT, "input: [H, W, 1]")
    with pytest.raises(ValueError, match="the network does not work for H = 7"):
        made.at(H=7)
    with pytest.raises(ValueError, match="no open size `X`; its open sizes are `H`, `W`"):
        made.at(X=7)
    with pytest.raises(ValueError, match="no open size `H`; it has none"):
        made.at(H=6).at(W=8).at(H=6)


def test_outputs_and_softmax_stay_in_float32() -> None:
    graph = archspec.check(
        "archspec: 1\ninput: [4]\nlayers:\n"
        "  - dense: 8\n  - softmax\n  - dense: {units: 8, activation: softmax}\n"
        "  - dense: {units: 8, dtype: float16}\n  - dense: 2\n"
    ).graph
    assert graph is not None
    assert [graph.precision_of(index, "mixed_bfloat16") for index in range(1, 6)] == [
        "mixed_bfloat16", "float32", "float32", "float16", "float32",
    ]  # fmt: skip
