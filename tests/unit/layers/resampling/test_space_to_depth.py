import pytest

from archspec.layers.resampling.space_to_depth import SpaceToDepth
from archspec.tensors.faults import RankMismatch, ShapeError, SizeNotDivisible
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("x", "y"), [(Shape((10, 8, 3)), (5, 4, 12)), (Shape((10, 6)), (5, 12)), (Shape((4, 6, 8, 2)), (2, 3, 4, 16))]
)
def test_space_and_channels_trade_places(x: Shape, y: tuple[int, ...]):
    assert SpaceToDepth(factor=2).output(x) == y
    assert SpaceToDepth(factor=2).weights(x) == ()
    assert SpaceToDepth(factor=2).macs(x, Shape(y)) == 0
    assert SpaceToDepth(factor=1).output(x) == x


def test_nothing_is_left_over():
    with pytest.raises(ShapeError) as fault:
        SpaceToDepth(factor=2).output(Shape((5, 4, 3)))
    assert (fault.value.kind, fault.value.field) == (SizeNotDivisible, "factor")


@pytest.mark.parametrize("shape", [(4,), (2, 2, 2, 2, 16)])
def test_there_are_1_to_3_spatial_axes(shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        SpaceToDepth(factor=2).output(Shape(shape))
    assert fault.value.kind is RankMismatch
