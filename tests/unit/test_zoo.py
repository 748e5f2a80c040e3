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
    assert len((SPECS / f"{spec}.yaml").read_text(encoding="utf-8").splitlines()) < lines


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


def networks() -> list[tuple[str, str | None]]:
    """Every network in the zoo: each spec, in each of its variants."""
    return [
        (path.stem, variant)
        for path in sorted(SPECS.glob("*.yaml"))
        for variant in list(archspec.load(path).variants) or [None]
    ]


@pytest.mark.parametrize(("spec", "variant"), networks())
def test_a_network_is_as_its_spec_expects(spec: str, variant: str | None) -> None:
    report = archspec.check(SPECS / f"{spec}.yaml", variant)
    assert not report.diagnostics, str(report)


@pytest.mark.parametrize("path", sorted(SPECS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_spec_says_where_it_is_from_and_what_it_comes_to(path: Path) -> None:
    network = archspec.load(path)
    assert network.name == path.stem
    assert network.description or network.extends is None
    assert network.reference
    assert network.expect.params or network.expect.trainable_params
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize(
    ("spec", "units"), [("resnet_cifar:20", 9), ("resnet_cifar:110", 54), ("resnet_cifar:plain56", 0)]
)
def test_a_residual_network_for_cifar_has_three_times_n_units(spec: str, units: int) -> None:
    """6n + 2 layers: two in each of 3n units, the first, and the dense one."""
    graph = archspec.check(SPECS / spec.replace(":", ".yaml:")).graph
    assert graph is not None
    kinds = [node.layer.kind for node in graph.nodes if node.layer is not None]
    assert kinds.count("add") == units
    assert kinds.count("conv") + kinds.count("dense") == int(spec.rpartition(":")[2].removeprefix("plain"))


@pytest.mark.parametrize(("depth", "convolutions"), [("121", 120), ("169", 168), ("201", 200)])
def test_densenet_has_as_many_layers_as_its_name_says(depth: str, convolutions: int) -> None:
    graph = archspec.check(SPECS / "densenet.yaml", depth).graph
    assert graph is not None
    kinds = [node.layer.kind for node in graph.nodes if node.layer is not None]
    assert (kinds.count("conv"), kinds.count("dense")) == (convolutions, 1)


def test_a_derived_network_of_a_reader(tmp_path: Path) -> None:
    """The example of the reference, on a copy of the zoo's ResNet."""
    (tmp_path / "resnet.yaml").write_text((SPECS / "resnet.yaml").read_text(encoding="utf-8"))
    (tmp_path / "mine.yaml").write_text("""archspec: 1
extends: resnet.yaml:50
params: {classes: 10}
inputs: {image: [32, 32, 3]}
edits:
  - remove: max_pool_1
  - replace: conv1
    with: [conv: {filters: 64, size: 3, activation: relu, name: conv1}]
  - after: global_pool_1
    insert: [dropout: 0.2]
""")
    graph = archspec.check(tmp_path / "mine.yaml").graph
    assert graph is not None
    # torchvision's ResNet-50 with 9408 weights in conv1 and 2,049,000 in the last layer
    assert graph.trainable_params() == 25_557_032 - 9408 + 3 * 3 * 3 * 64 - 2_049_000 + 20_490
    assert [node.name for node in graph.nodes][1:5] == ["conv1.conv", "conv1.norm", "conv1.activation",
                                                        "bottleneck_1.residual_1.conv_1.conv"]  # fmt: skip
    assert [node.name for node in graph.nodes][-3:] == ["global_pool_1", "new_dropout_1", "logits"]
