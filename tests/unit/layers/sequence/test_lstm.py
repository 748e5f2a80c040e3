import pytest

from archspec.layers.base import Weight
from archspec.layers.sequence.lstm import Lstm
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((12, 5))


def test_the_last_state_comes_out():
    assert Lstm(units=3).output(X) == (3,)
    assert Lstm(units=3, return_sequences=True).output(X) == (12, 3)


def test_two_directions_are_joined_or_merged():
    assert Lstm(units=3, bidirectional=True).output(X) == (6,)
    assert Lstm(units=3, bidirectional=True, return_sequences=True).output(X) == (12, 6)
    assert Lstm(units=3, bidirectional=True, merge_mode="sum").output(X) == (3,)


def test_there_are_four_gates():
    kernel, recurrent, bias = Weight("kernel", (5, 12)), Weight("recurrent_kernel", (3, 12)), Weight("bias", (12,))
    assert Lstm(units=3).weights(X) == (kernel, recurrent, bias)
    assert Lstm(units=3, bias=False).weights(X) == (kernel, recurrent)


def test_each_direction_has_weights_of_its_own():
    weights = Lstm(units=3, bidirectional=True).weights(X)
    assert [weight.name for weight in weights] == [
        "forward/kernel", "forward/recurrent_kernel", "forward/bias",
        "backward/kernel", "backward/recurrent_kernel", "backward/bias",
    ]  # fmt: skip
    assert [weight.shape for weight in weights] == [(5, 12), (3, 12), (12,)] * 2


def test_every_step_costs_both_matrices():
    assert Lstm(units=3).macs(X, Shape((3,))) == 12 * (5 * 12 + 3 * 12)
    assert Lstm(units=3, bidirectional=True).macs(X, Shape((6,))) == 2 * 12 * (5 * 12 + 3 * 12)


def test_it_refuses_what_is_no_sequence():
    with pytest.raises(ShapeError) as fault:
        Lstm(units=3).output(Shape((28, 28, 1)))
    assert fault.value.kind is RankMismatch


def test_the_wrapper_of_two_directions_comes_back():
    inner = {"units": 3, "return_sequences": True, "use_bias": True}
    layer = Lstm.from_keras({"merge_mode": "ave", "layer": {"class_name": "LSTM", "config": inner}})
    assert layer == Lstm(units=3, return_sequences=True, bidirectional=True, merge_mode="ave", bias=True)
