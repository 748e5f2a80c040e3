import json
from pathlib import Path

import archspec
from archspec.graph import Graph
from archspec.views.difference import Difference, Fit, as_json, as_text

SPECS = Path(__file__).parents[3] / "specs"


def graph(source: str | Path, variant: str | None = None) -> Graph:
    report = archspec.check(source, variant)
    assert report.graph is not None, str(report)
    return report.graph


def test_resnet_50_and_101_in_five_lines() -> None:
    """Weights: torchvision's 25,557,032 and 44,549,160 and the statistics of the norms, 53,120 and 105,344 values."""
    text = as_text(Difference(graph(SPECS / "resnet.yaml", "50"), graph(SPECS / "resnet.yaml", "101")))
    assert text.splitlines() == [
        "+ bottleneck_14…30: 17 × 10 layers, 14 × 14 × 1024, 19,044,352 params",
        "> bottleneck_14…16 are now bottleneck_31…33",
        f"params {25_557_032 + 53_120:,} → {44_549_160 + 105_344:,} (+74%)",
        "MACs 4.09 G → 7.8 G (+91%), activations 7.46 MiB",
        "sees 427 → 971; weights that still fit: 10,622,888 of 25,610,152 (41%)",
    ]
    assert 17 * (1024 * 256 + 9 * 256 * 256 + 256 * 1024 + 4 * 1536) == 19_044_352


def test_weights_fit_where_path_and_shape_are_the_same() -> None:
    first = "archspec: 1\ninput: [10]\nlayers:\n  - dense: 20\n  - dense: 5\n"
    second = first.replace("dense: 5", "dense: 7")
    # 10 * 20 + 20 = 220 of the first layer fit; 20 * 5 + 5 = 105 of the second do not.
    assert Difference(graph(first), graph(second)).fit() == Fit(220, 325, 1, 2)
    assert Difference(graph(first), graph(first)).fit() == Fit(325, 325, 2, 2)


def test_what_happened_in_neighbouring_blocks_is_told_once() -> None:
    """ResNeXt's stages of 3, 4, 6 and 3 units are wider inside, and grouped: figure 3c, and table 1."""
    text = as_text(Difference(graph(SPECS / "resnet.yaml", "50"), graph(SPECS / "resnext.yaml", "50_32x4d")))
    units = [("1…3", 64), ("4…7", 128), ("8…13", 256), ("14…16", 512)]
    assert text.splitlines()[:-3] == [
        f"~ bottleneck_{numbers}.residual_1.{layer}.conv: filters {width} → {2 * width}{grouped}"
        for numbers, width in units
        for layer, grouped in (("conv_1", ""), ("conv_2", ", groups 1 → 32"))
    ]


def test_layers_that_came_into_several_blocks_stay_apart() -> None:
    """Squeeze and excitation of 64 channels has 64 * 4 + 4 and 4 * 64 + 64 weights, in each of a stage's two units."""
    text = as_text(Difference(graph(SPECS / "resnet.yaml", "18"), graph(SPECS / "se_resnet.yaml", "18")), 100)
    assert text.splitlines()[0] == "+ basic_1…2.residual_1.squeeze_excite_1: 4 layers, 56 × 56 × 64, 580 params each"
    assert len(text.splitlines()) == 4 + 3


def test_the_same_network() -> None:
    net = graph(SPECS / "lenet5.yaml")
    assert Difference(net, net).is_empty
    text = "archspec: 1\ninput: [10]\nlayers:\n  - dense: {units: 20, name: a}\n  - dense: {units: 5, name: b}\n"
    assert not Difference(graph(text), graph(text + "outputs: [a, b]\n")).is_empty


def test_a_contract_that_changes_is_told() -> None:
    net = "archspec: 1\ninput: [H, 3]\nlayers:\n  - conv: {filters: 3, size: 3, padding: PADDING}\n"
    text = as_text(Difference(graph(net.replace("PADDING", "same")), graph(net.replace("PADDING", "valid"))))
    assert text.splitlines()[0] == "~ conv_1: padding same → valid"
    assert text.splitlines()[-1] == "works for any size → H >= 3"


def test_json() -> None:
    whole = json.loads(as_json(Difference(graph(SPECS / "vgg.yaml", "16"), graph(SPECS / "vgg.yaml", "19"))))
    assert whole["format_version"] == 1
    assert whole["same"] is False
    assert whole["changes"][0] == {"what": "added", "before": [], "after": ["conv3_4"], "fields": {}}
    assert whole["measures"]["params"] == {"before": 138_357_544, "after": 143_667_240}
    assert whole["measures"]["receptive_field"] == {"before": [212, 212], "after": [268, 268]}
    assert whole["weights"] == {"values": 138_357_544, "of": 138_357_544, "layers": 16, "of_layers": 16}


def sees(first: str, second: str) -> str:
    """What is said of the receptive fields of two networks, each given from its inputs on."""
    nets = (graph(f"archspec: 1\n{text}") for text in (first, second))
    return as_text(Difference(*nets), 120).splitlines()[-1].partition(";")[0]


def test_receptive_fields_of_volumes() -> None:
    """All axes as soon as two of them differ, each written as `show` does."""
    volume = "input: [32, 32, 32, 1]\nlayers: [conv: {filters: 4, size: SIZE}]\n"
    flat, whole, cube = (volume.replace("SIZE", size) for size in ("[1, 3, 3]", "[3, 1, 3]", "5"))
    assert sees(flat, whole) == "sees 1 × 3 × 3 → 3 × 1 × 3"
    assert sees(flat, cube) == "sees 1 × 3 × 3 → 5"
    assert sees(flat, flat.replace("filters: 4", "filters: 8")) == "sees 1 × 3 × 3"
    assert sees(cube, volume.replace("SIZE", "[1001, 1, 1]")) == "sees 5 → 1,001 × 1 × 1"


def test_receptive_fields_of_what_is_open_or_seen_as_a_whole() -> None:
    line = "input: [T, 4]\nlayers: [conv: {filters: 4, size: 7}]\n"
    pooled = "input: [8, 12, 3]\nlayers: [adaptive_pool: [1, 3], flatten, dense: 2]\n"
    recurrent = "input: [T, 4]\nlayers: [lstm: 5]\n"
    vector = "input: [4]\nlayers: [dense: 5]\n"
    assert sees(line, pooled) == "sees 7 → all × 4"
    assert sees(recurrent, line) == "sees all → 7"
    assert sees(line, vector) == "sees 7 → nothing"
    assert sees(vector, vector.replace("5", "6")) == "weights that still fit: 0 of 25 (0%)"


def test_receptive_fields_in_an_input_after_a_vector() -> None:
    two = "inputs: {age: [1], image: [16, 16, 3]}\nlayers:\n- conv: {from: image, filters: 4, size: [3, 5]}\n"
    more = two + "- global_pool\n- concat: [., age]\n"
    assert sees(two, more) == "sees 3 × 5"


def test_receptive_fields_as_json() -> None:
    pooled = graph("archspec: 1\ninput: [8, 12, 3]\nlayers: [adaptive_pool: [1, 3], flatten, dense: 2]\n")
    vector = graph("archspec: 1\ninput: [4]\nlayers: [dense: 5]\n")
    measures = json.loads(as_json(Difference(pooled, vector)))["measures"]
    assert measures["receptive_field"] == {"before": ["whole", 4], "after": []}
