"""Weights out of a model and into another: what is loaded computes what was saved, in every form of file."""

from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import archspec
from archspec.cli.main import main
from archspec.convert.to_keras import to_keras
from archspec.convert.weight_names import named_weights
from archspec.layers import registry
from tests.conformance.cases import example

NETWORK = """archspec: 1
name: everything
input: [6, 8, 8, 3]
layers:
  - time_distributed:
      layers:
        - conv: {filters: 4, size: 3, norm: batch, activation: relu}
        - separable_conv: {filters: 3, size: 3}
        - dropout: 0.2
        - global_pool
  - residual:
      shortcut: projection
      layers:
        - lstm: {units: 6, bidirectional: true, return_sequences: true}
  - attention: {heads: 2, key_dim: 3}
  - layer_norm
  - gru: 3
  - dense: {units: 2, name: logits}
"""
IMAGES = np.random.default_rng(0).normal(size=(2, 6, 8, 8, 3)).astype("float32")


@pytest.fixture(scope="module")
def trained() -> keras.Model:
    """The network with weights such as no initializer makes."""
    model = archspec.build(NETWORK, seed=0)
    rng = np.random.default_rng(1)
    for weight in model.weights:
        weight.assign(rng.uniform(0.1, 0.9, weight.shape))
    return model


def computed(model: keras.Model) -> np.ndarray[Any, Any]:
    return np.asarray(model(IMAGES))


@pytest.mark.slow
@pytest.mark.parametrize("kind", registry.names())
def test_names_are_those_of_the_graph_and_places_those_of_keras(kind: str, tmp_path: Path) -> None:
    graph = example(kind)
    check_names(graph, tmp_path)


def test_names_stay_so_where_layers_hold_layers(tmp_path: Path) -> None:
    graph = archspec.check(NETWORK).graph
    names = check_names(graph, tmp_path)
    assert {"residual_1.lstm_1/forward/recurrent_kernel", "attention_1/attention_output/bias"} <= names
    assert {"time_distributed_1.conv_1.norm/moving_mean", "gru_1/bias"} <= names


def check_names(graph: Any, folder: Path) -> set[str]:
    model = to_keras(graph)
    found = named_weights(model)
    shapes = {f"{node.name}/{one.name}": one.shape for node in graph.nodes for one in graph.weights(node)}
    assert {one.name: tuple(one.variable.shape) for one in found} == shapes

    model.save_weights(folder / "w.weights.h5")
    places: dict[str, Any] = {}
    with h5py.File(folder / "w.weights.h5") as file:
        layers: Any = file["layers"]
        for layer in layers.values():
            inside: list[str] = []
            layer.visit(inside.append)
            name = layer["vars"].attrs["name"]
            places |= {f"{name}/{one}": layer[one][()] for one in inside if isinstance(layer[one], h5py.Dataset)}
    assert {one.place for one in found} == set(places)
    for one in found:
        np.testing.assert_array_equal(one.variable, places[one.place])
    keras.backend.clear_session()
    return set(shapes)


@pytest.mark.parametrize("ending", ["safetensors", "weights.h5"])
def test_what_is_saved_is_loaded(ending: str, trained: keras.Model, tmp_path: Path) -> None:
    path = tmp_path / f"w.{ending}"
    archspec.save_weights(trained, path)
    again = archspec.build(NETWORK, weights=path, seed=1)
    np.testing.assert_array_equal(computed(again), computed(trained))


def test_what_keras_saves_of_a_trained_model_is_loaded(trained: keras.Model, tmp_path: Path) -> None:
    model = keras.models.clone_model(trained)
    model.set_weights(trained.get_weights())
    model.compile(optimizer="adam", loss="mse", run_eagerly=True)
    model.fit(IMAGES, np.ones((2, 2)), epochs=1)
    model.save(tmp_path / "w.keras")
    model.save_weights(tmp_path / "w.weights.h5")
    assert not np.array_equal(computed(model), computed(trained))
    for name in ("w.keras", "w.weights.h5"):
        again = archspec.build(NETWORK, weights=tmp_path / name)
        np.testing.assert_array_equal(computed(again), computed(model))


