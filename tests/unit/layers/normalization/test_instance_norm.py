import pytest

from archspec.layers.base import Weight
from archspec.layers.normalization.instance_norm import InstanceNorm
from archspec.layers.rank_faults import NoSpace
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize("given", [(5, 6), (32, 32, 6), (4, 4, 4, 6)])
def test_shape_and_weights(given):
    x = Shape(given)
    assert InstanceNorm().output(x) == x
    assert InstanceNorm().weights(x) == (Weight("gamma", (6,)), Weight("beta", (6,)))
    assert InstanceNorm().macs(x, x) == 0


def test_there_must_be_space():
    with pytest.raises(ShapeError) as error:
        InstanceNorm().output(Shape((6,)))
    assert error.value.kind is RankMismatch
    assert error.value.data == NoSpace(Shape((6,)))
    assert error.value.notes == ("the mean of a single value is that value, so nothing of the input would be left",)
    assert tuple(one.text for one in error.value.helps) == ("normalize over the channels: `layer_norm`",)


def test_from_keras():
    assert InstanceNorm.from_keras({"groups": 6, "axis": -1, "scale": False}) == InstanceNorm(scale=False)
