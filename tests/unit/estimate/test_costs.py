"""Published numbers: torchvision's table of models (its GFLOPS are multiply-accumulates), the papers, and by hand."""

from pathlib import Path

import pytest

import archspec
from archspec.estimate.costs import Costs, costs
from archspec.tensors.dim import Dim

SPECS = Path(__file__).parents[3] / "specs"


def network(source: str | Path, variant: str | None = None) -> Costs:
    graph = archspec.check(source, variant).graph
    assert graph is not None
    return costs(graph)


@pytest.mark.parametrize(
    ("spec", "variant", "gigas", "params"),
    [
        ("resnet", "18", 1.81, 11_689_512),
        ("resnet", "34", 3.66, 21_797_672),
        ("resnet", "50", 4.09, 25_557_032),
        ("resnet", "101", 7.80, 44_549_160),
        ("resnet", "152", 11.51, 60_192_808),
        ("vgg", "11", 7.61, 132_863_336),
        ("vgg", "13", 11.31, 133_047_848),
        ("vgg", "16", 15.47, 138_357_544),
        ("vgg", "19", 19.63, 143_667_240),
    ],
)
def test_torchvisions_table(spec: str, variant: str, gigas: float, params: int) -> None:
    found = network(SPECS / f"{spec}.yaml", variant)
    assert isinstance(found.macs, int)
    assert round(found.macs / 1e9, 2) == gigas
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
