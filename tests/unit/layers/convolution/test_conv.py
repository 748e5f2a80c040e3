import pytest

from archspec.layers.base import Weight
from archspec.layers.convolution.conv import Conv
from archspec.layers.faults import UnevenGroups
from archspec.layers.rank_faults import WrongLength
from archspec.tensors.dim import Dim
from archspec.tensors.faults import (
    ChannelMismatch,
    DilatedStride,
    GroupsMismatch,
    OpenSize,
    RankMismatch,
    ShapeError,
    WindowTooLarge,
)
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({"size": 11, "stride": 4, "padding": "valid"}, (227, 227, 3), (55, 55, 8)),  # AlexNet's
        ({"size": 7, "stride": 2, "padding": 3}, (224, 224, 3), (112, 112, 8)),  # ResNet's
        ({"size": 3, "padding": "valid"}, (572, 572, 1), (570, 570, 8)),  # U-Net's
        ({"size": 3, "padding": "causal", "dilation": 4}, (20, 4), (20, 8)),
        ({"size": 3, "dilation": 2, "padding": "valid"}, (9, 9, 9, 4), (5, 5, 5, 8)),
        ({"size": [3, 1], "stride": [1, 2]}, (7, 7, 4), (7, 4, 8)),
    ],
)
def test_shape(fields, given, wanted):
    assert Conv(filters=8, **fields).output(Shape(given)) == wanted


def test_weights_and_macs():
    # AlexNet's first layer: 34,944 weights and, at 55 * 55 places, 105,415,200 multiplications
    x = Shape((227, 227, 3))
    layer = Conv(filters=96, size=11, stride=4, padding="valid")
    assert layer.weights(x) == (Weight("kernel", (11, 11, 3, 96)), Weight("bias", (96,)))
    assert sum(weight.size for weight in layer.weights(x)) == 34_944
    assert layer.macs(x, layer.output(x)) == 105_415_200


def test_groups_divide_the_work():
    # AlexNet's second layer, in two halves: 27 * 27 places, each 5 * 5 * 48 * 256
    x = Shape((27, 27, 96))
    layer = Conv(filters=256, size=5, groups=2, bias=False)
    assert layer.weights(x) == (Weight("kernel", (5, 5, 48, 256)),)
    assert layer.macs(x, layer.output(x)) == 223_948_800


def test_no_bias_before_a_norm():
    assert Conv(filters=8, size=1, norm="batch").weights(Shape((5, 4))) == (Weight("kernel", (1, 4, 8)),)
    assert len(Conv(filters=8, size=1, norm="batch", bias=True).weights(Shape((5, 4)))) == 2


@pytest.mark.parametrize(
    ("fields", "given", "kind", "field"),
    [
        ({"size": 9, "padding": "valid"}, (8, 8, 1), WindowTooLarge, "size"),
        ({"stride": 2, "dilation": [1, 2]}, (8, 8, 1), DilatedStride, "dilation"),
        ({}, (8,), RankMismatch, None),
        ({"size": [3]}, (8, 8, 1), RankMismatch, "size"),
        ({"padding": "causal"}, (8, 8, 1), RankMismatch, "padding"),
        ({}, (8, 8, Dim.symbol("C")), OpenSize, None),
        ({"in_channels": 3}, (8, 8, 1), ChannelMismatch, "in_channels"),
    ],
)
def test_what_does_not_fit(fields, given, kind, field):
    with pytest.raises(ShapeError) as error:
        Conv(**{"filters": 8, "size": 3, **fields}).output(Shape(given))
    assert (error.value.kind, error.value.field) == (kind, field)


@pytest.mark.parametrize(
    ("channels", "filters", "split", "nearest"),
    [
        (9, 8, (9, "input channel"), 1),
        (8, 6, (6, "filter"), 2),
    ],
)
def test_groups_divide_both_counts(channels, filters, split, nearest):
    with pytest.raises(ShapeError) as error:
        Conv(filters=filters, size=3, groups=4).output(Shape((5, channels)))
    assert error.value.data == UnevenGroups(*split, groups=4, numbers=(channels, filters))
    assert (error.value.kind, error.value.field) == (GroupsMismatch, "groups")
    text = f"write `groups: {nearest}`: {nearest} is the nearest number that divides {channels} and {filters}"
    (advised,) = error.value.helps
    assert (advised.text, advised.is_certain) == (text, False)
    assert advised.setting is not None
    assert advised.setting[:2] == ("groups", str(nearest))


def test_a_size_for_another_number_of_axes_is_told_by_its_name():
    with pytest.raises(ShapeError) as error:
        Conv(filters=8, size=(3, 3)).weights(Shape((8, 1)))
    assert error.value.data == WrongLength("size", (3, 3), 1, 1)
