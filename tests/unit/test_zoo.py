"""The networks that archspec ships, against the papers that they are from; Keras is asked in tests/conformance."""

from math import prod
from pathlib import Path

import pytest

import archspec

SPECS = Path(__file__).parents[2] / "specs"


def test_alexnet_has_the_layers_of_its_paper() -> None:
    """Section 3.5 gives 186,624, 64,896, 64,896, 43,264, 4096, 4096 and 1000 neurons after the first layer."""
    graph = archspec.check(SPECS / "alexnet.yaml").graph
    assert graph is not None
    neurons = {node.name: prod(node.shape) for node in graph.nodes if node.name.startswith(("conv", "fc"))}
    assert list(neurons.values())[1:] == [186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]
    assert neurons["conv1"] == 55 * 55 * 96  # which the paper counts as 253,440


@pytest.mark.parametrize(("spec", "lines"), [("resnet", 45), ("unet", 35)])
def test_a_network_is_short(spec: str, lines: int) -> None:
    assert len((SPECS / f"{spec}.yaml").read_text(encoding="utf-8").splitlines()) <= lines


@pytest.mark.parametrize(("depth", "convolutions"), [(11, 8), (13, 10), (16, 13), (19, 16)])
def test_vgg_has_as_many_layers_with_weights_as_its_name_says(depth: int, convolutions: int) -> None:
    graph = archspec.check(SPECS / "vgg.yaml", str(depth)).graph
    assert graph is not None
    kinds = [node.layer.kind for node in graph.nodes if node.layer is not None]
    assert (kinds.count("conv"), kinds.count("dense")) == (convolutions, depth - convolutions)


@pytest.mark.parametrize("size", [16, 64, 304])
def test_unet_works_on_multiples_of_sixteen(size: int) -> None:
    graph = archspec.check(SPECS / "unet.yaml").graph
    assert graph is not None
    assert graph.sizes.contains({"H": size, "W": size})
    assert not graph.sizes.contains({"H": size + 8, "W": size})
