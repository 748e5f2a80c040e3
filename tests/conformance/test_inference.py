"""Models for inference: the same outputs as the trained model outside of training, from fewer layers."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import archspec
from archspec.cli.main import main
from archspec.convert.backend import layer_path
from archspec.convert.inference import to_inference
from archspec.convert.to_keras import to_keras
from archspec.graph import Graph
from archspec.language.document import Precision
from archspec.layers.layout import Layout
from tests.conformance.varied import Array, assert_close, computed, vary

RNG = np.random.default_rng(0)


def graph(spec: str, **params: Any) -> Graph:
    report = archspec.check(spec, **params)
    assert report.graph is not None, report
    return report.graph


def both(spec: str, **params: Any) -> tuple[Any, Any, Array]:
    """The trained model, the one for inference, and a batch for them."""
    made = graph(spec, **params)
    trained = vary(to_keras(made))
    shape = [size or 32 for size in trained.input_shape[1:]]
    return trained, to_inference(made, trained), RNG.normal(size=(2, *shape)).astype("float32")


FOLDED = [
    "conv: {filters: 6, size: 3}",
    "conv: {filters: 6, size: 3, bias: true}",
    "conv: {filters: 6, size: 3, stride: 2, padding: 1}",
    "conv: {filters: 6, size: 3, dilation: 2, padding: valid}",
    "conv: {filters: 8, size: 3, groups: 2}",
    "depthwise_conv: {size: 3, multiplier: 2}",
    "separable_conv: {filters: 6, size: 3, multiplier: 2, padding: 1, stride: 2}",
    "up_conv: {filters: 6, size: 3}",
    "up_conv: {filters: 6, size: 2, stride: 3}",
    "up_conv: {filters: 6, size: 4, padding: 1}",
    "dense: 6",
]


@pytest.mark.parametrize("item", FOLDED)
@pytest.mark.parametrize("norm", ["{}", "{scale: false, epsilon: 0.1}", "{center: false}"])
def test_a_folded_norm_means_the_same(item: str, norm: str) -> None:
    spec = f"archspec: 1\ninput: [9, 8, 4]\nlayers:\n  - {item}\n  - batch_norm: {norm}\n  - relu\n"
    trained, inference, batch = both(spec)
    assert len(inference.layers) == len(trained.layers) - 1
    assert_close(computed(inference, [batch]), computed(trained, [batch]))


@pytest.mark.parametrize("shape", ["[20, 4]", "[6, 7, 8, 4]"])
def test_on_lines_and_volumes_and_steps_too(shape: str) -> None:
    layers = """
  - conv: {filters: 6, size: 3, padding: 1, stride: 2, norm: batch, activation: relu}
  - up_conv: {filters: 4, size: 3, norm: batch}
  - time_distributed: [dense: {units: 5, bias: false}, batch_norm, dropout: 0.5]
"""
    trained, inference, batch = both(f"archspec: 1\ninput: {shape}\nlayers:{layers}")
    assert not [layer for layer in inference.layers if "norm" in layer.name]
    assert_close(computed(inference, [batch]), computed(trained, [batch]))


@pytest.mark.parametrize(
    "items",
    [
        "- pad: 1\n- conv: {filters: 6, size: 3, padding: valid}",
        "- pad: [[0, 1], [0, 1]]\n- conv: {filters: 6, size: 3, stride: 2, padding: valid}",
        "- pad: 1\n- pad: [[1, 0], [0, 2]]\n- depthwise_conv: {size: 3, padding: 1}",
        "- relu\n- pad: 1\n- max_pool: {size: 3, stride: 1}",
        "- relu\n- pad: 1\n- max_pool: {size: 3, stride: 2, padding: 1}",
        "- max_pool: {size: 4, stride: 2, padding: 1}\n- conv: {filters: 6, size: 6, stride: 2, padding: 2}",
    ],
)
def test_folded_padding_means_the_same(items: str) -> None:
    indented = items.replace("\n", "\n  ")
    trained, inference, batch = both(f"archspec: 1\ninput: [8, 8, 4]\nlayers:\n  {indented}\n")
    assert len(inference.layers) < len(trained.layers)
    assert_close(computed(inference, [batch]), computed(trained, [batch]))


@pytest.mark.parametrize(
    ("spec", "norms"), [("resnet_cifar:20", 0), ("mobilenet_v2", 0), ("resnet_v2:50", 17), ("densenet:121", 62)]
)
@pytest.mark.slow
def test_networks_mean_the_same(spec: str, norms: int) -> None:
    """The norms of sums and concatenations, as in ResNet v2 and DenseNet, have no layer to go into."""
    made = graph(spec)
    trained = vary(to_keras(made))
    inference = to_inference(made, trained)
    batch = RNG.normal(size=(1, *trained.input_shape[1:])).astype("float32")
    left = [layer for layer in inference.layers if isinstance(layer, keras.layers.BatchNormalization)]
    assert len(left) == norms
    assert {layer.name for layer in inference.layers} < {layer.name for layer in trained.layers}
    assert_close(computed(inference, [batch]), computed(trained, [batch]))


STEPS = """
archspec: 1
input: [12, 4]
layers:
  - conv: {filters: 8, size: 3, kernel_initializer: orthogonal, activation: relu, name: conv}
  - lstm: {units: 8, return_sequences: true, name: lstm}
  - layer_norm: {name: norm}
  - attention: {heads: 2, key_dim: 4, name: attention}
  - dense: {units: 3, name: scores}
