from textwrap import dedent

import pytest

import archspec
from archspec.compiler.elaborate import elaborate
from archspec.lints.subject import Subject


@pytest.fixture
def subject():
    def make(spec: str) -> Subject:
        architecture = archspec.load("archspec: 1\n" + dedent(spec).lstrip("\n"))
        graph, network, *_ = elaborate(architecture)
        assert graph is not None
        return Subject(graph, network.places_in(graph), architecture)

    return make


FORK = """
    input: [8]
    layers:
      - dense: {units: 4, activation: relu, name: a}   # 1
      - dropout: {rate: 0.5, name: b}                  # 2
      - identity: {name: c}                            # 3
      - dense: {units: 4, name: d}                     # 4
      - add: [c, d]                                    # 5
    """


def test_layers_kinds_and_functions(subject) -> None:
    fork = subject(FORK)
    assert fork.kinds == ["", "dense", "dropout", "identity", "dense", "add"]
    assert [one and one.kind for one in fork.functions] == [None, "relu", None, None, None, None]
    assert [index for index, _ in fork.of("dense", "add")] == [1, 4, 5]
    assert fork.has("add", "conv")
    assert not fork.has("conv")


@pytest.mark.parametrize(
    ("item", "function"),
    [("relu", "relu"), ("relu: {negative_slope: 0.1}", "relu"), ("activation: gelu", "gelu"), ("linear", None),
     ("activation: linear", None), ("dense: {units: 2, activation: linear}", None), ("softmax", "softmax"),
     ("dense: {units: 2, activation: tanh}", "tanh"), ("batch_norm", None), ("time_distributed: [relu]", "relu")],
)  # fmt: skip
def test_the_function_that_a_layer_applies_last(subject, item: str, function: str | None) -> None:
    last = subject(f"input: [8, 4]\nlayers: [{item}]\n").functions[-1]
    assert (last and last.kind) == function


def test_ways_through_the_graph(subject) -> None:
    fork = subject(FORK)
    assert fork.consumers == [[1], [2], [3], [4, 5], [5], []]
    assert [fork.only(index) for index in range(6)] == [1, 2, 3, None, 5, None]
    assert fork.source(3, "training_only") == 1
    assert fork.source(4, "training_only", "identity") == 3  # two take what it makes
    assert fork.source(2, "training_only") == 1


def test_windows_that_a_lint_may_look_at(subject) -> None:
    found = subject("""
        input: [8, 8, 3]
        layers:
          - conv: {filters: 4, size: 3}
          - conv: {filters: 4, size: 2}
          - time_distributed: [max_pool: 2]
          - up_conv: {filters: 4, size: 2}
          - conv: {filters: 4, size: [3, 5]}
        """).sliding
    assert [(one.node, one.window.size, one.window.stride, one.x) for one in found] == [
        (2, (2, 2), (1, 1), (8, 8, 4)), (3, (2,), (2,), (8, 4)), (5, (3, 5), (1, 1), (16, 8, 4)),
    ]  # fmt: skip


def test_a_size_that_is_one_number_for_all_sizes_that_work(subject) -> None:
    halved = subject("input: [H, 4]\nlayers: [max_pool: 2, upsample: 2, add: [., input]]\n")
    size = halved.nodes[0].shape[0]
    assert halved.constant(size) is None
    assert halved.constant(size - size // 2 * 2) == 0
    assert halved.constant(size - size // 4 * 4) is None
    assert halved.constant(7) == 7


def test_places(subject) -> None:
    blocks = subject("""
        input: [8]
        blocks: {one: {layers: [dense: {units: 8, bias: true}]}}
        layers: [one, one]
        """)
    assert str(blocks.span(0)) == "<text>:2:8"
    assert str(blocks.span(1)) == str(blocks.span(2)) == "<text>:3:25"
    assert str(blocks.span(1, "bias")) == "<text>:3:49"
    assert str(blocks.span(1, "activation")) == "<text>:3:25"
    assert blocks.alike(1) == [1, 2]
