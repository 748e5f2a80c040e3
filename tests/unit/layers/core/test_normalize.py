import pytest
from pydantic import ValidationError

from archspec.layers.core.normalize import Normalize
from archspec.layers.faults import ValuesPerChannel
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ChannelMismatch, OpenSize, ShapeError
from archspec.tensors.shape import Shape

X = Shape((7, 5, 3))


def test_the_shape_stays_and_nothing_is_learned():
    layer = Normalize(mean=(1, 2, 3), variance=4)
    assert layer.output(X) == X
    assert layer.weights(X) == ()
    assert layer.macs(X, X) == 0
    assert layer.integers == "cast"


@pytest.mark.parametrize("field", ["mean", "variance"])
def test_a_list_has_one_value_per_channel(field: str):
    with pytest.raises(ShapeError) as fault:
        Normalize.model_validate({"mean": 0, "variance": 1, field: (1, 2)}).output(X)
    assert fault.value.data == ValuesPerChannel(field, count=2, channels=3)
    assert (fault.value.kind, fault.value.field) == (ChannelMismatch, field)


def test_a_variance_is_not_negative():
    with pytest.raises(ValidationError):
        Normalize(mean=0, variance=-1)


def test_keras_gets_both_statistics_in_one_form():
    one_number = Normalize(mean=0, variance=4).keras_arguments(None, X)
    assert one_number == {"mean": 0.0, "variance": 4.0, "invert": False, "axis": -1}
    per_channel = Normalize(mean=(1, 2, 3), variance=4).keras_arguments(None, X)
    assert (per_channel["mean"], per_channel["variance"]) == ([1.0, 2.0, 3.0], [4.0, 4.0, 4.0])


def test_the_number_of_channels_is_known():
    with pytest.raises(ShapeError) as fault:
        Normalize(mean=0, variance=1).output(Shape((4, Dim.symbol("C"))))
    assert (fault.value.kind, fault.value.notes) == (OpenSize, ("it has a mean and a variance per channel",))
