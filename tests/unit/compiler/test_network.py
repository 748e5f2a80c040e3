"""The network as far as it could be made, and where it is written."""

import archspec
from archspec.compiler.elaborate import elaborate
from archspec.compiler.inference import infer_shape
from archspec.compiler.names import Tensor
from archspec.compiler.network import Network
from archspec.compiler.walk import Frame, Walk
from archspec.layers.base import Layer
from archspec.tensors.shape import Shape

NESTED = """archspec: 1
input: [4]
blocks:
  inner: {layers: [dense: {units: 4, name: a}]}
  outer: {layers: [inner, dense: {units: 4, name: b}]}
layers:
  - outer: {name: one}
  - outer: {name: two}
  - inner: {name: three}
"""


def network(spec: str) -> Network:
    return elaborate(archspec.load(f"archspec: 1\n{spec}")).network


def lines(spec: str) -> dict[str, list[int]]:
    """The lines of the calls that lead to each layer, outermost first."""
    report = archspec.check(spec)
    assert report.graph is not None
    places = report.network.places_in(report.graph)
    ways = ([step.span.line for step in place.trace if step.span] for place in places)
    return dict(zip((node.name for node in report.graph.nodes), ways, strict=True))


def shapes(made: Network) -> dict[str, str | None]:
    return {name: None if shape is None else str(shape) for name, shape in made.shapes().items()}


def test_a_copy_is_led_to_by_its_own_calls() -> None:
    assert lines(NESTED) == {
        "input": [],
        "one.inner_1.a": [7, 5],
        "one.b": [7],
        "two.inner_1.a": [8, 5],
        "two.b": [8],
        "three.a": [9],
    }


def test_also_where_the_first_call_is_of_no_use() -> None:
    spec = NESTED.replace("{name: two}", "{name: two, from: input}")
    assert lines(spec) == {"input": [], "two.inner_1.a": [8, 5], "two.b": [8], "three.a": [9]}


def test_a_fault_leaves_all_other_layers() -> None:
    made = network("input: [8]\nlayers: [dense: 2, denes: 3, relu, dense: {units: 4, from: input}]\n")
    assert shapes(made) == {"input": "(8)", "dense_1": "(2)", "dense_2": None, "relu_1": None, "dense_3": "(4)"}
    assert [(gap.position, gap.name, gap.kind) for gap in made.gaps] == [(2, "dense_2", "denes"), (2, "relu_1", "relu")]
    assert [gap.place.span and gap.place.span.line for gap in made.gaps] == [3, 3]


def test_a_layer_that_does_not_fit_and_its_parts() -> None:
    made = network("input: [8, 8, 3]\nlayers:\n  - conv: {filters: 4, size: 3, groups: 2, norm: batch}\n  - flatten\n")
    assert shapes(made) == {"input": "(8, 8, 3)", "conv_1.conv": None, "conv_1.norm": None, "flatten_1": None}


def test_merges_residuals_and_their_activations() -> None:
    made = network(
        "input: [8]\nlayers:\n"
        "  - residual: {activation: relu, layers: [dense: 8, dense: {units: none}]}\n"
        "  - add: [., input]\n"
    )
    assert shapes(made) == {
        "input": "(8)", "residual_1.dense_1": "(8)", "residual_1.dense_2": None, "residual_1.add": None,
        "residual_1.activation": None, "add_1": None,
    }  # fmt: skip


def test_a_faulty_block_is_copied_as_far_as_it_could_be_made() -> None:
    made = network(
        "input: [8]\nblocks: {bad: {layers: [dense: 8, dense: {units: 0, name: b}]}}\n"
        "layers: [bad, bad: {from: input, name: two}]\n"
    )
    assert shapes(made) == {
        "input": "(8)", "bad_1.dense_1": "(8)", "bad_1.b": None, "two.dense_1": "(8)", "two.b": None,
    }  # fmt: skip
    [first, second] = (gap.place.trace for gap in made.gaps)
    assert (first != second, len(first), len(second)) == (True, 1, 1)


def test_an_input_that_cannot_be_read() -> None:
    made = network("inputs: {x: [8, -1], y: [4]}\nlayers: [dense: {units: 2, from: x}, dense: {units: 2, from: y}]\n")
    assert shapes(made) == {"x": None, "y": "(4)", "dense_1": None, "dense_2": "(2)"}


def inferred(spec: str) -> list[str]:
    """Returns the layers of blocks whose shapes are inferred, and not copied from an earlier call."""
    paths: list[str] = []

    def infer(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        paths.append(path)
        return infer_shape(walk, layer, inputs, path, frame)

    elaborate(archspec.load(f"archspec: 1\n{spec}"), infer=infer)
    return [path for path in paths if "." in path]


def test_the_first_call_on_an_input_is_shared() -> None:
    calls = "blocks: {two: {layers: [dense: 4, relu]}}\nlayers: [two, two, two]\n"
    assert inferred(f"input: [4]\n{calls}") == ["two_1.dense_1", "two_1.relu_1"]
    images = "inputs: {x: {shape: [4], dtype: uint8}}\n"
    calls = "blocks: {two: {layers: [rescale: 0.1]}}\nlayers: [two, two, two]\n"
    assert inferred(images + calls) == ["two_1.rescale_1"]


def test_a_call_is_not_shared_with_one_on_another_dtype_that_matters() -> None:
    images = "inputs: {x: {shape: [4], dtype: uint8}}\n"
    kept = f"{images}blocks: {{two: {{layers: [flatten]}}}}\nlayers: [two, two, rescale: 1, two]\n"
    assert inferred(kept) == ["two_1.flatten_1", "two_3.flatten_1"]
    layers = "blocks: {two: {layers: [relu]}}\nlayers: [rescale: 1, two, two: {from: x}]\n"
    found = archspec.check(f"archspec: 1\n{images}{layers}")
    assert [one.kind.name for one in found.errors] == ["integer-input"]
