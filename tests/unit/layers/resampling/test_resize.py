import pytest

from archspec.layers.resampling.resize import Resize
from archspec.tensors.dim import Dim
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


def test_space_has_the_size_asked_for():
    assert Resize(size=7).output(Shape((5, 4, 3))) == (7, 7, 3)
    assert Resize(size=(2, 9)).output(Shape((5, Dim.symbol("W"), 3))) == (2, 9, 3)
    assert Resize(size=7).output(Shape((5, 3))) == (7, 3)
    assert Resize(size=7).output(Shape((2, 3, 4, 5))) == (7, 7, 7, 5)
    assert Resize(size=7).integers == "kept"


@pytest.mark.parametrize(("size", "shape"), [((7, 7), (5, 3)), (7, (3,)), (7, (2, 2, 2, 2, 3))])
def test_there_are_as_many_sizes_as_axes_and_1_to_3_of_them(size: int, shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        Resize(size=size).output(Shape(shape))
    assert fault.value.kind is RankMismatch
    assert fault.value.field == ("size" if isinstance(size, tuple) else None)


def test_it_comes_back_from_our_layer_and_from_kerass():
    assert Resize(size=7).keras_arguments(None, Shape((5, 4, 3))) == {"size": (7, 7), "interpolation": "bilinear"}
    layer = Resize(size=(7, 9), interpolation="nearest")
    assert Resize.from_keras({"size": [7, 9], "interpolation": "nearest"}) == layer
    assert Resize.from_keras({"height": 7, "width": 9, "interpolation": "nearest"}) == layer
