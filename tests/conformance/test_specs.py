"""The specs that archspec ships, built by Keras: what `check` says of them is what they are."""

from math import prod
from pathlib import Path

import keras
import numpy as np
import pytest

import archspec
from archspec.graph import Graph
from archspec.tensors.dim import Dim, known
from archspec.tensors.domain import Domain
from tests.conformance.reference.hand_written import HAND_WRITTEN

SPECS = Path(__file__).parents[2] / "specs"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Of each spec the smallest variant is built, unless `--every-variant` asks for all."""
    if "network" in metafunc.fixturenames:
        every = metafunc.config.getoption("every_variant")
        found = [one for path in sorted(SPECS.glob("*.yaml")) for one in networks(path, smallest=not every)]
        metafunc.parametrize("network", found)


def networks(path: Path, *, smallest: bool) -> list[str]:
    """The variants of a spec, or the one with the fewest weights."""
    variants = [f"{path.name}:{name}" for name in archspec.load(path).variants] or [path.name]
    return [min(variants, key=lambda one: checked(one).params())] if smallest else variants


def checked(network: str) -> Graph:
    graph = archspec.check(SPECS / network).graph
    assert graph is not None
    return graph


@pytest.mark.slow
def test_keras_builds_and_runs_what_check_says(network: str) -> None:
    graph = checked(network)
    model = archspec.build(SPECS / network)
    assert model.count_params() == graph.params()
    assert sum(prod(weight.shape) for weight in model.trainable_variables) == graph.trainable_params()
    for node in graph.nodes:
        shape = model.get_layer(node.name).output.shape
        assert tuple(shape[1:]) == tuple(known(size) for size in node.shape), node.name

    at = graph.at(**example(graph)) if graph.open_sizes() else graph
    rng = np.random.default_rng(0)
    shapes = [[known(size) or 0 for size in node.shape] for node in at.nodes if node.layer is None]
    images = [rng.normal(size=(1, *shape)).astype("float32") for shape in shapes]
    made = model(images if len(images) > 1 else images[0])
    outputs = list(made.values()) if isinstance(made, dict) else made if isinstance(made, list) else [made]
    for output, index in zip(outputs, at.outputs.values(), strict=True):
        assert tuple(output.shape) == (1, *at.nodes[index].shape)
        assert np.isfinite(np.asarray(output)).all()
    keras.backend.clear_session()


def example(graph: Graph) -> dict[str, int]:
    """Sizes for which a network works, large enough that every layer has something to see."""
    large = graph.sizes
    for name in graph.open_sizes():
        large &= Domain.at_least(Dim.symbol(name).term, 64)
    found = large.example(graph.open_sizes())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("spec", "params"),
    [
        ("lenet5.yaml", 61_706),  # by hand: 156 + 2416 + 48120 + 10164 + 850
        ("alexnet.yaml", 60_965_224),  # by hand, from the layers of the paper, with the groups of its two GPUs
        ("vgg.yaml:16", 138_357_544),  # torchvision's table
        ("unet.yaml", 31_030_658),  # by hand, from figure 1 of the paper with 1 input channel and a 1x1 output
    ],
)
@pytest.mark.slow
def test_params_are_those_published(spec: str, params: int) -> None:
    assert archspec.build(SPECS / spec).count_params() == params


@pytest.mark.parametrize(
    ("variant", "trainable"),
    [("18", 11_689_512), ("34", 21_797_672), ("50", 25_557_032), ("101", 44_549_160), ("152", 60_192_808)],
)
def test_trainable_params_of_resnets_are_those_of_torchvision(variant: str, trainable: int) -> None:
    graph = archspec.check(SPECS / "resnet.yaml", variant).graph
    assert graph is not None
    assert graph.trainable_params() == trainable


@pytest.mark.slow
@pytest.mark.parametrize("spec", HAND_WRITTEN)
def test_a_network_computes_what_a_hand_written_one_does(spec: str) -> None:
    built, written = archspec.build(SPECS / spec, seed=1), HAND_WRITTEN[spec]()
    assert built.count_params() == written.count_params()
    rng = np.random.default_rng(0)
    weights = [varied(weight, rng) for weight in ordered(built)]
    assign(built, weights)
    assign(written, weights)
    sides = [64 if size is None else size for size in built.input_shape[1:]]
    images = rng.normal(size=(2, *sides)).astype("float32")
    ours, theirs = np.asarray(built(images)), np.asarray(written(images))
    assert np.abs(theirs).max() > 0.1
    np.testing.assert_allclose(ours, theirs, atol=1e-5, rtol=1e-5)


def ordered(model: keras.Model) -> list[keras.Variable]:
    """The weights in the order in which the layers that have any were made."""
    return [weight for layer in model.layers for weight in layer.weights]


def varied(weight: keras.Variable, rng: np.random.Generator) -> np.ndarray:
    """A value for a weight that a mix-up would show: statistics of norms are as varied as kernels are."""
    value = weight.numpy()
    if weight.name in ("gamma", "moving_variance"):
        return rng.uniform(0.5, 1.0, value.shape).astype("float32")
    return value if weight.name == "kernel" else rng.normal(scale=0.1, size=value.shape).astype("float32")


def assign(model: keras.Model, values: list[np.ndarray]) -> None:
    for weight, value in zip(ordered(model), values, strict=True):
        weight.assign(value)
