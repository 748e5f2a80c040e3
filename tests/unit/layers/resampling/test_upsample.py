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


@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 4, 5)])
def test_it_interpolates_on_2_axes_only(shape: tuple[int, ...]):
    assert Upsample(interpolation="bilinear").output(Shape((5, 4, 3))) == (10, 8, 3)
    with pytest.raises(ShapeError, match="interpolates with `bilinear`") as fault:
        Upsample(interpolation="bilinear").output(Shape(shape))
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "interpolation")
    assert fault.value.message == (
        f"interpolates with `bilinear`, which is for 2 spatial axes, and its input has {len(shape) - 1}"
    )
    assert fault.value.helps == ("`resize` interpolates on 1 to 3 spatial axes",)


@pytest.mark.parametrize(("factor", "shape"), [((2, 2), (5, 3)), (2, (3,)), (2, (2, 2, 2, 2, 3))])
def test_there_are_as_many_factors_as_axes_and_1_to_3_of_them(factor: int, shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        Upsample(factor=factor).output(Shape(shape))
    assert fault.value.kind is RankMismatch
    assert fault.value.field == ("factor" if isinstance(factor, tuple) else None)


def test_keras_interpolates_on_2_axes_only():
    assert Upsample().keras_arguments(None, Shape((5, 3))) == {"size": 2}
    assert Upsample().keras_arguments(None, Shape((5, 4, 3))) == {"size": (2, 2), "interpolation": "nearest"}
