import pytest
from pydantic import ValidationError

from archspec.layers.regularization.drop_path import DropPath
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(8,), (5, 8), (32, 32, 8), (4, 4, 4, 8)])
def test_everything_stays(given):
    x = Shape(given)
    layer = DropPath(rate=0.2)
    assert layer.output(x) == x
    assert layer.weights(x) == ()
    assert layer.macs(x, x) == 0


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5, "0.5", True])
def test_the_rate_is_a_part(rate):
    with pytest.raises(ValidationError):
        DropPath(rate=rate)


def test_from_keras():
    config = {"name": "n", "rate": 0.2, "seed": 7, "noise_shape": None}
    assert DropPath.from_keras(config) == DropPath(rate=0.2, seed=7)
