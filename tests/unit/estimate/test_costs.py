"""Published numbers: torchvision's table of models (its GFLOPS are multiply-accumulates), the papers, and by hand."""

from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.estimate.costs import Costs, costs
from archspec.tensors.dim import Dim

SPECS = Path(__file__).parents[3] / "specs"


def network(source: str | Path, variant: str | None = None, **settings: Any) -> Costs:
    graph = archspec.check(source, variant, **settings).graph
    assert graph is not None
    return costs(graph)


@pytest.mark.parametrize(
    ("spec", "gigas", "params"),
    [
        ("convnext:tiny", 4.456, 28_589_128),
        ("convnext:small", 8.684, 50_223_688),
        ("convnext:base", 15.355, 88_591_464),
        ("convnext:large", 34.361, 197_767_336),
        ("densenet:121", 2.834, 7_978_856),
        ("densenet:161", 7.728, 28_681_000),
        ("densenet:169", 3.36, 14_149_480),
        ("densenet:201", 4.291, 20_013_928),
        ("efficientnet:b0", 0.386, 5_288_548),
        ("efficientnet:b1", 0.687, 7_794_184),
        ("efficientnet:b2", 1.088, 9_109_994),
        ("efficientnet:b3", 1.827, 12_233_232),
        ("efficientnet:b4", 4.394, 19_341_616),
        ("efficientnet:b5", 10.266, 30_389_784),
        ("efficientnet:b6", 19.068, 43_040_704),
        ("efficientnet:b7", 37.746, 66_347_960),
        ("inception_v3", 5.713, 27_161_264 - 3_326_696),  # with a classifier beside it that only trains it
        ("mobilenet_v2", 0.301, 3_504_872),
        ("mobilenet_v3:large", 0.217, 5_483_032),
        ("mobilenet_v3:small", 0.057, 2_542_856),
        ("resnet:18", 1.814, 11_689_512),
        ("resnet:34", 3.664, 21_797_672),
        ("resnet:50", 4.089, 25_557_032),
        ("resnet:101", 7.801, 44_549_160),
        ("resnet:152", 11.514, 60_192_808),
        ("resnext:50_32x4d", 4.23, 25_028_904),
        ("resnext:101_32x8d", 16.414, 88_791_336),
        ("resnext:101_64x4d", 15.46, 83_455_272),
        ("squeezenet:1.0", 0.819, 1_248_424),
        ("squeezenet:1.1", 0.349, 1_235_496),
        ("vgg:11", 7.609, 132_863_336),
        ("vgg:13", 11.308, 133_047_848),
        ("vgg:16", 15.47, 138_357_544),
        ("vgg:19", 19.632, 143_667_240),
        ("vgg:11_bn", 7.609, 132_868_840),
        ("vgg:13_bn", 11.308, 133_053_736),
        ("vgg:16_bn", 15.47, 138_365_992),
        ("vgg:19_bn", 19.632, 143_678_248),
        ("wide_resnet:50_2", 11.398, 68_883_240),
        ("wide_resnet:101_2", 22.753, 126_886_696),
    ],
)
def test_torchvisions_table(spec: str, gigas: float, params: int) -> None:
    """GFLOPS and params of its page "Models and pre-trained weights", for images of the sizes given there."""
    name, _, variant = spec.partition(":")
    settings = {"efficientnet:b2": {"resolution": 288}, "squeezenet": {"resolution": 224}}
    found = network(SPECS / f"{name}.yaml", variant or None, **settings.get(spec, settings.get(name, {})))
    assert isinstance(found.macs, int)
    assert round(found.macs / 1e9, 3) == gigas
    assert found.trainable_params == params


def test_alexnet_by_hand() -> None:
    """Places times window times channels in (halved by two groups) times channels out; then the dense layers."""
    convolutions = [
        55 * 55 * 11 * 11 * 3 * 96,
        27 * 27 * 5 * 5 * 48 * 256,
        13 * 13 * 3 * 3 * 256 * 384,
        13 * 13 * 3 * 3 * 192 * 384,
        13 * 13 * 3 * 3 * 192 * 256,
    ]
    dense = [9216 * 4096, 4096 * 4096, 4096 * 1000]
    assert network(SPECS / "alexnet.yaml").macs == sum(convolutions) + sum(dense) == 724_406_816


def test_lenet5_by_hand() -> None:
    """C1 28*28 places of 25 weights for 6 maps, C3 10*10 of 150 for 16, C5 one of 400 for 120, F6, the output."""
    assert network(SPECS / "lenet5.yaml").macs == 28 * 28 * 25 * 6 + 100 * 150 * 16 + 400 * 120 + 120 * 84 + 84 * 10


def test_open_sizes_give_functions() -> None:
    found = network("archspec: 1\ninput: [H, W, 3]\nlayers:\n  - conv: {filters: 2, size: 3}\n  - max_pool\n")
    assert isinstance(found.macs, Dim)
    assert isinstance(found.values, Dim)
    assert found.macs.evaluate({"H": 10, "W": 7}) == 70 * 27 * 2
    assert found.values.evaluate({"H": 10, "W": 7}) == 70 * 3 + 70 * 2 + 5 * 3 * 2


def test_a_function_that_is_too_long_is_none() -> None:
    """Every step takes one more position away, so that no two layers have the same number of places."""
    long = "archspec: 1\ninput: [H, W, 1]\nlayers:\n" + "  - conv: {filters: 1, size: 2, padding: valid}\n" * 300
    found = network(long)
    assert found.macs is None
    assert found.params == 300 * 5


def test_bytes_are_those_of_the_type() -> None:
    spec = """archspec: 1
inputs: {image: {shape: [8, W, 3], dtype: uint8}, words: {shape: [5], dtype: int64}}
layers:
  - pad: {from: image, padding: 1}
  - rescale: 0.1
  - conv: {filters: 4, size: 3, dtype: float16}
  - global_pool: {dtype: mixed_bfloat16, name: seen}
  - embedding: {from: words, input_dim: 10, output_dim: 3}
  - global_pool
  - concat: [., seen]
"""
    graph = archspec.check(spec).graph
    assert graph is not None
    found = {node.name: str(cost.bytes) for node, cost in zip(graph.nodes, costs(graph).layers, strict=True)}
    assert found == {
        "image": "24*W",  # 8 * 3 of 1 byte
        "words": "40",  # 5 of 8
        "pad_1": "30*W + 60",  # 10 * (W + 2) * 3 of 1
        "rescale_1": "120*W + 240",
        "conv_1": "80*W + 160",  # 10 * (W + 2) * 4 of 2
        "seen": "8",
        "embedding_1": "60",
        "global_pool_2": "12",
        "concat_1": "28",
    }
