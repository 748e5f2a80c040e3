"""The libraries that archspec ships: each says what it is, and has the weights that its paper, or its table, gives."""

import pytest

import archspec
from archspec.api import standard_library
from archspec.files import standard_libraries
from archspec.language.document import Library
from archspec.session import Session

LIBRARIES = [standard_library(name) for name in standard_libraries()]
each_library = pytest.mark.parametrize("library", LIBRARIES, ids=lambda one: one.name)


def params(use: str, shape: str, layers: str, *, trainable: bool = True) -> int:
    report = archspec.check(f"archspec: 1\nuse: [{use}]\ninput: {shape}\nlayers:\n  {layers}\n")
    assert report.graph is not None, str(report)
    return report.graph.trainable_params() if trainable else report.graph.params()


@each_library
def test_a_library_is_sound(library: Library) -> None:
    found = Session().analyse(library).report
    assert not found.diagnostics, str(found)


@each_library
def test_a_library_says_what_it_is_and_shows_how_it_is_used(library: Library) -> None:
    assert library.description
    assert library.reference
    assert library.example
    report = archspec.check(library.example)
    assert not report.diagnostics, str(report)
    called = {name for name in library.blocks if f"- {name}" in library.example}
    assert called


@each_library
def test_every_block_says_what_it_is(library: Library) -> None:
    for block in library.blocks.values():
        assert block.description
        assert len({bool(param.help) for param in block.params.values()}) <= 1, "params are for others, or none is"


def test_no_two_libraries_have_a_block_of_one_name() -> None:
    names = [name for library in LIBRARIES for name in library.blocks]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("filters", "stride", "arriving", "expected"),
    [
        # ResNet-18 of torchvision: 64*64*9*2 + 4*64
        (64, 1, 64, 73_984),
        # 64*128*9 + 128*128*9 + 64*128 + 6*128, layer2.0
        (128, 2, 64, 230_144),
    ],
)
def test_basic(filters: int, stride: int, arriving: int, expected: int) -> None:
    call = f"- basic: {{filters: {filters}, stride: {stride}}}"
    assert params("std/residual", f"[32, 32, {arriving}]", call) == expected


def test_bottleneck() -> None:
    # layer1.0 of torchvision's ResNet-50: 64*64 + 64*64*9 + 64*256 + 64*256, and norms of 64, 64, 256 and 256
    assert params("std/residual", "[56, 56, 64]", "- bottleneck: 64") == 75_008
    # layer1.0 of ResNeXt-50 32x4d: 64*128 + 128*4*9 + 128*256 + 64*256, and norms of 128, 128, 256 and 256
    call = "- bottleneck: {filters: 128, groups: 32, expansion: 2}"
    assert params("std/residual", "[56, 56, 64]", call) == 63_488


def test_squeeze_excite() -> None:
    # 2 C^2 / r (section 3.3 of the paper), and biases, which SE-ResNet has: 2 * 64 * 4 + 4 + 64
    assert params("std/squeeze_excite", "[8, 8, 64]", "- squeeze_excite") == 580


def test_inception() -> None:
    # table 1, 3a: 192*64 + 192*96 + 96*128*9 + 192*16 + 16*32*25 + 192*32, and biases; it gives "159K"
    call = "- inception: {conv1: 64, reduce3: 96, conv3: 128, reduce5: 16, conv5: 32, pool: 32}"
    assert params("std/inception", "[28, 28, 192]", call) == 163_328 + 368


def test_dense_blocks() -> None:
    # one layer on 64 channels, k = 32: norms of 64 and 128, 64*128 + 128*32*9
    assert params("std/densenet", "[8, 8, 64]", "- dense_block: {depth: 1, growth: 32}") == 128 + 256 + 8192 + 36_864
    # the transition from 256 channels: norm and 256*128
    assert params("std/densenet", "[8, 8, 256]", "- transition") == 512 + 32_768


def test_convnext() -> None:
    # 49*96 + 96, norm 2*96, 96*384 + 384, 384*96 + 96, scale 96: a block of ConvNeXt-T's first stage
    assert params("std/convnext", "[56, 56, 96]", "- convnext") == 79_296
    # torchvision's features.2: norm 2*96, 4*96*192 + 192
    assert params("std/convnext", "[56, 56, 96]", "- convnext_downsample: 192") == 74_112


