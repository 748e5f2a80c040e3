import pytest

from archspec.layers.base import Weight
from archspec.layers.faults import UnevenGroups
from archspec.layers.normalization.group_norm import GroupNorm
from archspec.tensors.faults import GroupsMismatch, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(("fields", "given"), [({}, (7, 7, 64)), ({"groups": 64}, (64,)), ({"groups": 1}, (5, 64))])
def test_shape_and_weights(fields, given):
    x = Shape(given)
    layer = GroupNorm(**fields)
    assert layer.output(x) == x
    assert layer.weights(x) == (Weight("gamma", (64,)), Weight("beta", (64,)))
    assert layer.macs(x, x) == 0


@pytest.mark.parametrize(("channels", "nearest"), [(16, 16), (48, 24)])
def test_groups_must_divide_the_channels(channels, nearest):
    with pytest.raises(ShapeError) as error:
        GroupNorm().output(Shape((7, 7, channels)))
    assert error.value.kind is GroupsMismatch
    assert error.value.field == "groups"
    assert error.value.data == UnevenGroups(channels, "channel", 32, (channels,))
    text = f"write `groups: {nearest}`: {nearest} is the nearest number that divides {channels}"
    (advised,) = error.value.helps
    assert (advised.text, advised.is_certain) == (text, False)
    assert advised.setting is not None
    assert advised.setting[:2] == ("groups", str(nearest))


def test_from_keras():
    assert GroupNorm.from_keras({"groups": 8, "axis": -1, "center": False}) == GroupNorm(groups=8, center=False)
