import pytest

from archspec.layers.core.rescale import Rescale
from archspec.layers.faults import ValuesPerChannel
from archspec.tensors.faults import ChannelMismatch, ShapeError
from archspec.tensors.shape import Shape

X = Shape((7, 5, 3))


def test_the_shape_stays():
    assert Rescale(scale=0.5).output(X) == X
    assert Rescale(scale=(1, 2, 3), offset=(0, 0, -1)).output(X) == X
    assert Rescale(scale=0.5).weights(X) == ()
    assert Rescale(scale=0.5).macs(X, X) == 0
    assert Rescale(scale=0.5).integers == "cast"


@pytest.mark.parametrize("field", ["scale", "offset"])
def test_a_list_has_one_value_per_channel_or_one_for_all(field: str):
    assert Rescale.model_validate({"scale": 1, field: (2,)}).output(X) == X
    with pytest.raises(ShapeError) as fault:
        Rescale.model_validate({"scale": 1, field: (1, 2)}).output(X)
    assert fault.value.data == ValuesPerChannel(field, count=2, channels=3)
    assert (fault.value.kind, fault.value.field) == (ChannelMismatch, field)
