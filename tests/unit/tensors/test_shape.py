from archspec.tensors.dim import Dim, ceil_div
from archspec.tensors.shape import Shape

H = Dim.symbol("H")


def test_spatial_axes_come_first() -> None:
    shape = Shape((28, 14, 64))
    assert (shape.spatial, shape.channels, shape.rank) == ((28, 14), 64, 2)
    assert shape.with_channels(3) == Shape((28, 14, 3))


def test_as_text() -> None:
    assert str(Shape((ceil_div(H, 2), 28, 64))) == "(⌈H/2⌉, 28, 64)"
