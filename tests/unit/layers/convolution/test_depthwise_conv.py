import pytest

from archspec.layers.base import Weight
from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.rank_faults import WrongLength
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ChannelMismatch, OpenSize, RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({"size": 3}, (32, 32, 8), (32, 32, 8)),
        ({"size": 3, "stride": 2, "padding": 1}, (112, 112, 32), (56, 56, 32)),
        ({"size": 5, "padding": "valid", "multiplier": 2}, (32, 30, 8), (28, 26, 16)),
        ({"size": 3, "padding": "causal", "dilation": 4}, (20, 8), (20, 8)),
        ({"size": 3, "padding": "valid", "dilation": 4}, (20, 8), (12, 8)),
        ({"size": 3, "stride": 2, "dilation": 2}, (33, 33, 8), (17, 17, 8)),
        ({"size": 3, "stride": [1, 2], "dilation": [2, 1]}, (33, 33, 8), (33, 17, 8)),
        ({"size": [3, 1], "padding": [[1, 0], [0, 2]]}, (8, 8, 4), (7, 10, 4)),
    ],
)
def test_shape(fields, given, wanted):
    assert DepthwiseConv(**fields).output(Shape(given)) == wanted


def test_weights_and_macs():
    x = Shape((10, 10, 4))
    layer = DepthwiseConv(size=(3, 5), multiplier=2)
    assert layer.weights(x) == (Weight("kernel", (3, 5, 4, 2)), Weight("bias", (8,)))
    # 10 * 10 positions, 15 window positions, 4 channels, 2 windows each
    assert layer.macs(x, layer.output(x)) == 12000
    assert DepthwiseConv(size=3, multiplier=2).weights(Shape((10, 4)))[1] == Weight("bias", (8,))


def test_no_bias_before_a_norm():
    assert DepthwiseConv(size=3, norm="batch").weights(Shape((5, 4))) == (Weight("kernel", (3, 4, 1)),)
    parts = DepthwiseConv(size=3, norm="batch").expand()
    assert [part.name for part in parts] == ["conv", "norm"]
    assert parts[0].kind(**parts[0].fields) == DepthwiseConv(size=3, bias=False)


@pytest.mark.parametrize(
    ("fields", "given", "kind", "field"),
    [
        ({"size": 9, "padding": "valid"}, (8, 8, 1), WindowTooLarge, "size"),
        ({"size": 3}, (8,), RankMismatch, None),
        ({"size": 3}, (8, 8, 8, 1), RankMismatch, None),
        ({"size": [3]}, (8, 8, 1), RankMismatch, "size"),
        ({"size": 3, "padding": "causal"}, (8, 8, 1), RankMismatch, "padding"),
        ({"size": 3}, (8, 8, Dim.symbol("C")), OpenSize, None),
        ({"size": 3, "in_channels": 3}, (8, 8, 1), ChannelMismatch, "in_channels"),
    ],
)
def test_what_does_not_fit(fields, given, kind, field):
    with pytest.raises(ShapeError) as error:
        DepthwiseConv(**fields).output(Shape(given))
    assert error.value.kind is kind
    assert error.value.field == field
    assert error.value.branches == ((0,) if kind is ChannelMismatch else ())


def test_a_size_for_another_number_of_axes_is_told_by_its_name():
    with pytest.raises(ShapeError) as error:
        DepthwiseConv(size=(3, 3)).weights(Shape((8, 1)))
    assert error.value.data == WrongLength("size", (3, 3), 1, 1)


def test_from_keras():
    config = {
        "depth_multiplier": 2,
        "kernel_size": (3, 3),
        "strides": (2, 2),
        "padding": "valid",
        "dilation_rate": (1, 1),
        "activation": "relu",
        "use_bias": False,
        "depthwise_initializer": {"class_name": "HeNormal", "config": {"seed": None}},
    }
    wanted = DepthwiseConv(
        size=3, stride=2, padding="valid", multiplier=2, activation="relu", bias=False,
        kernel_initializer="he_normal",
    )  # fmt: skip
    assert DepthwiseConv.from_keras(config) == wanted
