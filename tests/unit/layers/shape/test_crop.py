import pytest
from pydantic import ValidationError

from archspec.layers.rank_faults import CropToOtherRank
from archspec.layers.shape.crop import Crop
from archspec.tensors.dim import Dim
from archspec.tensors.faults import CropTooLarge, RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((8, 9, 3))
LIKE = Crop(like="other")


@pytest.mark.parametrize(("cropping", "result"), [(2, (4, 5, 3)), ((1, 3), (6, 3, 3)), (((0, 2), (1, 0)), (6, 8, 3))])
def test_space_shrinks(cropping: int, result: tuple[int, ...]):
    assert Crop(cropping=cropping).output(X) == result
    assert Crop(cropping=cropping).integers == "kept"


def test_something_is_left():
    with pytest.raises(ShapeError) as fault:
        Crop(cropping=4).output(X)
    assert (fault.value.kind, fault.value.field) == (CropTooLarge, "cropping")
    with pytest.raises(ShapeError) as fault:
        Crop(cropping=(1, 1, 1)).output(X)
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "cropping")


def test_the_middle_has_the_size_of_the_other_tensor():
    other = Shape((5, 9, 64))
    assert LIKE.output((X, other)) == (5, 9, 3)


def test_keras_is_told_the_amounts_unless_another_tensor_gives_them():
    assert Crop(cropping=((1, 2), (0, 3))).keras_arguments(None, X) == {"cropping": ((1, 2), (0, 3))}
    assert Crop(cropping=1).keras_arguments(None, Shape((9, 2))) == {"cropping": (1, 1)}
    assert LIKE.keras_arguments(None, (X, Shape((5, 9, 64)))) == {"offset": None}
    assert Crop(like="other", offset=2).keras_arguments(None, (X, Shape((5, 4, 64)))) == {"offset": (2, 2)}


def test_the_other_tensor_is_no_larger():
    with pytest.raises(ShapeError) as fault:
        LIKE.output((X, Shape((8, 10, 3))))
    assert (fault.value.kind, fault.value.field) == (CropTooLarge, "like")


def test_an_offset_says_where_it_begins():
    other = Shape((5, 6, 64))
    assert Crop(like="other", offset=3).output((X, other)) == (5, 6, 3)
    assert Crop(like="other", offset=(0, 1)).offsets(2) == (0, 1)
    with pytest.raises(ShapeError) as fault:
        Crop(like="other", offset=4).output((X, other))
    assert (fault.value.kind, fault.value.field) == (CropTooLarge, "offset")
    with pytest.raises(ShapeError) as fault:
        Crop(like="other", offset=(1, 2, 3)).output((X, other))
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "offset")
    with pytest.raises(ValidationError, match="it goes with `like`"):
        Crop(cropping=1, offset=1)


def test_the_other_tensor_has_as_many_axes():
    with pytest.raises(ShapeError) as fault:
        LIKE.output((X, Shape((8, 3))))
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "like")
    assert fault.value.data == CropToOtherRank(X, Shape((8, 3)))
    assert fault.value.branches == (0, 1)


def test_a_difference_that_is_known_needs_no_known_sizes():
    n = Dim.symbol("T")
    shapes = (Shape((n, 2)), Shape((n - 3, 7)))
    (size, channels) = LIKE.output(shapes)
    assert isinstance(size, Dim)
    assert (size.evaluate({"T": 10}), channels) == (7, 2)


def test_an_open_difference_narrows_the_sizes():
    shapes = (Shape((Dim.symbol("T"), 2)), Shape((16, 7)))
    (size, _) = LIKE.output(shapes)
    assert isinstance(size, Dim)
    assert size.evaluate({"T": 20}) == 16
    with pytest.raises(ValueError, match="T = 15"):
        size.evaluate({"T": 15})


@pytest.mark.parametrize("fields", [{}, {"cropping": 1, "like": "other"}])
def test_amounts_or_a_tensor_but_not_both(fields: dict[str, object]):
    with pytest.raises(ValidationError, match="either `cropping` or `like`"):
        Crop.model_validate(fields)


def test_amounts_come_back_from_a_config():
    assert Crop.from_keras({"cropping": [1, 2]}) == Crop(cropping=((1, 2),))
    assert Crop.from_keras({"cropping": [[1, 2], [0, 3]]}) == Crop(cropping=((1, 2), (0, 3)))
