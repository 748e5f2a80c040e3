"""What TensorFlow takes beside the tensors: by hand, and as its record of allocations shows it."""

import pytest

from archspec.estimate.kept import Kept
from archspec.estimate.overhead import Working, free_blocks, held, traced, working
from archspec.layers.activation.gelu import Gelu
from archspec.layers.activation.relu import Relu
from archspec.layers.convolution.conv import Conv
from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.layer_norm import LayerNorm
from archspec.tensors.shape import Shape

IMAGE = Shape((32, 32, 8))
VALUES = 32 * 32 * 8


@pytest.mark.parametrize(
    ("layer", "half", "kept"),
    [
        (Relu(), False, Kept(output=True)),
        (Gelu(), False, Kept(inner=3 * VALUES)),
        (Conv(filters=8, size=3), False, Kept(input=True)),
        (Conv(filters=8, size=3, activation="gelu"), True, Kept(input=True, inner=3 * VALUES)),
        (Conv(filters=8, size=3, dilation=2), False, Kept(inner=36 * 36 * 8)),
        (BatchNorm(), False, Kept(input=True)),
        (BatchNorm(), True, Kept(inner=2 * VALUES)),  # the input, in float32
        (LayerNorm(), False, Kept(input=True, inner=VALUES)),
        (LayerNorm(), True, Kept(inner=4 * VALUES)),
    ],
    ids=str,
)
def test_what_is_held(layer, half: bool, kept: Kept) -> None:
    assert held(layer, IMAGE, IMAGE, learns=True, half=half) == kept


def test_a_convolution_unfolds_as_many_images_as_fit_into_30_mib() -> None:
    """TensorFlow records temporaries of 70 × 196 × 384 and 85 × 196 × 576 values, one for either gradient."""
    narrow, wide, place = Conv(filters=64, size=1), Conv(filters=96, size=1), (14, 14)
    found = working(narrow, Shape((*place, 384)), Shape((*place, 64)), 100, half=False)
    assert found.backward == 2 * 70 * 196 * 384 * 4
    found = working(wide, Shape((*place, 576)), Shape((*place, 96)), 100, half=True)
    assert found.backward == 2 * 85 * 196 * 576 * 2
    few = working(narrow, Shape((*place, 384)), Shape((*place, 64)), 4, half=False)
    assert few.backward == 2 * 4 * 196 * 384 * 4  # what no image needs is never touched


def test_a_convolution_copies_its_windows_up_to_a_block() -> None:
    assert working(Conv(filters=8, size=3), IMAGE, IMAGE, 2, half=False).forward == 2 * 1024 * 72 * 4
    deep = Shape((32, 32, 256))  # windows of 2304 values
    assert working(Conv(filters=8, size=3), deep, IMAGE, 2, half=False).forward == 2 * 1024 * 640 * 4
    assert working(Conv(filters=8, size=3), IMAGE, IMAGE, 2, half=True).forward == 2 * 1024 * (72 + 8) * 4


def test_a_depthwise_convolution_unfolds_nothing() -> None:
    assert working(DepthwiseConv(size=3), IMAGE, IMAGE, 2, half=False) == Working()


def test_a_transposed_convolution_is_the_gradient_of_one() -> None:
    """From 16 × 16 × 4 to 32 × 32 × 8 by a window of 2: 256 places, each with 2 * 2 * 8 = 32 values."""
    found = working(UpConv(filters=8, size=2), Shape((16, 16, 4)), IMAGE, 3, half=False)
    unfolded = 3 * 256 * 32 * 4
    assert found == Working(2 * unfolded, 2 * unfolded)


def test_a_norm_works_on_copies_in_float32() -> None:
    assert working(BatchNorm(), IMAGE, IMAGE, 2, half=False) == Working(2 * VALUES * 4, 3 * 2 * VALUES * 4)
    assert working(BatchNorm(), IMAGE, IMAGE, 2, half=True) == Working(2 * 2 * VALUES * 4, 4 * 2 * VALUES * 4)


def test_a_block_is_given_back_at_once_beyond_32_mib() -> None:
    assert free_blocks([300, 30 * 2**20]) == 300 + 30 * 2**20
    assert free_blocks([33 * 2**20]) == free_blocks([999 * 2**20]) == 32 * 2**20


def test_the_graph_grows_with_layers_and_what_is_trained() -> None:
    assert traced(20, 10, "sgd") == 10 * 734_003
    assert traced(20, 10, "momentum") == 10 * 734_003 + 20 * 681_574
    assert traced(20, 10, "adam") == 10 * 734_003 + 20 * 1_468_006
