"""What is exported computes what the model does: run by onnxruntime, by LiteRT's interpreter and by TensorFlow."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnxruntime
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

import archspec
from archspec.cli.main import main
from archspec.language.document import Precision
from archspec.layers import registry
from archspec.layers.layout import Layout
from archspec.tensors.shape import Shape
from tests.conformance.backend import NAME
from tests.conformance.cases import Case
from tests.conformance.harness import differing, fed, model, spread
from tools.runtimes import lacks_layer

Array = np.ndarray[Any, Any]
RNG = np.random.default_rng(0)


def run_onnx(path: Path, inputs: dict[str, Array]) -> list[Array]:
    return onnxruntime.InferenceSession(path).run(None, inputs)  # pyright: ignore[reportReturnType]  # dense tensors


def run_litert(path: Path, inputs: dict[str, Array]) -> list[Array]:
    made = Interpreter(str(path)).get_signature_runner()(**inputs)
    return [made[name] for name in sorted(made, key=lambda name: (len(name), name))]  # output_0 … output_10


def run_saved_model(path: Path, inputs: dict[str, Array]) -> list[Array]:
    loaded: Any = tf.saved_model.load(str(path))
    values = list(inputs.values())
    return keras.tree.flatten(loaded.serve(values if len(values) > 1 else values[0]))


RUNNERS = {".onnx": run_onnx, ".tflite": run_litert, "/": run_saved_model}
ENDINGS = list(RUNNERS)


def exported(made: keras.Model, folder: Path, ending: str) -> Callable[[dict[str, Array]], list[Array]]:
    """Exports a model, and returns what runs the file."""
    archspec.export(made, f"{folder}/model{ending}")
    assert len(list(folder.iterdir())) == 1
    return lambda inputs: RUNNERS[ending](folder / f"model{ending}", inputs)


PLANE = """archspec: 1
name: plane
inputs: {image: [H, W, 3]}
layers:
  - normalize: {mean: [0.1, 0.2, 0.3], variance: 0.5}
  - conv: {filters: 8, size: 3, norm: batch, activation: gelu}
  - depthwise_conv: {size: 3, stride: 2, padding: [[1, 0], [2, 1]], activation: celu}
  - residual: {layers: [separable_conv: {filters: 8, size: 3}, group_norm: {groups: 2}, prelu: spatial]}
  - local_response_norm
  - concat: [[max_pool: 3], [avg_pool: {size: 3, padding: same}, crop: {like: max_pool_1}]]
  - up_conv: {filters: 4, size: 4, stride: 2}
  - depth_to_space: 2
  - upsample: 2
  - depthwise_conv: 3
  - adaptive_pool: 3
  - flatten
  - dense: {units: 4, activation: softmax, name: classes}
"""
LINE = """archspec: 1
name: line
inputs: {signal: [T, 4]}
layers:
  - conv: {filters: 6, size: 3, padding: causal, dilation: 2, activation: silu}
  - position_embedding: sinusoidal
  - residual: {layers: [attention: {heads: 2, key_dim: 3}, layer_norm]}
  - time_distributed: {layers: [dense: {units: 6, activation: elu}]}
  - lstm: {units: 3, bidirectional: true, return_sequences: true}
  - gru: {units: 6, return_sequences: true}
  - glu
  - global_pool: max
  - dense: {units: 2, name: logits}
"""
SPACE = """archspec: 1
name: space
inputs: {volume: [D, H, W, 2]}
layers:
  - conv: {filters: 4, size: 3, stride: 2, activation: relu}
  - instance_norm
  - up_conv: {filters: 8, size: 2, stride: 2, activation: leaky_relu}
  - space_to_depth: 2
  - drop_path: 0.2
  - upsample: 2
  - prelu: spatial
  - conv: {filters: 3, size: 1}
  - softmax
"""
SEVERAL = """archspec: 1
name: several
inputs: {image: [8, 8, 3], tokens: {shape: [5], dtype: int32}}
layers:
  - conv: {filters: 4, size: 3, from: image, name: features}
  - embedding: {input_dim: 9, output_dim: 4, from: tokens}
  - global_pool: {name: words}
  - global_pool: {from: features, name: pixels}
  - concat: [words, pixels]
  - dense: {units: 2, name: logits}