"""


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_weights_are_halved_once_and_outputs_are_those_of_mixed_precision(precision: Precision) -> None:
    made = graph(STEPS)
    trained = vary(to_keras(made, precision))
    inference = to_inference(made, trained, precision)
    kept = {layer.name: layer.variable_dtype for layer in inference.layers if layer.weights}
    half = precision.removeprefix("mixed_")
    assert kept == {"conv": half, "lstm": half, "norm": "float32", "attention": half, "scores": "float32"}
    batch = RNG.normal(size=(2, 12, 4)).astype("float32")
    # the same roundings, but for those of a backend that adds up a gate's terms in another order
    assert_close(computed(inference, [batch]), computed(trained, [batch]), 0.01)


@pytest.mark.parametrize(("one", "other"), [("channels_last", "channels_first"), ("channels_first", "channels_last")])
def test_a_model_trained_in_one_layout_runs_in_another(one: Layout, other: Layout) -> None:
    made = graph("resnet_cifar:20")
    trained = vary(to_keras(made, layout=one))
    inference = to_inference(made, trained, layout=other)
    images = RNG.normal(size=(2, 32, 32, 3)).astype("float32")
    first = np.moveaxis(images, -1, 1)
    ours, theirs = (images, first) if other == "channels_last" else (first, images)
    assert_close(computed(inference, [ours]), computed(trained, [theirs]))


@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_trained_weights_from_a_file_are_folded(layout: Layout, tmp_path: Path) -> None:
    trained = vary(archspec.build("resnet_cifar:20"))
    trained.save(tmp_path / "trained.keras")
    weights = tmp_path / "trained.keras"
    inference = archspec.build("resnet_cifar:20", weights=weights, purpose="inference", layout=layout)
    images = RNG.normal(size=(2, 32, 32, 3)).astype("float32")
    ours = images if layout == "channels_last" else np.moveaxis(images, -1, 1)
    assert_close(computed(inference, [ours]), computed(trained, [images]))


def test_the_weights_of_another_network_are_refused() -> None:
    other = to_keras(graph("archspec: 1\ninput: [8, 8, 3]\nlayers: [conv: {filters: 2, size: 3, name: a}]\n"))
    for name, filters in (("b", 2), ("a", 3)):
        made = graph(f"archspec: 1\ninput: [8, 8, 3]\nlayers: [conv: {{filters: {filters}, size: 3, name: {name}}}]\n")
        with pytest.raises(ValueError, match=r"No such layer: b|provided weight shape"):
            to_inference(made, other)


def test_the_same_seed_gives_the_same_network() -> None:
    images = RNG.normal(size=(2, 32, 32, 3)).astype("float32")
    trained, inference = (
        archspec.build("resnet_cifar:20", seed=5, purpose=purpose) for purpose in ("training", "inference")
    )
    assert_close(computed(inference, [images]), computed(trained, [images]))


def test_the_command_writes_a_model_for_inference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        "archspec: 1\ninput: [8, 8, 3]\nlayers:\n"
        "  - conv: {filters: 4, size: 3, norm: batch, activation: relu, name: stem}\n  - dropout: 0.5\n"
    )
    model = tmp_path / "small.keras"
    args = ["build", str(file), "-o", str(model), "--for", "inference", "--layout", "channels_first", "--seed", "1"]
    assert main(args) == 0
    # 3 * 3 * 3 * 4 of the window and 4 biases
    assert capsys.readouterr().out == f"{model}: 112 params, float32, channels_first, for inference\n"
    loaded: Any = keras.saving.load_model(model)
    assert [layer_path(layer.name) for layer in loaded.layers] == ["input", "stem.conv", "stem.activation"]
    assert loaded.input_shape == (None, 3, 8, 8)
