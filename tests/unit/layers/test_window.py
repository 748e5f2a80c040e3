from typing import ClassVar

import pytest

from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.footprint import Footprint, shift
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.rank_faults import CausalSpace, WrongLength, WrongRank
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.layers.window import SpatialLayer, Window, axis_paddings, window_of
from archspec.tensors.faults import RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape


class Transposition(SpatialMovingLayer):
    """A kind as a package of its own may bring it: for images alone."""

    ranks: ClassVar[tuple[int, ...]] = (2,)

    def output(self, x: Shape) -> Shape:
        self.check_rank(x)
        return Shape((x[1], x[0], x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        del x, y
        return ((shift(1), shift(0)),)


class Reversal(Transposition):
    """The same for sequences alone."""

    ranks: ClassVar[tuple[int, ...]] = (1,)


def test_the_rank_is_that_of_the_input() -> None:
    assert MaxPool().check_rank(Shape((8, 3))) == 1
    assert MaxPool().check_rank(Shape((8, 8, 8, 3))) == 3
    assert Transposition().check_rank(Shape((8, 8, 3))) == 2


@pytest.mark.parametrize(
    ("layer", "shape", "ranks"),
    [
        (MaxPool(), (32,), (1, 2, 3)),
        (MaxPool(), (2, 2, 2, 2, 3), (1, 2, 3)),
        (DepthwiseConv(size=3), (2, 2, 2, 3), (1, 2)),
        (Transposition(), (8, 3), (2,)),
        (Reversal(), (8, 8, 3), (1,)),
    ],
)
def test_an_input_of_another_rank(layer: SpatialLayer, shape: tuple[int, ...], ranks: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError) as error:
        layer.check_rank(Shape(shape))
    assert error.value.data == WrongRank(Shape(shape), ranks)
    assert (error.value.kind, error.value.ranks) == (RankMismatch, ranks)
    assert error.value.notes == ("a shape is written spatial axes first, channels last, without the batch axis",)


def test_every_axis_has_a_window_of_its_own() -> None:
    # ⌊(9 + 1 + 0 − 3)/2⌋ + 1 = 4, and a window of 2, 3 apart, covers 4: 9 − 4 + 1 = 6.
    window = Window((3, 2), (2, 1), (1, 3), ((1, 0), (0, 0)))
    assert window.output((9, 9)) == (4, 6)
    with pytest.raises(ShapeError) as error:
        window.output((9, 3))
    assert error.value.kind is WindowTooLarge


def test_keras_has_a_padding_that_means_the_same() -> None:
    assert Window((3,), (1,), (1,), ("causal",)).native_padding() == "causal"
    assert Window((3, 3), (2, 2), (1, 1), ("same", "same")).native_padding() == "same"
    assert Window((3, 3), (2, 2), (1, 1), ((0, 0), (0, 0))).native_padding() == "valid"
    assert Window((3, 5), (1, 1), (1, 1), ((1, 1), (2, 2))).native_padding() == "same"
    assert Window((3, 1), (1, 1), (1, 1), ((1, 1), (0, 0))).native_padding() == "same"


def test_keras_has_none_that_means_the_same() -> None:
    assert Window((3, 5), (1, 1), (1, 1), ((1, 1), (1, 1))).native_padding() is None
    # At a stride of 2, `same` pads an even axis by one in all.
    assert Window((3, 3), (2, 2), (1, 1), ((1, 1), (1, 1))).native_padding() is None


def test_padding_that_does_not_depend_on_the_size() -> None:
    # Causal padding goes before all that the window covers but one: 2 · (3 − 1) + 1 − 1 = 4.
    assert Window((3,), (1,), (2,), ("causal",)).explicit_padding() == ((4, 0),)
    assert Window((3, 3), (1, 1), (1, 1), ((1, 2), (0, 3))).explicit_padding() == ((1, 2), (0, 3))
    assert Window((3, 3), (1, 1), (1, 1), ("valid", "valid")).explicit_padding() == ((0, 0), (0, 0))


def test_one_padding_is_that_of_every_axis() -> None:
    assert axis_paddings("same", 2) == ("same", "same")
    assert axis_paddings("valid", 3) == ("valid", "valid", "valid")
    assert axis_paddings("causal", 1) == ("causal",)
    assert axis_paddings(2, 2) == ((2, 2), (2, 2))
    assert axis_paddings((1, (0, 3)), 2) == ((1, 1), (0, 3))


@pytest.mark.parametrize("rank", [2, 3])
def test_causal_padding_has_one_axis(rank: int) -> None:
    with pytest.raises(ShapeError) as error:
        axis_paddings("causal", rank)
    assert (error.value.kind, error.value.field) == (RankMismatch, "padding")
    assert error.value.data == CausalSpace(rank)
    assert tuple(one.text for one in error.value.helps) == (
        "write `padding: same`, or how much before and after each axis: `[[2, 0], [1, 1]]`",
    )


def test_a_window_of_fields() -> None:
    assert window_of(2, 3, (2, 1), 1, "valid") == Window((3, 3), (2, 1), (1, 1), ("valid", "valid"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (((3, 3), 1, 1, "same"), "size"),
        ((3, (1, 1), 1, "same"), "stride"),
        ((3, 1, (1, 1), "same"), "dilation"),
        ((3, 1, 1, (1, 1)), "padding"),
    ],
)
def test_a_field_that_lists_another_number_of_axes(fields: tuple, field: str) -> None:  # pyright: ignore[reportMissingTypeArgument] - one of each sort
    with pytest.raises(ShapeError) as error:
        window_of(1, *fields)
    assert (error.value.kind, error.value.field) == (RankMismatch, field)
    assert isinstance(error.value.data, WrongLength)
    assert (error.value.data.field, len(error.value.data.values), error.value.data.rank) == (field, 2, 1)
