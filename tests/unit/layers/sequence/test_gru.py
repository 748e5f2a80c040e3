from archspec.layers.base import Weight
from archspec.layers.sequence.gru import Gru
from archspec.tensors.shape import Shape

X = Shape((12, 5))


def test_the_last_state_comes_out():
    assert Gru(units=3).output(X) == (3,)
    assert Gru(units=3, return_sequences=True, bidirectional=True).output(X) == (12, 6)


def test_there_are_three_gates_and_two_biases():
    kernel, recurrent = Weight("kernel", (5, 9)), Weight("recurrent_kernel", (3, 9))
    assert Gru(units=3).weights(X) == (kernel, recurrent, Weight("bias", (2, 9)))
    assert Gru(units=3, bias=False).weights(X) == (kernel, recurrent)


def test_a_reset_gate_before_the_weights_needs_one_bias():
    assert Gru(units=3, reset_after=False).weights(X)[2] == Weight("bias", (9,))


def test_every_step_costs_both_matrices():
    assert Gru(units=3).macs(X, Shape((3,))) == 12 * (5 * 9 + 3 * 9)
