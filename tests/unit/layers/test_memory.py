"""What TensorFlow takes of a layer beside its output: by hand, and as its record of allocations shows it."""

import pytest

from archspec.layers.activation.gelu import Gelu
from archspec.layers.activation.relu import Relu
from archspec.layers.convolution.conv import Conv
from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.memory import Saved, Workspace
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.layer_norm import LayerNorm
from archspec.tensors.shape import Shape

IMAGE = Shape((32, 32, 8))
VALUES = 32 * 32 * 8


@pytest.mark.parametrize(
    ("layer", "half", "saved"),
    [
        (Relu(), False, Saved(output=True)),
        (Gelu(), False, Saved(inner=3 * VALUES)),
        (Conv(filters=8, size=3), False, Saved(input=True)),
        (Conv(filters=8, size=3, activation="gelu"), True, Saved(input=True, inner=3 * VALUES)),
        (Conv(filters=8, size=3, dilation=2), False, Saved(inner=36 * 36 * 8)),
        (BatchNorm(), False, Saved(input=True)),
        (BatchNorm(), True, Saved(inner=2 * VALUES)),  # the input, in float32
        (LayerNorm(), False, Saved(input=True, inner=VALUES)),
        (LayerNorm(), True, Saved(inner=4 * VALUES)),
    ],
    ids=str,
)
def test_what_is_saved(layer, half: bool, saved: Saved) -> None:
    assert layer.saved_by_tensorflow(IMAGE, IMAGE, learns=True, half=half) == saved


def test_a_convolution_unfolds_as_many_images_as_fit_into_30_mib() -> None:
    """TensorFlow records temporaries of 70 × 196 × 384 and 85 × 196 × 576 values, one for either gradient."""
    narrow, wide, place = Conv(filters=64, size=1), Conv(filters=96, size=1), (14, 14)
    found = narrow.tensorflow_workspace(Shape((*place, 384)), Shape((*place, 64)), 100, half=False)
    assert found.backward == 2 * 70 * 196 * 384 * 4
    found = wide.tensorflow_workspace(Shape((*place, 576)), Shape((*place, 96)), 100, half=True)
    assert found.backward == 2 * 85 * 196 * 576 * 2
    few = narrow.tensorflow_workspace(Shape((*place, 384)), Shape((*place, 64)), 4, half=False)
    assert few.backward == 2 * 4 * 196 * 384 * 4  # what no image needs is never touched


def test_a_convolution_copies_its_windows_up_to_a_block() -> None:
    assert Conv(filters=8, size=3).tensorflow_workspace(IMAGE, IMAGE, 2, half=False).forward == 2 * 1024 * 72 * 4
    deep = Shape((32, 32, 256))  # windows of 2304 values
    assert Conv(filters=8, size=3).tensorflow_workspace(deep, IMAGE, 2, half=False).forward == 2 * 1024 * 640 * 4
    assert Conv(filters=8, size=3).tensorflow_workspace(IMAGE, IMAGE, 2, half=True).forward == 2 * 1024 * (72 + 8) * 4


def test_a_depthwise_convolution_unfolds_nothing() -> None:
    assert DepthwiseConv(size=3).tensorflow_workspace(IMAGE, IMAGE, 2, half=False) == Workspace()


def test_a_transposed_convolution_is_the_gradient_of_one() -> None:
    """From 16 × 16 × 4 to 32 × 32 × 8 by a window of 2: 256 places, each with 2 * 2 * 8 = 32 values."""
    found = UpConv(filters=8, size=2).tensorflow_workspace(Shape((16, 16, 4)), IMAGE, 3, half=False)
    unfolded = 3 * 256 * 32 * 4
    assert found == Workspace(2 * unfolded, 2 * unfolded)


def test_a_norm_works_on_copies_in_float32() -> None:
    assert BatchNorm().tensorflow_workspace(IMAGE, IMAGE, 2, half=False) == Workspace(
        2 * VALUES * 4, 3 * 2 * VALUES * 4
    )
    assert BatchNorm().tensorflow_workspace(IMAGE, IMAGE, 2, half=True) == Workspace(
        2 * 2 * VALUES * 4, 4 * 2 * VALUES * 4
    )
