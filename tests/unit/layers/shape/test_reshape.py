import pytest
from pydantic import ValidationError

from archspec.layers.shape.reshape import Reshape
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ReshapeMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 4, 3))


@pytest.mark.parametrize(
    ("shape", "result"), [((60,), (60,)), ((3, 4, 5), (3, 4, 5)), ((-1, 6), (10, 6)), ((2, -1, 3), (2, 10, 3))]
)
def test_the_values_stand_on_other_axes(shape: tuple[int, ...], result: tuple[int, ...]):
    assert Reshape(shape=shape).output(X) == result
    assert Reshape(shape=shape).integers == "kept"


@pytest.mark.parametrize("shape", [(61,), (-1, 7), (5, 4, 4)])
def test_there_are_as_many_values_as_before(shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        Reshape(shape=shape).output(X)
    assert (fault.value.kind, fault.value.field) == (ReshapeMismatch, "shape")


@pytest.mark.parametrize("shape", [(), (-1, -1), (0,), (-2, 3), (2.0,)])
def test_a_shape_has_sizes_and_at_most_one_gap(shape: object):
    with pytest.raises(ValidationError):
        Reshape.model_validate({"shape": shape})


@pytest.mark.parametrize(
    ("shape", "message"), [((), "a shape has at least one size"), ((-1, 2, -1), "only one size may be -1")]
)
def test_what_is_wrong_with_a_shape_is_said(shape: object, message: str):
    with pytest.raises(ValidationError, match=message):
        Reshape.model_validate({"shape": shape})


def test_an_open_size_is_what_the_shape_says():
    h = Dim.symbol("H")
    size, channels = Reshape(shape=(-1, 3)).output(Shape((h, 4, 3)))
    assert isinstance(size, Dim)
    assert size.evaluate({"H": 5}) == 20
    assert channels == 3
    (size,) = Reshape(shape=(60,)).output(Shape((h, 4, 3)))
    assert isinstance(size, Dim)
    assert size.evaluate({"H": 5}) == 60
    with pytest.raises(ValueError, match="H = 6"):
        size.evaluate({"H": 6})
