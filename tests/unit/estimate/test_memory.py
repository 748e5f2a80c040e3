"""Memory, worked by hand on networks so small that every tensor can be listed. `tests/conformance` asks Keras."""

from textwrap import dedent

import pytest

import archspec
from archspec.estimate.memory import activation_memory, largest_batch, training_memory
from archspec.graph import Graph


def graph(spec: str) -> Graph:
    found = archspec.check("archspec: 1\n" + dedent(spec))
    assert found.graph is not None, str(found)
    return found.graph


def test_a_chain_needs_two_tensors_at_a_time() -> None:
    """Input 10 (the caller holds it) and hidden 100, then 100 and 40, then 40 and 5: the most is 10 + 100 + 40."""
    found = activation_memory(graph("input: [10]\nlayers: [dense: 100, dense: 40, dense: 5]"))
    assert found.peak == 4 * (10 + 100 + 40)
    assert found.total == 4 * (10 + 100 + 40 + 5)
    assert found.at_peak == {0: 40, 1: 400, 2: 160}


def test_a_skip_keeps_its_tensor() -> None:
    spec = """
        input: [10]
        layers:
          - dense: {units: 20, name: skip}
          - dense: 50
          - dense: 20
          - add: [skip, .]
    """
    # While the 20 at the end are computed, the 50 before them and the 20 of the skip are there, and the input.
    assert activation_memory(graph(spec)).peak == 4 * (10 + 20 + 50 + 20)


def test_what_works_value_by_value_writes_over_its_input() -> None:
    spec = "input: [10]\nlayers: [dense: 100, batch_norm, relu, dropout: 0.5, dense: 1]"
    assert activation_memory(graph(spec)).peak == 4 * (10 + 100 + 1)


def test_unless_something_else_needs_it() -> None:
    spec = "input: [10]\nlayers: [dense: {units: 100, name: a}, relu, add: [a, .]]"
    assert activation_memory(graph(spec)).peak == 4 * (10 + 100 + 100)


def test_or_it_is_in_another_precision() -> None:
    """A softmax stays in float32: its 100 values of 4 bytes do not fit into those of 2 that it takes."""
    net = graph("input: [10]\nlayers: [dense: 100, softmax, dense: 1]")
    assert activation_memory(net, 1, "mixed_bfloat16").peak == 4 * 10 + 2 * 100 + 4 * 100


def test_a_concat_copies_its_inputs() -> None:
    """Both branches are there while they are copied; then the input (10), what they became (70) and the output."""
    spec = """
        input: [10]
        layers:
          - concat: [[dense: 50], [dense: 20]]
          - dense: 5
    """
    found = activation_memory(graph(spec))
    assert found.peak == 4 * (10 + 50 + 20 + 70)
    assert found.total == 4 * (10 + 50 + 20 + 70 + 5)


def test_a_residual_holds_what_it_skips_until_it_is_added() -> None:
    """Two blocks: 10, the skipped 20, the 80 within and the 20 that the sum writes over; what came before is gone."""
    block = "residual: {layers: [dense: 80, dense: 20]}"
    net = graph(f"input: [10]\nlayers: [dense: 20, {block}, {block}, dense: 5]")
    assert activation_memory(net).peak == 4 * (10 + 20 + 80 + 20)


def test_a_flatten_is_no_copy() -> None:
    assert activation_memory(graph("input: [4, 4, 2]\nlayers: [flatten, dense: 3]")).total == 4 * (32 + 3)


def test_batch_and_precision() -> None:
    net = graph("input: [10]\nlayers: [dense: 100, dense: 40]")
    assert activation_memory(net, 8).peak == 8 * 4 * (10 + 100 + 40)
    # The input and the output stay in float32.
    assert activation_memory(net, 8, "mixed_bfloat16").peak == 8 * (4 * 10 + 2 * 100 + 4 * 40)


def test_whole_numbers_take_their_own_size() -> None:
    net = graph("inputs: {image: {shape: [8, 8, 3], dtype: uint8}}\nlayers: [rescale: {scale: 1}, flatten, dense: 1]")
    assert activation_memory(net).peak == 192 + 4 * (192 + 1)


def test_open_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="has an open size"):
        activation_memory(graph("input: [T, 3]\nlayers: [dense: 2]"))


@pytest.mark.parametrize(("optimizer", "slots"), [("sgd", 0), ("momentum", 1), ("adam", 2)])
def test_weights_and_what_the_optimizer_keeps(optimizer, slots: int) -> None:
    """10 * 20 + 20 = 220 weights and 20 * 5 + 5 = 105."""
    found = training_memory(graph("input: [10]\nlayers: [dense: 20, dense: 5]"), 1, optimizer=optimizer)
    assert found.weights == 4 * 325
    assert found.gradients == 4 * 325
    assert found.optimizer == slots * 4 * 325
    assert found.most == sum(found.parts().values()) == sum(found.by_node.values()) + found.free + found.traced


