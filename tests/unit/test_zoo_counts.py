"""The weights of networks for which nobody publishes a number, counted by hand from the figures of their papers."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.estimate.receptive_field import receptive_fields

SPECS = Path(__file__).parents[2] / "specs"


def params(spec: str, variant: str | None = None, *, trainable: bool = False, **settings: Any) -> int:
    """What archspec counts."""
    report = archspec.check(SPECS / f"{spec}.yaml", variant, **settings)
    graph = report.graph or report.unexpected  # another width is not what the spec expects
    assert graph is not None, str(report)
    return graph.trainable_params() if trainable else graph.params()


def conv(window: int, channels: int, filters: int, *, bias: int = 1) -> int:
    """The weights of a convolution whose window has so many positions; `bias` is how many each filter has beside."""
    return window * channels * filters + bias * filters


VGG16 = sum(
    conv(9, *pair)
    for pair in [(3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (256, 256), (256, 512), (512, 512),
                 (512, 512), (512, 512), (512, 512), (512, 512)]
)  # fmt: skip


@pytest.mark.parametrize(
    ("variant", "decoder"),
    [
        ("32s", 64**2 * 21**2),
        ("16s", 4**2 * 21**2 + conv(1, 512, 21) + 32**2 * 21**2),
        ("8s", 2 * 4**2 * 21**2 + conv(1, 512, 21) + conv(1, 256, 21) + 16**2 * 21**2),
    ],
)
def test_fcn(variant: str, decoder: int) -> None:
    """Its upsampling has no bias and, as in the authors' networks, joins all 21 classes."""
    assert VGG16 == 14_714_688
    fully = conv(49, 512, 4096) + conv(1, 4096, 4096) + conv(1, 4096, 21)
    assert params("fcn", variant) == VGG16 + fully + decoder


def test_fcn_sees_what_its_paper_says() -> None:
    """Table 1 gives FCN-VGG16 a receptive field of 404, 134 M weights and a stride of 32."""
    graph = archspec.check(SPECS / "fcn.yaml", "32s").graph
    assert graph is not None
    index = [node.name for node in graph.nodes].index("fc7")
    (of_the_image,) = receptive_fields(graph)[index].values()
    assert [(axis.size, axis.jump) for axis in of_the_image] == [(404, 32), (404, 32)]


def test_spp_net() -> None:
    """50 bins of 256 channels are the 12,800 values that section 2.2 tells of."""
    convolutions = conv(49, 3, 96) + conv(25, 96, 256) + conv(9, 256, 384) + conv(9, 384, 384) + conv(9, 384, 256)
    assert params("spp_net") == convolutions + conv(1, 12_800, 4096) + conv(1, 4096, 4096) + conv(1, 4096, 1000)


def test_fpn() -> None:
    """torchvision's ResNet-50 of 25,557,032 without its classifier; for each level a 1x1 and a 3x3 convolution."""
    trunk = 25_557_032 - conv(1, 2048, 1000)
    laterals = sum(conv(1, channels, 256) for channels in (256, 512, 1024, 2048))
    assert params("fpn_resnet50", trainable=True) == trunk + laterals + 4 * conv(9, 256, 256)


def test_deeplab_has_the_trunk_and_the_pyramid_of_torchvisions() -> None:
    """torchvision's deeplabv3_resnet101 has 60,996,202, of which some are v3's head and an auxiliary classifier."""
    head = conv(9, 256, 256, bias=2) + conv(1, 256, 21)
    auxiliary = conv(9, 1024, 256, bias=2) + conv(1, 256, 21)
    decoder = conv(1, 256, 48, bias=2) + conv(9, 304, 256, bias=2) + conv(9, 256, 256, bias=2) + conv(1, 256, 21)
    assert params("deeplab_v3plus", trainable=True) == 60_996_202 - head - auxiliary + decoder


def test_segnet() -> None:
    """VGG-16's convolutions, and as many that mirror them; each has a bias, and a norm of two weights but the last."""
    pairs = [(512, 512)] * 5 + [(512, 256), (256, 256), (256, 256), (256, 128), (128, 128), (128, 64), (64, 64)]
    decoder = sum(conv(9, *pair, bias=3) for pair in pairs) + conv(9, 64, 11)
    encoder = VGG16 + 2 * (2 * 64 + 2 * 128 + 3 * 256 + 6 * 512)
    assert params("segnet", trainable=True) == encoder + decoder


