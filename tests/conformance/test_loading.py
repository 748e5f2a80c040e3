"""Saved models load again: by Keras alone where all layers are its own, and by archspec in any case."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import archspec
from archspec.cli.main import main
from archspec.convert.loading import not_plain
from archspec.convert.to_keras import layers_of
from archspec.layers.layout import Layout
from tests.conformance.varied import computed, vary

RNG = np.random.default_rng(0)

MIXED = """archspec: 1
input: [9, 8, 3]
layers:
  - conv: {filters: 4, size: 3}
  - local_response_norm
  - max_pool: {size: 3, stride: 2, padding: 1, name: pool}
  - local_response_norm
  - time_distributed: [dense: 3]
"""

LOAD = """
import sys, keras, numpy
model = keras.saving.load_model("model.keras")
assert not any(name.split(".")[0] == "archspec" for name in sys.modules)
numpy.save("outputs.npy", model.predict(numpy.load("inputs.npy"), verbose=0))
"""


@pytest.mark.parametrize(
    "network",
    ["squeezenet", *(pytest.param(name, marks=pytest.mark.slow) for name in ("resnet:18", "densenet:121"))],
)
def test_keras_alone_loads_a_network_of_its_own_layers(network: str, tmp_path: Path) -> None:
    model = vary(archspec.build(network, seed=1))
    images = RNG.normal(size=(1, *model.input_shape[1:])).astype("float32")
    archspec.export(model, tmp_path / "model.keras")
    np.save(tmp_path / "inputs.npy", images)
    subprocess.run([sys.executable, "-c", LOAD], cwd=tmp_path, check=True, timeout=300)
    wanted = model.predict(images, verbose=0)
    assert np.allclose(np.load(tmp_path / "outputs.npy"), wanted, atol=1e-5 * np.abs(wanted).max(), rtol=0)


def plain(layers: str, layout: Layout = "channels_last") -> bool:
    """Whether Keras alone can load a network of these layers."""
    spec = f"archspec: 1\ninput: [H, 12, 4]\nlayers:\n{layers}\n"
    graph = archspec.check(spec).graph
    assert graph is not None
    return not not_plain(graph, layers_of(graph, layout=layout)).paths


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("- relu\n- max_pool: {size: 3, stride: 2, padding: 1}", True),
        ("- max_pool: {size: 3, stride: 2, padding: 1}", False),
        ("- avg_pool: {size: 3, stride: 2, padding: 1, count_padding: true}", True),
        ("- adaptive_pool: 1", True),
        ("- resize: [9, 12]\n- adaptive_pool: {size: [3, 4], mode: max, name: p}", False),  # for `resize` alone
        ("- adaptive_pool: 3", False),
        ("- pad: {padding: 0, mode: edge}", True),
        ("- pad: {padding: 1, mode: edge}", False),
        (
            "- conv: {filters: 4, size: 5, padding: valid, name: a}\n- crop: {from: input, like: a}\n- concat: [., a]",
            True,
        ),
        ("- drop_path: 0.1", True),
    ],
)
@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_a_layer_of_ours_stands_only_where_keras_has_none(layers: str, wanted: bool, layout: Layout) -> None:
    assert plain(layers, layout) == wanted


def test_a_bias_is_ours_only_where_the_output_may_be_as_wide() -> None:
    assert plain("- conv: {filters: 11, size: 3}", "channels_first")
    assert not plain("- conv: {filters: 12, size: 3}", "channels_first")
    assert plain("- conv: {filters: 12, size: 3}")
    assert plain("- conv: {filters: 12, size: 3, bias: false}", "channels_first")
    # 12 columns with stride 2 are 24, and 25 before one is cropped
    assert not plain("- up_conv: {filters: 25, size: 3, padding: [0, [0, 1]]}", "channels_first")
    assert plain("- up_conv: {filters: 26, size: 3, padding: [0, [0, 1]]}", "channels_first")


def test_build_says_what_a_file_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(MIXED, encoding="utf-8")
    assert main(["build", "net.yaml", "-o", "net.keras"]) == 0
    assert capsys.readouterr().out == (
        "net.keras: 127 params, float32, for training\n"
        "net.keras has layers that are not Keras's own: `local_response_norm` (local_response_norm_1 and 1 more), "
        "`max_pool` (pool), `time_distributed` (time_distributed_1.dense_1)\n"
        "load it with `import archspec; model = archspec.load_model('net.keras')`,\n"
        "or with Keras after `import archspec.convert.keras_layers`\n"
    )
    assert main(["build", "net.yaml", "-o", "net.weights.h5"]) == 0
    assert capsys.readouterr().out == "net.weights.h5: 127 params, float32, for training\n"
    code = "import archspec; print(archspec.load_model('net.keras').count_params())"
    root = Path(archspec.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "127\n"


@pytest.mark.parametrize("ending", [".keras", ".h5", "/"])
def test_load_model(ending: str, tmp_path: Path) -> None:
    model = vary(archspec.build(MIXED, seed=0))
    path = f"{tmp_path}/model{ending}"
    if ending == ".h5":
        model.save(path)
    else:
        archspec.export(model, path)
    images = RNG.normal(size=(2, 9, 8, 3)).astype("float32")
    again = archspec.load_model(path)
    assert np.allclose(again(images), computed(model, [images]), atol=1e-5)


def test_a_class_that_nothing_registers_is_told(tmp_path: Path) -> None:
    @keras.saving.register_keras_serializable("somebody")
    class Unknown(keras.layers.Layer):
        def call(self, inputs: Any) -> Any:
            return inputs

    keras.Sequential([keras.Input((3,)), Unknown()]).save(tmp_path / "model.keras")
    keras.saving.get_custom_objects().pop("somebody>Unknown")
    with pytest.raises(archspec.ModelError, match="nothing registers the class `Unknown`"):
        archspec.load_model(tmp_path / "model.keras")