def test_statistics_are_weights_without_gradient_or_slot() -> None:
    """A norm of 8 channels has 16 weights to train and 16 statistics; the layer before it has 3 * 8 weights."""
    found = training_memory(graph("input: [3]\nlayers: [dense: {units: 8, bias: false}, batch_norm]"), 1)
    assert found.weights == 4 * (24 + 32)
    assert found.optimizer == 2 * 4 * (24 + 16)


def test_a_mixed_precision_keeps_a_copy_of_what_it_trains() -> None:
    found = training_memory(graph("input: [10]\nlayers: [dense: 20, dense: 5]"), 1, "mixed_bfloat16")
    assert found.weights == 4 * 325 + 2 * 220  # the last layer is an output, which stays in float32
    assert found.optimizer == 2 * 4 * 325


def test_what_is_kept_for_the_gradients() -> None:
    """The most is in use where the gradient of the third layer is computed.

    By then the input and the output (1000 each, the caller has both), and the outputs of three ReLUs (4000 each, which
    are needed for their own gradients and as inputs of the next) are there, and two gradients of 4000: that of the
    third layer's output, and that of its input, which is being made.
    """
    spec = """
        input: [1000, 1]
        layers:
          - conv: {filters: 4, size: 1, activation: relu}
          - conv: {filters: 4, size: 1, activation: relu}
          - conv: {filters: 4, size: 1, activation: relu}
          - conv: {filters: 1, size: 1}
    """
    net = graph(spec)
    weights = 4 * (8 + 20 + 20 + 5)
    assert training_memory(net, 1, optimizer="sgd").least == weights + 4 * (2 * 1000 + 3 * 4000 + 2 * 4000)
    assert training_memory(net, 3, optimizer="adam").least == 3 * weights + 3 * 4 * (2 * 1000 + 3 * 4000 + 2 * 4000)


def test_frozen_layers_keep_nothing() -> None:
    frozen = "input: [1000, 1]\nlayers:\n" + "  - conv: {filters: 4, size: 1, trainable: false}\n" * 3
    net = graph(frozen + "  - conv: {filters: 1, size: 1}\n")
    # The most is in use in the forward pass: the input, and two layers at a time.
    assert training_memory(net, 1, optimizer="sgd").least == 4 * (8 + 20 + 20 + 5) + 4 * (1000 + 4000 + 4000)


def test_a_gradient_larger_than_all_else_must_be_there() -> None:
    """1,000 × 1,000 weights, as many gradients, and a few thousand values for one sample."""
    net = graph("input: [1000]\nlayers: [dense: {units: 1000, bias: false}]")
    assert training_memory(net, 1, optimizer="sgd").least == 2 * 4 * 1_000_000


def test_what_tensorflow_adds() -> None:
    """A norm in half precision: its input, 4000 values of 2 bytes, is kept in float32, and worked on in float32."""
    net = graph(
        "input: [1000, 1]\nlayers: [conv: {filters: 4, size: 1, bias: false}, batch_norm, conv: {filters: 1, size: 1}]"
    )
    found = training_memory(net, 1, "mixed_bfloat16", "sgd")
    # At the norm's gradient: input and output, 4 bytes each; the kept copy, 16 kB; the norm's own output, kept as the
    # input of the last layer until a moment ago; and the gradient, 8 kB, in place of which the next is written.
    assert found.workspace == 4 * 4 * 4000
    assert found.activations == 4 * 1000 + 4 * 1000 + 4 * 4000 + 2 * 4000


def test_momentum_is_multiplied_ahead() -> None:
    """220 and 105 weights: what both updates take, and the product of the first layer, which is updated last."""
    net = graph("input: [10]\nlayers: [dense: 20, dense: 5]")
    assert training_memory(net, 1, optimizer="momentum").updates == 4 * (220 + 2 * (220 + 105))
    assert training_memory(net, 1, optimizer="adam").updates == 4 * 3 * (220 + 105)


@pytest.mark.parametrize(("room", "batch"), [(736_023, 3), (736_022, 2), (735_703, 1), (735_702, 0), (895_543, 1000)])
def test_the_largest_batch_that_fits(room: int, batch: int) -> None:
    """The most that it takes is counted.

    55 weights and their gradients take 440 bytes, the update as many; a sample 10 inputs, 5 outputs and their
    gradients, 80 bytes; free blocks as much as all but the weights; the traced graph of one layer 734,003 bytes.
    """
    assert largest_batch(graph("input: [10]\nlayers: [dense: 5]"), room, optimizer="sgd") == batch