def test_weights_move_between_precisions(trained: keras.Model, tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    spec = NETWORK.replace("name: logits", "name: logits, dtype: bfloat16")
    half = archspec.build(spec, precision="mixed_bfloat16")
    archspec.save_weights(trained, path)
    archspec.load_weights(half, path)
    for ours, theirs in zip(half.weights, trained.weights, strict=True):
        expected = keras.ops.cast(theirs, ours.dtype)
        np.testing.assert_array_equal(keras.ops.cast(ours, "float32"), keras.ops.cast(expected, "float32"))

    archspec.save_weights(half, path, overwrite=True)
    assert load_file(path)["logits/kernel"].dtype.name == "bfloat16"
    for name in ("w.safetensors", "w.weights.h5"):
        archspec.save_weights(half, tmp_path / name, overwrite=True)
        again = archspec.build(NETWORK, weights=tmp_path / name)
        for ours, theirs in zip(again.weights, half.weights, strict=True):
            np.testing.assert_array_equal(ours, keras.ops.cast(theirs, "float32"))


SMALL = """archspec: 1
input: [4]
layers:
  - dense: {units: 3, activation: relu, name: hidden}
  - dense: {units: 2, name: logits}
"""
FITTING = {"hidden/kernel": np.ones((4, 3), "float32"), "hidden/bias": np.full(3, 7, "float32")}
OTHERS = {"logits/kernel": np.ones((3, 5), "float32"), "head/bias": np.zeros(5, "float32")}
REPORT = """2 of the model's 4 weights fit
another shape:
  `logits/kernel`: (3, 5) in the file, (3, 2) in the model
not in the file:
  `logits/bias`: (2,)
not in the model:
  `head/bias`: (5,)"""


def test_what_does_not_fit_is_told_and_nothing_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file({**FITTING, **OTHERS}, path)
    model = archspec.build(SMALL, seed=0)
    before = model.get_weights()
    with pytest.raises(archspec.WeightsError) as error:
        archspec.load_weights(model, path)
    assert str(error.value) == f"`{path}` does not fit the model\n{REPORT}"
    assert error.value.report is not None
    assert error.value.report.misshapen == {"logits/kernel": ((3, 5), (3, 2))}
    for ours, theirs in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_what_fits_is_loaded_if_that_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file({**FITTING, **OTHERS}, path)
    with pytest.warns(UserWarning) as warned:
        model = archspec.build(SMALL, seed=0, weights=path, partial_weights=True)
    assert [str(one.message) for one in warned] == [f"{path}: {REPORT}"]
    assert warned[0].filename == __file__
    untouched = archspec.build(SMALL, seed=0).get_weights()
    np.testing.assert_array_equal(model.get_layer("hidden").kernel, FITTING["hidden/kernel"])
    np.testing.assert_array_equal(model.get_layer("hidden").bias, FITTING["hidden/bias"])
    np.testing.assert_array_equal(model.get_layer("logits").kernel, untouched[2])


def test_a_file_of_another_network_is_refused_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file(OTHERS, path)
    with pytest.raises(archspec.WeightsError, match="0 of the model's 4 weights fit"):
        archspec.build(SMALL, weights=path, partial_weights=True)


def test_weights_are_floats(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file({**FITTING, "logits/kernel": np.ones((3, 2), "int8"), "logits/bias": np.ones(2, "float32")}, path)
    with pytest.raises(archspec.WeightsError) as error:
        archspec.build(SMALL, weights=path, partial_weights=True)
    assert str(error.value) == f"`{path}` holds I8 for `logits/kernel`, not floats"


def test_names_in_a_file_cannot_forge_a_report(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file({"\x1b[2J\nall is well": np.ones(1, "float32")}, path)
    with pytest.raises(archspec.WeightsError, match=r"`\\x1b\[2J\\nall is well`: \(1,\)"):
        archspec.build(SMALL, weights=path)


def test_a_long_report_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_file({f"other_{index:02}/bias": np.ones(1, "float32") for index in range(14)}, path)
    with pytest.raises(archspec.WeightsError) as error:
        archspec.build(SMALL, weights=path)
    assert str(error.value).endswith("  `other_09/bias`: (1,)\n  and 4 more")


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    path.write_text("precious")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        archspec.save_weights(archspec.build(SMALL), path)
    assert path.read_text() == "precious"


def test_weights_that_cannot_be_named_are_told(tmp_path: Path) -> None:
    class Hidden(keras.layers.Layer):
        def build(self, input_shape: Any) -> None:
            self.inner = [keras.layers.Dense(2)]
            self.inner[0].build(input_shape)

        def call(self, x: Any) -> Any:
            return self.inner[0](x)

    class Twice(keras.layers.Layer):
        def build(self, input_shape: Any) -> None:
            del input_shape
            self.one = self.add_weight((1,), name="w")
            self.two = self.add_weight((1,), name="w")

        def call(self, x: Any) -> Any:
            return x * self.one * self.two

    x = keras.Input((3,))
    for layer, reason in (
        (Hidden(name="a"), "`a` holds weights in"),
        (Twice(name="b"), "two weights are called `b/w`"),
    ):
        with pytest.raises(archspec.WeightsError, match=reason):
            archspec.save_weights(keras.Model(x, layer(x)), tmp_path / "w.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, weights, out = tmp_path / "small.yaml", tmp_path / "w.safetensors", tmp_path / "out.safetensors"
    spec.write_text(SMALL)
    save_file({**FITTING, **OTHERS}, weights)
    command = ["build", str(spec), "-o", str(out), "--weights", str(weights)]

    assert main(command) == 2
    help_line = "help: `--partial-weights` loads those that fit"
    assert capsys.readouterr().err == f"archspec: `{weights}` does not fit the model\n{REPORT}\n{help_line}\n"
    assert not out.exists()

    assert main([*command, "--partial-weights"]) == 0
    assert capsys.readouterr() == (f"{out}: 23 params, float32, for training\n", f"{weights}: {REPORT}\n")
    np.testing.assert_array_equal(load_file(out)["hidden/bias"], FITTING["hidden/bias"])
    assert set(load_file(out)) == {"hidden/kernel", "hidden/bias", "logits/kernel", "logits/bias"}
