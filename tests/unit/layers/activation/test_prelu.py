import pytest
from pydantic import ValidationError

from archspec.layers.activation.prelu import ONE_PER_CHANNEL, Prelu
from archspec.layers.base import Weight
from archspec.layers.faults import OpenPositions
from archspec.layers.rank_faults import MissingSharedAxis
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((5, 7, 3))


@pytest.mark.parametrize(
    ("shared_axes", "alpha"),
    [((), (5, 7, 3)), ("spatial", (1, 1, 3)), ((0,), (1, 7, 3)), ((1, 0), (1, 1, 3)), ((2,), (5, 7, 1))],
)
def test_there_is_one_slope_per_position_and_channel_but_along_shared_axes(
    shared_axes: tuple[int, ...], alpha: tuple[int, ...]
):
    layer = Prelu(shared_axes=shared_axes)
    assert layer.output(X) == X
    assert layer.weights(X) == (Weight("alpha", alpha),)
    assert layer.macs(X, X) == 0


def test_a_vector_has_no_axes_to_share():
    assert Prelu(shared_axes="spatial").weights(Shape((4,))) == (Weight("alpha", (4,)),)


def test_it_refuses_an_axis_that_is_not_there():
    with pytest.raises(ShapeError) as fault:
        Prelu(shared_axes=(3,)).output(X)
    assert fault.value.data == MissingSharedAxis(3, X, ONE_PER_CHANNEL)
    assert (fault.value.kind, fault.value.field) == (RankMismatch, "shared_axes")
    assert fault.value.helps == (ONE_PER_CHANNEL,)


def test_it_refuses_an_open_number_of_slopes():
    rows = Shape((Dim.symbol("H"), 7, 3))
    assert Prelu(shared_axes="spatial").weights(rows) == (Weight("alpha", (1, 1, 3)),)
    with pytest.raises(ShapeError) as fault:
        Prelu().output(rows)
    assert (fault.value.kind, fault.value.field) == (OpenSize, "shared_axes")
    assert fault.value.data == OpenPositions(rows, "a slope", ONE_PER_CHANNEL)
    assert fault.value.helps == (ONE_PER_CHANNEL,)


def test_axes_are_not_counted_from_the_end():
    with pytest.raises(ValidationError):
        Prelu(shared_axes=(-1,))


def test_keras_counts_the_batch_as_axis_0():
    keras = type("keras", (), {"initializers": type("initializers", (), {"zeros": lambda: "zeros"})})
    assert Prelu(shared_axes="spatial").keras_arguments(keras, X)["shared_axes"] == [1, 2]
    assert Prelu().keras_arguments(keras, X)["shared_axes"] is None


def test_shared_axes_come_back_from_a_config():
    config = {"alpha_initializer": {"class_name": "Zeros", "config": {}}, "shared_axes": [1, 2]}
    assert Prelu.from_keras(config).shared_axes == (0, 1)
    assert Prelu.from_keras({**config, "shared_axes": None}).shared_axes == ()
