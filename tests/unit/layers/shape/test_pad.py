import pytest

from archspec.layers.shape.pad import Pad
from archspec.tensors.faults import RankMismatch, ReflectionTooLarge, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 4, 3))


@pytest.mark.parametrize(
    ("padding", "result"), [(2, (9, 8, 3)), ((1, 3), (7, 10, 3)), (((0, 2), (1, 0)), (7, 5, 3)), (0, X)]
)
def test_space_grows(padding: int, result: tuple[int, ...]):
    assert Pad(padding=padding).output(X) == result
    assert Pad(padding=padding, mode="edge").output(X) == result
    assert Pad(padding=padding, mode="reflect").output(X) == result
    assert Pad(padding=padding).integers == "kept"


def test_a_mirror_image_is_smaller_than_what_it_mirrors():
    assert Pad(padding=((0, 3),), mode="reflect").output(Shape((4, 1))) == (7, 1)
    with pytest.raises(ShapeError) as fault:
        Pad(padding=((0, 4),), mode="reflect").output(Shape((4, 1)))
    assert (fault.value.kind, fault.value.field) == (ReflectionTooLarge, "padding")


@pytest.mark.parametrize(("padding", "shape"), [((1, 2, 3), (5, 4, 3)), (1, (3,)), (1, (2, 2, 2, 2, 3))])
def test_there_are_as_many_amounts_as_axes_and_1_to_3_of_them(padding: int, shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        Pad(padding=padding).output(Shape(shape))
    assert fault.value.kind is RankMismatch
    assert fault.value.field == ("padding" if isinstance(padding, tuple) else None)


def test_keras_writes_one_axis_without_the_outer_list():
    assert Pad(padding=2).keras_arguments(None, Shape((5, 3))) == {"padding": (2, 2)}
    assert Pad(padding=2).keras_arguments(None, X) == {"padding": ((2, 2), (2, 2))}
    assert Pad.from_keras({"padding": [1, 2]}) == Pad(padding=((1, 2),), mode="zeros")
    assert Pad.from_keras({"padding": [[1, 2], [0, 3]], "mode": "edge"}) == Pad(padding=((1, 2), (0, 3)), mode="edge")
