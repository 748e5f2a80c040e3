import pytest

from archspec.layers.base import Weight
from archspec.layers.faults import OpenWeights
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(8,), (5, 8), (32, 32, 8), (4, 4, 4, 8)])
def test_shape_and_weights(given):
    x = Shape(given)
    assert BatchNorm().output(x) == x
    assert BatchNorm().weights(x) == (
        Weight("gamma", (8,)),
        Weight("beta", (8,)),
        Weight("moving_mean", (8,), trainable=False),
        Weight("moving_variance", (8,), trainable=False),
    )


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"center": False}, ["gamma", "moving_mean", "moving_variance"]),
        ({"scale": False}, ["beta", "moving_mean", "moving_variance"]),
        ({"center": False, "scale": False}, ["moving_mean", "moving_variance"]),
    ],
)
def test_without_factor_or_offset(fields, names):
    assert [weight.name for weight in BatchNorm(**fields).weights(Shape((4, 8)))] == names


def test_it_multiplies_nothing_that_is_counted():
    x = Shape((4, 8))
    assert BatchNorm().macs(x, x) == 0


def test_from_keras():
    config = {
        "axis": -1,
        "momentum": 0.9,
        "epsilon": 1e-5,
        "center": True,
        "scale": False,
        "beta_initializer": {"class_name": "Zeros", "config": {}},
        "gamma_initializer": {"class_name": "Ones", "config": {}},
        "beta_regularizer": {"class_name": "L2", "config": {"l2": 0.01}},
        "gamma_regularizer": None,
    }
    wanted = BatchNorm(momentum=0.9, epsilon=1e-5, scale=False, beta_regularizer={"l2": {"l2": 0.01}})
    assert BatchNorm.from_keras(config).model_dump() == wanted.model_dump()


def test_it_refuses_an_open_number_of_channels():
    with pytest.raises(ShapeError) as error:
        BatchNorm().output(Shape((4, Dim.symbol("C"))))
    assert error.value.kind is OpenSize
    assert error.value.data == OpenWeights(Shape((4, Dim.symbol("C"))))
