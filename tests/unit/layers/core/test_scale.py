from archspec.layers.base import Weight
from archspec.layers.core.scale import Scale
from archspec.tensors.shape import Shape


def test_there_is_one_factor_per_channel():
    x = Shape((7, 5, 3))
    assert Scale().output(x) == x
    assert Scale(initial=1e-6).weights(x) == (Weight("scale", (3,)),)
    assert Scale().macs(x, x) == 0
