import pytest

from archspec.layers.base import Weight
from archspec.layers.faults import OpenPositions
from archspec.layers.sequence.position_embedding import PositionEmbedding
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((12, 5))


def test_learned_positions_are_a_table():
    assert PositionEmbedding().output(X) == X
    assert PositionEmbedding().weights(X) == (Weight("positions", (12, 5)),)
    assert PositionEmbedding().macs(X, X) == 0


def test_sinusoidal_positions_learn_nothing():
    assert PositionEmbedding(mode="sinusoidal").output(X) == X
    assert PositionEmbedding(mode="sinusoidal").weights(X) == ()


def test_it_refuses_what_is_no_sequence():
    with pytest.raises(ShapeError) as fault:
        PositionEmbedding().output(Shape((7, 7, 5)))
    assert fault.value.kind is RankMismatch


def test_it_learns_no_open_number_of_positions():
    steps = Shape((Dim.symbol("T"), 5))
    assert PositionEmbedding(mode="sinusoidal").output(steps) == steps
    with pytest.raises(ShapeError) as fault:
        PositionEmbedding().output(steps)
    assert (fault.value.kind, fault.value.field) == (OpenSize, "mode")
    assert isinstance(fault.value.data, OpenPositions)
    assert (fault.value.data.shape, fault.value.data.what) == (steps, "a vector")
    assert tuple(one.text for one in fault.value.helps) == (
        "add positions that are not learned: `position_embedding: sinusoidal`",
    )