def test_inverted_residual() -> None:
    # MobileNet v2's second unit of 24 channels: 24*144 + 144*9 + 144*24, and norms of 144, 144 and 24
    call = "- inverted_residual: {filters: 24, expanded: $(6 * channels)}"
    assert params("std/inverted_residual", "[56, 56, 24]", call) == 8832
    # its first one expands nothing: 32*9 + 32*16, and norms of 32 and 16
    call = "- inverted_residual: {filters: 16, expanded: 32}"
    assert params("std/inverted_residual", "[112, 112, 32]", call) == 896


def test_the_input_is_added_only_where_the_shape_stays() -> None:
    for filters, stride, adds in ((24, 1, 1), (24, 2, 0), (32, 1, 0)):
        call = f"- inverted_residual: {{filters: {filters}, expanded: 144, stride: {stride}}}"
        report = archspec.check(
            f"archspec: 1\nuse: std/inverted_residual\ninput: [8, 8, 24]\nlayers: [{call.removeprefix('- ')}]"
        )
        assert report.graph is not None
        kinds = [node.layer.kind for node in report.graph.nodes if node.layer is not None]
        assert kinds.count("add") == adds


def test_preactivation() -> None:
    # conv2_block1 of keras.applications.ResNet50V2: norm 128, 64*64, norm 128, 64*64*9, norm 128, 64*256 + 256,
    # and the projection 64*256 + 256
    assert params("std/preactivation", "[56, 56, 64]", "- preact_bottleneck: 64") == 74_624
    # conv2_block2: norm 512, 256*64, norm 128, 64*64*9, norm 128, 64*256 + 256
    assert params("std/preactivation", "[56, 56, 256]", "- preact_bottleneck: 64") == 70_656


def test_aspp() -> None:
    # torchvision's ASPP of DeepLab v3 on 2048 channels with 256 filters: 2048*256*(1 + 3*9 + 1) + 5*256*256 + 12*256
    assert params("std/aspp", "[H, W, 2048]", "- aspp") == 15_535_104


def test_fpn() -> None:
    # torchvision's FeaturePyramidNetwork([256, 512, 1024, 2048], 256): 256*3840 + 4*256 + 4*(256*256*9 + 256)
    report = archspec.check("""archspec: 1
use: std/fpn
inputs: {c2: [64, 64, 256], c3: [32, 32, 512], c4: [16, 16, 1024], c5: [8, 8, 2048]}
layers:
  - fpn: {levels: [c2, c3, c4, c5], from: c2, name: fpn}
outputs: [fpn.p2, fpn.p3, fpn.p4, fpn.p5]
""")
    assert report.graph is not None, str(report)
    assert report.graph.params() == 3_344_384
    shapes = {name.rpartition(".")[2]: str(report.graph.nodes[index].shape)
              for name, index in report.graph.outputs.items()}  # fmt: skip
    assert shapes == {"p2": "(64, 64, 256)", "p3": "(32, 32, 256)", "p4": "(16, 16, 256)", "p5": "(8, 8, 256)"}


def test_what_a_spec_says_of_norms_and_weights_reaches_into_a_library_and_nothing_else() -> None:
    report = archspec.check("""archspec: 1
use: std/double_conv
input: [8, 8, 3]
defaults:
  conv: {kernel_initializer: he_normal, stride: 2, bias: false, activation: tanh}
  batch_norm: {epsilon: 0.01}
layers:
  - double_conv: {filters: 4, norm: batch}
  - conv: {filters: 4, size: 1}
""")
    assert report.graph is not None, str(report)
    layers = {node.name: node.layer for node in report.graph.nodes}
    inner, own = layers["double_conv_1.conv_1.conv"], layers["conv_1"]
    assert (inner.kernel_initializer, inner.stride) == ("he_normal", 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]  # it is a `Conv`
    assert layers["double_conv_1.conv_1.norm"].epsilon == 0.01  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]  # it is a `BatchNorm`
    assert (own.stride, own.bias) == (2, False)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]  # it is a `Conv`
