import pytest

from archspec.layers.base import Weight
from archspec.layers.convolution.up_conv import UpConv, is_same
from archspec.layers.rank_faults import WrongLength
from archspec.layers.window import Window
from archspec.tensors.dim import Dim
from archspec.tensors.faults import (
    ChannelMismatch,
    CropTooLarge,
    DilatedStride,
    OpenSize,
    OutputPaddingMismatch,
    RankMismatch,
    ShapeError,
)
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({"size": 2}, (28, 28, 1024), (56, 56, 8)),  # U-Net's
        ({"size": 3}, (7, 4), (14, 8)),
        ({"size": 3, "output_padding": 0}, (7, 4), (13, 8)),
        ({"size": 3, "padding": "valid"}, (7, 4), (15, 8)),
        ({"size": 1, "padding": "valid", "stride": 3}, (7, 4), (21, 8)),
        ({"size": 1, "padding": "valid", "stride": 3, "output_padding": 0}, (7, 4), (19, 8)),
        ({"size": 1, "padding": 0, "stride": 3}, (7, 4), (19, 8)),
        ({"size": 4, "padding": 1}, (4, 4, 100), (8, 8, 8)),  # DCGAN's
        ({"size": 3, "padding": 1, "output_padding": 1}, (7, 7, 4), (14, 14, 8)),
        ({"size": 3, "padding": [[0, 1], [2, 0]]}, (7, 7, 4), (14, 13, 8)),
        ({"size": 3, "stride": 1, "dilation": 3, "padding": 2}, (5, 5, 5, 4), (7, 7, 7, 8)),
        ({"size": [2, 3], "stride": [1, 3], "padding": 0, "output_padding": [0, 2]}, (5, 5, 4), (6, 17, 8)),
    ],
)
def test_shape(fields, given, wanted):
    assert UpConv(filters=8, **fields).output(Shape(given)) == wanted


def test_weights_and_macs():
    x = Shape((5, 5, 4))
    layer = UpConv(filters=6, size=3)
    assert layer.weights(x) == (Weight("kernel", (3, 3, 6, 4)), Weight("bias", (6,)))
    # 5 * 5 input positions, each times a kernel of 3 * 3 * 6 * 4
    assert layer.macs(x, layer.output(x)) == 5400


def test_no_bias_before_a_norm():
    assert UpConv(filters=6, size=3, norm="batch").weights(Shape((5, 4))) == (Weight("kernel", (3, 6, 4)),)


@pytest.mark.parametrize(
    ("fields", "given", "kind", "field"),
    [
        ({"stride": 2, "dilation": 2}, (8, 8, 1), DilatedStride, "dilation"),
        ({"padding": 1, "stride": 1}, (1, 1, 1), CropTooLarge, "padding"),
        ({"output_padding": 2}, (8, 8, 1), OutputPaddingMismatch, "output_padding"),
        ({"output_padding": 0}, (8, 8, 1), OutputPaddingMismatch, "output_padding"),  # `same`, and an even window
        ({"output_padding": [1]}, (8, 8, 1), RankMismatch, "output_padding"),
        ({}, (8,), RankMismatch, None),
        ({}, (8, 8, 8, 8, 1), RankMismatch, None),
        ({}, (8, 8, Dim.symbol("C")), OpenSize, None),
        ({"in_channels": 3}, (8, 8, 1), ChannelMismatch, "in_channels"),
    ],
)
def test_what_does_not_fit(fields, given, kind, field):
    with pytest.raises(ShapeError) as error:
        UpConv(filters=8, size=2, **fields).output(Shape(given))
    assert error.value.kind is kind
    assert error.value.field == field


def test_from_keras():
    config = {
        "filters": 4,
        "kernel_size": (3, 3),
        "strides": (2, 2),
        "padding": "valid",
        "output_padding": (1, 1),
        "dilation_rate": (1, 1),
        "activation": "linear",
        "use_bias": True,
    }
    assert UpConv.from_keras(config) == UpConv(filters=4, size=3, padding="valid", output_padding=1)


def test_a_size_for_another_number_of_axes_is_told_by_its_name():
    with pytest.raises(ShapeError) as error:
        UpConv(filters=8, size=(3, 3)).weights(Shape((8, 1)))
    assert error.value.data == WrongLength("size", (3, 3), 1, 1)


@pytest.mark.parametrize(
    ("size", "stride", "dilation", "padding"),
    [(4, 2, 1, (1, 1)), (3, 2, 1, (0, 1)), (5, 2, 1, (1, 2)), (3, 1, 2, (2, 2)), (2, 2, 1, (0, 0))],
)
def test_padding_that_leaves_the_input_times_the_stride(
    size: int, stride: int, dilation: int, padding: tuple[int, int]
):
    # Without padding, n positions become (n - 1) * stride + dilation * (size - 1) + 1.
    assert 9 * stride + dilation * (size - 1) + 1 - sum(padding) == 10 * stride
    assert is_same(Window((size,), (stride,), (dilation,), (padding,)))
    assert not is_same(Window((size,), (stride,), (dilation,), ((padding[0] + 1, padding[1]),)))
    assert not is_same(Window((size, size), (stride, 1), (dilation, 1), (padding, (9, 9))))


def test_the_odd_one_is_taken_off_at_the_end():
    assert not is_same(Window((3,), (2,), (1,), ((1, 0),)))
