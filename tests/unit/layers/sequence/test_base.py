import pytest

from archspec.layers.faults import OpenChannels
from archspec.layers.rank_faults import NoSequence
from archspec.layers.sequence.base import sequence_features
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, RankMismatch, ShapeError
from archspec.tensors.shape import Shape


def test_the_features_are_the_last_axis():
    assert sequence_features(Shape((12, 5))) == 5


@pytest.mark.parametrize("shape", [(5,), (7, 7, 5)])
def test_anything_but_a_sequence_is_refused(shape: tuple[int, ...]):
    with pytest.raises(ShapeError) as fault:
        sequence_features(Shape(shape))
    assert fault.value.data == NoSequence(Shape(shape))
    assert fault.value.kind is RankMismatch
    assert fault.value.ranks == (1,)
    assert fault.value.notes == ("the batch axis is left out",)


def test_an_open_number_of_features_is_refused():
    assert sequence_features(Shape((Dim.symbol("T"), 5))) == 5
    with pytest.raises(ShapeError) as fault:
        sequence_features(Shape((12, Dim.symbol("F"))))
    assert fault.value.kind is OpenSize
    assert fault.value.data == OpenChannels(Shape((12, Dim.symbol("F"))), "features")
    assert tuple(one.text for one in fault.value.helps) == ("give the last axis of the input as a number",)
