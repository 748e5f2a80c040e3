import pytest
from pydantic import ValidationError

from archspec.layers.regularization.gaussian_noise import GaussianNoise
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(8,), (5, 8), (32, 32, 8), (4, 4, 4, 8)])
def test_everything_stays(given):
    x = Shape(given)
    layer = GaussianNoise(rate=1)
    assert layer.output(x) == x
    assert layer.weights(x) == ()
    assert layer.macs(x, x) == 0


@pytest.mark.parametrize("rate", [-0.1, 1.5, "0.5", True])
def test_the_rate_is_from_0_to_1(rate):
    with pytest.raises(ValidationError):
        GaussianNoise(rate=rate)


def test_from_keras():
    assert GaussianNoise.from_keras({"stddev": 0.2, "seed": None}) == GaussianNoise(rate=0.2)
