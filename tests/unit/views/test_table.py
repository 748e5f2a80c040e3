from pathlib import Path

import pytest

import archspec
from archspec.estimate.memory import training_memory
from archspec.graph import Graph
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape
from archspec.views.table import aligned, amount, markdown, shortened, spaced, table
from archspec.views.training import Training

SPECS = Path(__file__).parents[3] / "specs"
NET = (
    "archspec: 1\ninput: [H, W, 3]\nlayers:\n"
    "  - conv: {filters: 16, size: 3, stride: 2, norm: batch, activation: relu}\n"
    "  - global_pool: avg\n  - dense: {units: 10, name: logits}\n"
)


def graph(source: str | Path = NET, variant: str | None = None) -> Graph:
    found = archspec.check(source, variant).graph
    assert found is not None
    return found


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_text_to_the_left_numbers_to_the_right() -> None:
    assert aligned([("layer", "params"), ("a", "1,000"), ("longer", "")], [False, True]) == [
        "layer   params",
        "a        1,000",
        "longer",
    ]


def test_a_sum_is_told_from_the_size_beside_it() -> None:
    size = Dim.symbol("H")
    assert spaced(Shape((size + 198, size // 2 + 1, 2 * size, 64))) == "(H + 198) × (⌊H/2⌋ + 1) × 2*H × 64"


def test_a_network_with_open_sizes() -> None:
    assert lines(table(graph(), columns=100)) == [
        "layer          kind         output              params  MACs    memory  sees",
        "────────────────────────────────────────────────────────────────────────────",
        "input          input        H × W × 3                         H*W*12 B     1",
        "conv_1         3 layers     ⌈H/2⌉ × ⌈W/2⌉ × 16     496  open               3",
        "  conv         conv         ⌈H/2⌉ × ⌈W/2⌉ × 16     432  open      open     3",
        "  norm         batch_norm   ⌈H/2⌉ × ⌈W/2⌉ × 16      64     0      open     3",
        "  activation   relu         ⌈H/2⌉ × ⌈W/2⌉ × 16       0     0      open     3",
        "global_pool_1  global_pool  16                       0     0      64 B   all",
        "logits         dense        10                     170   160      40 B   all",
        "────────────────────────────────────────────────────────────────────────────",
        "5 layers, 666 params, 634 of them trainable",
        "MACs a sample: ⌈H/2⌉*⌈W/2⌉*432 + 160; `--at H=…,W=…` gives numbers, and the memory",
        "H: any size",
        "W: any size",
        "output `logits`: 10",
    ]


def test_numbers_at_given_sizes_budget_and_training() -> None:
    """3 * 3 * 3 weights in 16 windows at 16 places are 6,912; 16 * 10 make 7,072 with those of the dense layer.

    While the global pool computes, the input (192 values), the map (256) and the vector (16) are in use: 1,856 bytes.
    """
    net = graph().at(H=8, W=8)
    budget = (("params", "666", "666", True), ("macs", "7.07 k", "<= 10k", True), ("macs", "7.07 k", "<= 7k", False))
    training = Training("in float32 with sgd, batch 1", training_memory(net, 1, optimizer="sgd"))
    (*_, weights, macs, trained, parts, output, exact, bound, missed) = lines(
        table(net, columns=200, budget=budget, training=training)
    )
    assert weights == "5 layers, 666 params, 634 of them trainable"
    assert macs.startswith("7.07 k MACs a sample; activations in float32 1.81 KiB at most, ")
    assert trained.startswith("training in float32 with sgd, batch 1: about ")
    assert parts.startswith("at most 2.6 KiB of weights, ")
    assert [output, exact, bound, missed] == [
        "output `logits`: 10",
        "params: 666, as expected",
        "macs: 7.07 k, expected <= 10k",
        "macs: 7.07 k, not <= 7k as expected",
    ]


def test_resnet_152_fits_a_screen() -> None:
    text = lines(table(graph(SPECS / "resnet.yaml", "152"), depth=1))
    assert len(text) <= 24
    assert max(map(len, text)) <= 80
    assert text[10].split("  ")[0] == "bottleneck_13…47"
    # Each has 1024 * 256 + 9 * 256 * 256 + 256 * 1024 weights, and 4 * (256 + 256 + 1024) of norms.
    assert "35 × 10 layers" in text[10]
    assert f"{35 * (1024 * 256 + 9 * 256 * 256 + 256 * 1024 + 4 * 1536):,}" in text[10]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("spec", ["unet", "alexnet", "lenet5", "vgg"])
def test_a_table_is_as_wide_as_it_may_be(spec: str, columns: int) -> None:
    text = lines(table(graph(SPECS / f"{spec}.yaml"), columns=columns))
    narrow = [line for line in text if len(line) > columns]
    assert not narrow or columns == 40  # where names, shapes and weights alone are wider


def test_columns_give_way_one_by_one() -> None:
    heads = [table(graph(SPECS / "vgg.yaml"), columns=columns).splitlines()[0].split() for columns in (200, 66, 55, 48)]
    assert heads == [
        ["layer", "kind", "output", "params", "MACs", "memory", "sees"],
        ["layer", "kind", "output", "params", "MACs", "sees"],
        ["layer", "output", "params", "MACs", "sees"],
        ["layer", "output", "params", "MACs"],
    ]


def test_a_long_name_loses_its_middle() -> None:
    assert shortened("stage3.bottleneck_17.conv_2", 12) == "stage3…onv_2"
    assert shortened("conv_2", 12) == "conv_2"


def test_blocks_stand_out_in_colour() -> None:
    painted = [line for line in table(graph(), color=True).splitlines() if "\x1b" in line]
    assert [line.split("m", 1)[1].split()[0] for line in painted] == ["conv_1"]


def test_amounts() -> None:
    assert amount(2048, str) == "2048"
    assert amount(None, str) == "open"


def test_markdown_is_a_table_with_the_totals_below() -> None:
    assert markdown(graph(NET.replace("H, W", "8, 8")), depth=1).splitlines()[:7] == [
        "| layer | kind | output | params | MACs | memory | sees |",
        "| --- | --- | --- | --: | --: | --: | --: |",
        "| `input` | input | 8 × 8 × 3 |  |  | 768 B | 1 |",
        "| `conv_1` | 3 layers | 4 × 4 × 16 | 496 | 6.91 k |  | 3 |",
        "| `global_pool_1` | global_pool | 16 | 0 | 0 | 64 B | all |",
        "| `logits` | dense | 10 | 170 | 160 | 40 B | all |",
        "",
    ]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("[conv: {filters: 2, size: 1}]", "MACs a sample: 8*T; `--at T=…` gives numbers, and the memory"),
        ("[global_pool, dense: 300]", "1.2 k MACs a sample; `--at T=…` gives the memory"),
    ],
)
def test_what_open_sizes_keep_from_being_told(layers: str, wanted: str) -> None:
    assert wanted in table(graph(f"archspec: 1\ninput: [T, 4]\nlayers: {layers}\n")).splitlines()


def test_bytes_of_images() -> None:
    spec = "archspec: 1\ninputs: {image: {shape: [64, 64, 3], dtype: uint8}}\nlayers: [rescale: 0.1]\n"
    shown = [line.split() for line in table(graph(spec)).splitlines()]
    assert [line[-3:-1] for line in shown if line and line[0] in ("image", "rescale_1")] == [
        ["12", "KiB"],
        ["48", "KiB"],
    ]
