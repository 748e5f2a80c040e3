from typing import Any

import pytest

from archspec.layers.resampling.upsample import Upsample
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


def test_space_grows_by_a_factor():
    assert Upsample().output(Shape((5, 4, 3))) == (10, 8, 3)
    assert Upsample(factor=(1, 3)).output(Shape((5, 4, 3))) == (5, 12, 3)
    assert Upsample(factor=3).output(Shape((5, 3))) == (15, 3)
    assert Upsample().output(Shape((2, 3, 4, 5))) == (4, 6, 8, 5)
    assert Upsample().weights(Shape((5, 3))) == ()
    assert Upsample().macs(Shape((5, 3)), Shape((10, 3))) == 0


@pytest.mark.parametrize("name", ["linear", "bilinear", "trilinear"])
def test_what_is_linear_along_each_axis_has_three_names(name: Any):
    layer = Upsample(interpolation=name)
    assert layer.interpolation == "bilinear"
    assert layer.output(Shape((5, 3))) == (10, 3)
    assert layer.output(Shape((2, 3, 4, 5))) == (4, 6, 8, 5)


@pytest.mark.parametrize(("factor", "shape"), [((2, 2), (5, 3)), (2, (3,)), (2, (2, 2, 2, 2, 3))])
def test_there_are_as_many_factors_as_axes_and_1_to_3_of_them(factor: int, shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        Upsample(factor=factor).output(Shape(shape))
    assert fault.value.kind is RankMismatch
    assert fault.value.field == ("factor" if isinstance(factor, tuple) else None)
