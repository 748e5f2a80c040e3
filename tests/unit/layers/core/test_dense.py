import pytest
from pydantic import ValidationError

from archspec.layers.base import Weight
from archspec.layers.core.dense import Dense
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


def test_the_last_axis_becomes_the_units():
    assert Dense(units=10).output(Shape((784,))) == (10,)
    assert Dense(units=4).output(Shape((7, 9, 3))) == (7, 9, 4)


def test_the_weights_are_one_matrix_and_a_bias():
    assert Dense(units=10).weights(Shape((784,))) == (Weight("kernel", (784, 10)), Weight("bias", (10,)))
    assert Dense(units=10, bias=False).weights(Shape((7, 3))) == (Weight("kernel", (3, 10)),)


def test_every_position_costs_the_matrix():
    assert Dense(units=10).macs(Shape((784,)), Shape((10,))) == 7840
    assert Dense(units=4).macs(Shape((7, 9, 3)), Shape((7, 9, 4))) == 756


@pytest.mark.parametrize("units", [0, -1, 2.0, "4", True])
def test_units_are_a_whole_number_of_at_least_1(units: object):
    with pytest.raises(ValidationError):
        Dense.model_validate({"units": units})


def test_the_number_of_channels_is_known():
    x = Shape((4, Dim.symbol("C")))
    for rule in (Dense(units=3).output, Dense(units=3).weights):
        with pytest.raises(ShapeError) as fault:
            rule(x)
        assert (fault.value.kind, fault.value.notes) == (OpenSize, ("it has a slice of weights per channel",))
