from archspec.layers.core.identity import Identity
from archspec.tensors.shape import Shape


def test_everything_stays():
    x = Shape((7, 5, 3))
    assert Identity().output(x) == x
    assert Identity().weights(x) == ()
    assert Identity().macs(x, x) == 0
    assert Identity().integers == "kept"