def test_attention_unet() -> None:
    """U-Net with a norm in place of each bias, and a gate on three of the skips."""
    widths = [64, 128, 256, 512, 1024]
    twice = [conv(9, a, b, bias=2) + conv(9, b, b, bias=2) for a, b in pairwise([1, *widths])]
    up = [conv(4, 2 * b, b) + conv(9, 2 * b, b, bias=2) + conv(9, b, b, bias=2) for b in widths[:4]]
    gates = [conv(4, x, x, bias=0) + conv(1, 2 * x, x) + conv(1, x, 1) for x in widths[1:4]]
    assert params("attention_unet", trainable=True) == sum([*twice, *up, *gates]) + conv(1, 64, 2)


def test_cdbn() -> None:
    """24 bases of 10 x 10, and 100 bases over these; each has one bias."""
    assert params("cdbn") == conv(100, 1, 24) + conv(100, 24, 100)


def test_c3d() -> None:
    pairs = [(3, 64), (64, 128), (128, 256), (256, 256), (256, 512), *[(512, 512)] * 3]
    dense = conv(1, 512 * 4 * 4, 4096) + conv(1, 4096, 4096) + conv(1, 4096, 487)
    assert params("c3d") == sum(conv(27, *pair) for pair in pairs) + dense


def test_vnet() -> None:
    """Convolutions of 125 positions with as many slopes as filters, and those of 8 positions between the stages."""
    widths, convs = [16, 32, 64, 128, 256], [1, 2, 3, 3, 3]
    left = [conv(125, 1, 16, bias=2)]
    left += [conv(8, a, b, bias=2) + n * conv(125, b, b, bias=2)
             for a, b, n in zip(widths, widths[1:], convs[1:], strict=False)]  # fmt: skip
    right = [conv(8, a, b, bias=2) + n * conv(125, 2 * b, 2 * b, bias=2)
             for a, b, n in [(256, 128, 3), (256, 64, 3), (128, 32, 2), (64, 16, 1)]]  # fmt: skip
    assert params("vnet") == sum(left) + sum(right) + conv(1, 32, 2)


def test_ecg_resnet() -> None:
    """The authors' model.py: norms have two weights a channel that are trained, convolutions no bias."""
    widths = [64, 128, 196, 256, 320]
    units = [conv(1, a, b, bias=0) + conv(16, a, b, bias=0) + conv(16, b, b, bias=0)
             for a, b in pairwise(widths)]  # fmt: skip
    norms = 2 * (64 + 128 + 128 + 196 + 196 + 256 + 256 + 320 + 320)
    wanted = conv(16, 12, 64, bias=0) + sum(units) + norms + conv(1, 16 * 320, 6)
    assert params("ecg_resnet", trainable=True) == wanted


def test_tcn() -> None:
    """Eight blocks of two convolutions of 25 filters; the first begins with one channel, and so has a projection."""
    assert params("tcn") == conv(7, 1, 25) + conv(1, 1, 25) + 15 * conv(7, 25, 25) + conv(1, 25, 10)


def test_wavenet() -> None:
    """In 30 layers filter, gate and skip; what goes on in all but the last."""
    layers = 30 * (2 * conv(2, 32, 32) + conv(1, 32, 256)) + 29 * conv(1, 32, 32)
    assert params("wavenet") == conv(2, 256, 32) + layers + 2 * conv(1, 256, 256)


def test_dcgan() -> None:
    """Each transposed convolution halves the filters; a norm has two weights a channel."""
    between = conv(25, 1024, 512, bias=2) + conv(25, 512, 256, bias=2) + conv(25, 256, 128, bias=2)
    generator = 100 * 16_384 + 2 * 1024 + between + conv(25, 128, 3)
    assert params("dcgan_generator", trainable=True) == generator
    between = conv(25, 128, 256, bias=2) + conv(25, 256, 512, bias=2) + conv(25, 512, 1024, bias=2)
    assert params("dcgan_discriminator", trainable=True) == conv(25, 3, 128) + between + conv(1, 16_384, 1)


def test_dcgan_as_in_pytorchs_tutorial() -> None:
    """Its networks of 3,576,704 and 2,765,568 weights have windows of 4, half as many filters, and no bias anywhere."""
    assert params("dcgan_generator", trainable=True, base=64, size=4) == 3_576_704 + 3
    assert params("dcgan_discriminator", trainable=True, base=64, size=4) == 2_765_568 + 64 + 1
