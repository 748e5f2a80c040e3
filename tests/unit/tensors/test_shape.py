from archspec import limits
from archspec.tensors.dim import Dim, ceil_div
from archspec.tensors.limit_faults import RankTooHigh
from archspec.tensors.shape import Shape, rank_too_high

H = Dim.symbol("H")


def test_spatial_axes_come_first() -> None:
    shape = Shape((28, 14, 64))
    assert (shape.spatial, shape.channels, shape.rank) == ((28, 14), 64, 2)
    assert shape.with_channels(3) == Shape((28, 14, 3))


def test_as_text() -> None:
    assert str(Shape((ceil_div(H, 2), 28, 64))) == "(⌈H/2⌉, 28, 64)"


def test_a_tensor_has_8_axes_at_most() -> None:
    assert limits.AXES == 8
    error = rank_too_high(1234)
    assert error.data == RankTooHigh(1234, 8)