outputs: {second: logits, first: features}
"""


HALF = "archspec: 1\ninput: [8, 8, 3]\nlayers: [conv: {filters: 4, size: 3, activation: relu}, global_pool, dense: 2]\n"


def varied(text: str) -> keras.Model:
    """A network whose weights are such as no initializer makes, so that none can be mistaken for another."""
    made = archspec.build(text, seed=0)
    for weight in made.weights:
        weight.assign(RNG.uniform(-0.3, 0.3, weight.shape) + ("variance" in weight.name))
    return made


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("text", "shapes"),
    [(PLANE, [(17, 23, 3), (32, 9, 3)]), (LINE, [(7, 4), (12, 4)]), (SPACE, [(4, 6, 8, 2), (6, 4, 2, 2)])],
    ids=["plane", "line", "space"],
)
@pytest.mark.slow
def test_a_file_computes_what_the_model_does_at_every_size(
    text: str, shapes: list[tuple[int, ...]], ending: str, tmp_path: Path
) -> None:
    made = varied(text)
    run = exported(made, tmp_path, ending)
    batch = 1 if (text, ending) == (LINE, ".tflite") else 2  # what works step by step takes one sample there
    for shape in shapes:
        values = RNG.normal(size=(batch, *shape)).astype("float32")
        [result] = run({made.inputs[0].name: values})
        np.testing.assert_allclose(result, made(values), rtol=0, atol=1e-4)


@pytest.mark.parametrize("ending", ENDINGS)
def test_several_inputs_and_outputs(ending: str, tmp_path: Path) -> None:
    made = varied(SEVERAL)
    values = {"image": RNG.normal(size=(2, 8, 8, 3)).astype("float32"), "tokens": RNG.integers(0, 9, (2, 5), "int32")}
    results = exported(made, tmp_path, ending)(values)
    expected = made(list(values.values()))
    assert {result.shape for result in results} == {(2, 2), (2, 8, 8, 4)}
    for result in results:
        [same] = [one for one in expected.values() if one.shape == result.shape]
        np.testing.assert_allclose(result, same, rtol=0, atol=1e-4)


def test_an_onnx_file_names_what_it_takes_and_gives(tmp_path: Path) -> None:
    for text in (PLANE, SEVERAL):
        archspec.export(archspec.build(text), tmp_path / "model.onnx", overwrite=True)
        session = onnxruntime.InferenceSession(tmp_path / "model.onnx")
        named = [[(one.name, one.shape) for one in some] for some in (session.get_inputs(), session.get_outputs())]
        assert (
            named
            == {
                PLANE: [[("image", ["batch", "image_1", "image_2", 3])], [("classes", ["batch", 4])]],
                SEVERAL: [
                    [("image", ["batch", 8, 8, 3]), ("tokens", ["batch", 5])],
                    [("first", ["batch", 8, 8, 4]), ("second", ["batch", 2])],
                ],
            }[text]
        )


def test_exporting_leaves_the_model_as_it_was(tmp_path: Path) -> None:
    made = varied(PLANE)
    values = RNG.normal(size=(1, 16, 16, 3)).astype("float32")
    before = np.asarray(made(values))
    mean = made.get_layer("normalize_1").mean
    archspec.export(made, tmp_path / "model.onnx")
    assert made.get_layer("normalize_1").mean is mean
    np.testing.assert_array_equal(made(values), before)


def test_trained_weights_are_folded_and_exported_by_one_command(tmp_path: Path) -> None:
    layers = "[conv: {filters: 4, size: 3, norm: batch, activation: relu}, dense: 2]"
    spec = f"archspec: 1\ninput: [8, 8, 3]\nlayers: {layers}\n"
    (tmp_path / "net.yaml").write_text(spec)
    trained = varied(spec)
    archspec.save_weights(trained, tmp_path / "w.safetensors")
    command = ["build", str(tmp_path / "net.yaml"), "-o", str(tmp_path / "net.onnx"), "--for", "inference"]
    assert main([*command, "--weights", str(tmp_path / "w.safetensors")]) == 0
    values = RNG.normal(size=(2, 8, 8, 3)).astype("float32")
    [result] = run_onnx(tmp_path / "net.onnx", {trained.inputs[0].name: values})
    np.testing.assert_allclose(result, trained(values), rtol=0, atol=1e-4)


def cannot(case: Case, ending: str) -> bool:
    in_batches = ending == ".tflite" and case.layer.kind in ("gru", "lstm")  # tested above one by one
    return in_batches or lacks_layer(ending, case.layer, Shape(case.inputs[0]))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_is_exported(ending: str, tmp_path: Path) -> None:
    every = [one for kind in registry.names() for one in spread(kind, 3)]
    some = [one for one in every if not cannot(one.case, ending)]
    assert {one.case.layer.kind for one in some} >= {*registry.names()} - {"lstm", "gru", "max_unpool"}
    whole = model([one.form for one in some if one.form])
    values = [np.asarray(value) for value in fed(some)]
    names = [one.name for one in whole.inputs]
    results = exported(whole, tmp_path, ending)(dict(zip(names, values, strict=True)))
    expected: Sequence[Any] = tf.function(whole)(values)  # pyright: ignore[reportAssignmentType]  # one for each
    assert list(differing(results, expected, some, 1e-4)) == []


@pytest.mark.parametrize(
    ("ending", "item", "shape", "reason"),
    [
        (".onnx", "resize: {size: 5, interpolation: lanczos3}", "8, 8, 3", "`ScaleAndTranslate`"),
        (".tflite", "resize: {size: 5, interpolation: lanczos3}", "8, 8, 3", "`ScaleAndTranslate`"),
        (".tflite", "resize: {size: 5, interpolation: bicubic}", "8, 8, 3", "`ResizeBicubic`"),
        (".tflite", "max_pool: 2", "8, 8, 8, 3", "`MaxPool3D`"),
        (".tflite", "avg_pool: 2", "8, 8, 8, 3", "`AvgPool3D`"),
        (".tflite", "up_conv: {filters: 2, size: 2, stride: 1, dilation: 2}", "8, 8, 3", "`Conv2DBackpropInput`"),
    ],
)
@pytest.mark.slow
def test_a_layer_that_a_format_lacks_is_named(
    ending: str, item: str, shape: str, reason: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    layer = item.partition(":")[0]
    head = f"archspec: 1\ninput: [{shape}]\nlayers:\n  - conv: {{filters: 4, size: 3, activation: relu}}\n"
    made = archspec.build(f"{head}  - {item}\n  - conv: {{filters: 2, size: 3}}\n")
    capfd.readouterr()
    with pytest.raises(archspec.ExportError) as error:
        archspec.export(made, tmp_path / f"model{ending}")
    title = {".onnx": "ONNX", ".tflite": "LiteRT"}[ending]
    assert str(error.value).startswith(f"`{layer}_1`, a ")
    assert str(error.value).endswith(f", cannot be written as {title}: there is no operation for TensorFlow's {reason}")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_an_operation_that_only_the_runtime_lacks_is_told(tmp_path: Path) -> None:
    made = archspec.build("archspec: 1\ninput: [8, 8, 3]\nlayers: [resize: {size: 5, interpolation: bicubic}]\n")
    with pytest.raises(archspec.ExportError, match=r"^`resize_1`, a Resize, cannot be written as ONNX: .*Cubic"):
        archspec.export(made, tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


EXPORTED = {"tensorflow": set(ENDINGS), "jax": {"/"}, "torch": {".onnx"}}
"""What each backend writes with what is installed by the extras; `docs/exporting.md` says so."""


@pytest.mark.every_backend
@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_backend_writes_what_keras_can_write_there(ending: str, layout: Layout, tmp_path: Path) -> None:
    made = archspec.build(HALF, layout=layout, seed=0)
    if ending in EXPORTED[NAME]:
        values = RNG.normal(size=(2, *made.input_shape[1:])).astype("float32")
        [result] = exported(made, tmp_path, ending)({made.inputs[0].name: values})
        np.testing.assert_allclose(result, made.predict_on_batch(values), rtol=0, atol=1e-4)
    else:
        with pytest.raises(archspec.ExportError, match=r"^the model cannot be written as "):
            archspec.export(made, f"{tmp_path}/model{ending}")


def test_a_failure_of_no_one_layer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = archspec.build(SEVERAL)
    monkeypatch.setattr(made, "export", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("too much of it\nat 0x1")))
    with pytest.raises(archspec.ExportError) as error:
        archspec.export(made, f"{tmp_path}/saved/")
    assert str(error.value) == "the model cannot be written as SavedModel: too much of it"


@pytest.mark.parametrize("precision", ["mixed_float16", "mixed_bfloat16"])
def test_half_precision_is_exported_where_it_is_known(precision: Precision, tmp_path: Path) -> None:
    made = archspec.build(HALF, precision=precision, seed=0)
    values = RNG.normal(size=(2, 8, 8, 3)).astype("float32")
    knows = {"/"} if precision == "mixed_bfloat16" else {"/", ".onnx"}
    for ending in ENDINGS:
        if ending in knows:
            archspec.export(made, f"{tmp_path}/model{ending}")
            [result] = RUNNERS[ending](tmp_path / f"model{ending}", {made.inputs[0].name: values})
            np.testing.assert_allclose(result, made(values), rtol=0, atol=1e-2)
        else:
            with pytest.raises(archspec.ExportError, match=r"`conv_1\.?.*` computes in b?float16"):
                archspec.export(made, f"{tmp_path}/model{ending}")


def test_what_is_missing_is_told_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.yaml").write_text(HALF)
    monkeypatch.setattr("archspec.convert.export.find_spec", lambda name: None if name == "tf2onnx" else name)
    assert main(["build", str(tmp_path / "net.yaml"), "-o", str(tmp_path / "net.onnx")]) == 2
    expected = "archspec: ONNX needs `tf2onnx`: `pip install 'archspec-keras[onnx]'`\n"
    assert capsys.readouterr() == ("", expected)
    assert [one.name for one in tmp_path.iterdir()] == ["net.yaml"]


@pytest.mark.parametrize("ending", [*ENDINGS, ".keras", ".safetensors", ".weights.h5"])
def test_the_command_writes_every_format_and_nothing_else(
    ending: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.yaml").write_text(HALF)
    command = ["build", str(tmp_path / "net.yaml"), "-o", f"{tmp_path}/net{ending}"]
    assert main(command) == 0
    assert capfd.readouterr() == (f"{tmp_path}/net{ending}: 122 params, float32, for training\n", "")
    written = tmp_path / f"net{ending}"
    assert {one.name for one in tmp_path.iterdir()} == {"net.yaml", written.name}
    first = written.stat().st_ino

    assert main(command) == 2
    assert capfd.readouterr().err == f"archspec: `{written}` exists; `--force` overwrites it\n"
    assert written.stat().st_ino == first

    assert main([*command, "--force"]) == 0
    assert {one.name for one in tmp_path.iterdir()} == {"net.yaml", written.name}
    assert written.stat().st_ino != first


def test_a_layer_that_cannot_be_exported_is_a_sentence_on_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.yaml").write_text("archspec: 1\ninput: [8, 8, 8, 3]\nlayers: [max_pool: 2]\n")
    (tmp_path / "net.tflite").write_text("precious")
    assert main(["build", str(tmp_path / "net.yaml"), "-o", str(tmp_path / "net.tflite"), "--force"]) == 2
    assert capfd.readouterr() == (
        "",
        "archspec: `max_pool_1`, a MaxPooling3D, cannot be written as LiteRT: "
        "there is no operation for TensorFlow's `MaxPool3D`\n",
    )
    assert (tmp_path / "net.tflite").read_text() == "precious"
