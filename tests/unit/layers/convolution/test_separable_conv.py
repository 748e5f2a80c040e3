import pytest

from archspec.layers.base import Weight
from archspec.layers.convolution.separable_conv import SeparableConv
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ChannelMismatch, OpenSize, RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({"size": 3}, (147, 147, 64), (147, 147, 16)),
        ({"size": 3, "stride": 2, "padding": 1}, (112, 112, 32), (56, 56, 16)),
        ({"size": 5, "padding": "valid", "multiplier": 2}, (32, 30, 8), (28, 26, 16)),
        ({"size": 3, "padding": "causal", "dilation": 4}, (20, 8), (20, 16)),
    ],
)
def test_shape(fields, given, wanted):
    assert SeparableConv(filters=16, **fields).output(Shape(given)) == wanted


def test_weights_and_macs():
    x = Shape((10, 10, 4))
    layer = SeparableConv(filters=6, size=3, multiplier=2)
    assert layer.weights(x) == (
        Weight("depthwise_kernel", (3, 3, 4, 2)),
        Weight("pointwise_kernel", (1, 1, 8, 6)),
        Weight("bias", (6,)),
    )
    # at each of 10 * 10 positions 9 * 4 * 2 for the windows and 8 * 6 for the mix
    assert layer.macs(x, layer.output(x)) == 12000


def test_no_bias_before_a_norm():
    weights = SeparableConv(filters=6, size=3, norm="layer").weights(Shape((5, 4)))
    assert weights == (Weight("depthwise_kernel", (3, 4, 1)), Weight("pointwise_kernel", (1, 4, 6)))


@pytest.mark.parametrize(
    ("fields", "given", "kind", "field"),
    [
        ({"size": 9, "padding": "valid"}, (8, 8, 1), WindowTooLarge, "size"),
        ({"size": 3}, (8,), RankMismatch, None),
        ({"size": 3}, (8, 8, 8, 1), RankMismatch, None),
        ({"size": 3}, (8, 8, Dim.symbol("C")), OpenSize, None),
        ({"size": 3, "in_channels": 3}, (8, 8, 1), ChannelMismatch, "in_channels"),
    ],
)
def test_what_does_not_fit(fields, given, kind, field):
    with pytest.raises(ShapeError) as error:
        SeparableConv(filters=16, **fields).output(Shape(given))
    assert error.value.kind is kind
    assert error.value.field == field


def test_from_keras():
    config = {
        "filters": 4,
        "depth_multiplier": 1,
        "kernel_size": (3,),
        "strides": (1,),
        "padding": "same",
        "dilation_rate": (2,),
        "activation": "linear",
        "use_bias": True,
        "depthwise_initializer": {"class_name": "HeNormal", "config": {"seed": None}},
        "pointwise_initializer": {"class_name": "Zeros", "config": {}},
    }
    wanted = SeparableConv(filters=4, size=3, dilation=2, kernel_initializer="he_normal", pointwise_initializer="zeros")
    assert SeparableConv.from_keras(config) == wanted
