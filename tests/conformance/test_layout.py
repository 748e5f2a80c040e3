"""Channels first: the same network, with the same weights, on transposed tensors."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import archspec
from archspec.backends.limits import check_backend
from archspec.convert.to_keras import to_keras
from archspec.graph import Graph, Node
from archspec.layers import registry
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from tests.conformance.backend import NAME
from tests.conformance.cases import Case, cases
from tests.conformance.varied import Array, assert_close, computed, give, vary

RNG = np.random.default_rng(0)


def first(values: Array) -> Array:
    """A batch with its channels in front."""
    return np.moveaxis(values, -1, 1) if values.ndim > 2 else values


def last(values: Array) -> Array:
    """A batch with its channels at the end."""
    return np.moveaxis(values, 1, -1) if values.ndim > 2 else values


def some(kind: str, count: int = 5) -> list[Case]:
    """Cases that the kind, and the backend, accepts, spread evenly over the grid."""
    accepted: list[Case] = []
    for case in cases(kind):
        try:
            case.layer.output(case.x)
            check_backend(case.layer, case.x, None, NAME)
        except ShapeError:
            continue
        accepted.append(case)
    return accepted[:: max(1, len(accepted) // count)]


def side_by_side(chosen: list[Case]) -> Graph:
    """One network of many layers, each with inputs of its own."""
    nodes: list[Node] = []
    outputs: dict[str, int] = {}
    for index, case in enumerate(chosen):
        begin = len(nodes)
        nodes += [
            Node(f"input_{index}_{place}", None, (), Shape(shape), case.dtype)
            for place, shape in enumerate(case.inputs)
        ]
        taken = tuple(range(begin, len(nodes)))
        outputs[f"output_{index}"] = len(nodes)
        nodes.append(Node(f"layer_{index}", case.layer, taken, case.layer.output(case.x)))
    inputs = tuple(index for index, node in enumerate(nodes) if node.layer is None)
    return Graph(None, tuple(nodes), inputs, outputs, output_form="list")


def values(case: Case) -> list[Array]:
    shapes = [(2, *shape) for shape in case.inputs]
    if case.dtype != "float32":
        return [RNG.integers(0, 9, shape).astype(case.dtype) for shape in shapes]
    return [RNG.normal(size=shape).astype("float32") for shape in shapes]


@pytest.mark.parametrize("kind", registry.names())
def test_every_kind_means_the_same(kind: str) -> None:
    chosen = some(kind)
    graph = side_by_side(chosen)
    ours, theirs = to_keras(graph, layout="channels_first"), vary(to_keras(graph))
    give(ours, theirs)
    inputs = [one for case in chosen for one in values(case)]
    outputs = computed(ours, [first(one) for one in inputs])
    assert [one.shape[1:] for one in outputs] == [tensor.shape[1:] for tensor in ours.outputs]
    assert_close([last(one) for one in outputs], computed(theirs, inputs))


MANY_FORMS = """
archspec: 1
inputs: {frames: [4, 8, 12, 3]}
layers:
  - rescale: {scale: [0.5, 1.0, 2.0], offset: 0.1}
  - time_distributed:
      name: each
      layers:
        - conv2d: {filters: 12, size: 3, norm: batch, activation: relu}
        - conv2d: {filters: 12, size: 1, activation: softmax}
        - residual: [layer_norm, dense: {units: 12, activation: gelu}, scale: 0.5]
        - add: [., [conv: {filters: 12, size: 3}]]
        - max_pool
  - conv3d: {filters: 6, size: 3}
  - multiply: {branches: [., [global_pool: {mode: avg, keep_dims: true}, dense: {units: 6}]], broadcast: true}
  - prelu: spatial
  - concat: {branches: [., .], axis: 2}
  - batch_norm: {name: maps}
  - reshape: [-1, 6]
  - conv1d: {filters: 8, size: 3, padding: causal}
  - lstm: {units: 8, return_sequences: true, bidirectional: true}
  - attention: {heads: 2, key_dim: 4}
  - conv1d: {filters: 5, size: 3, stride: 2, name: line}
  - flatten
  - dense: {units: 3, name: scores}
outputs: {scores: scores, line: line, maps: maps}
"""


def test_a_network_of_many_forms_means_the_same() -> None:
    theirs = vary(archspec.build(MANY_FORMS))
    ours = archspec.build(MANY_FORMS, layout="channels_first")
    give(ours, theirs)
    frames = RNG.normal(size=(2, 4, 8, 12, 3)).astype("float32")
    outputs, wanted = ours(first(frames)), theirs(frames)
    assert outputs.keys() == wanted.keys()
    for name, output in outputs.items():
        array = last(np.asarray(keras.ops.convert_to_numpy(output)))
        assert_close([array], [np.asarray(keras.ops.convert_to_numpy(wanted[name]))])


@pytest.mark.parametrize("spec", ["resnet_cifar:20", "unet", "mobilenet_v2", "vnet", "densenet:121"])
def test_a_network_of_convolutions_transposes_nothing(spec: str) -> None:
    model = archspec.build(spec, layout="channels_first", seed=0)
    assert not [layer.name for layer in model.layers if isinstance(layer, keras.layers.Permute)]
    assert {layer.data_format for layer in model.layers if hasattr(layer, "data_format")} == {"channels_first"}


def test_a_tensor_is_transposed_once_and_keeps_its_precision() -> None:
    model = archspec.build(
        """
archspec: 1
input: [8, 8, 4]
layers:
  - conv: {filters: 4, size: 3, name: maps}
  - dense: {units: 4, from: maps, name: one}
  - dense: {units: 4, from: maps, dtype: float32, name: two}
  - add: [one, two]
  - conv: {filters: 4, size: 1, name: mask}
""",
        layout="channels_first",
        precision="mixed_bfloat16",
    )
    permutes = {layer.name: layer.compute_dtype for layer in model.layers if isinstance(layer, keras.layers.Permute)}
    assert permutes == {"maps.channels_last": "bfloat16", "add_1.channels_first": "bfloat16"}
    assert model.output_shape == (None, 4, 8, 8)


def test_the_spec_says_the_layout_unless_the_caller_does() -> None:
    spec = "archspec: 1\ninput: [8, 6, 3]\nlayers: [relu]\nbuild: {layout: channels_first}\n"
    assert archspec.build(spec).input_shape == (None, 3, 8, 6)
    assert archspec.build(spec, layout="channels_last").input_shape == (None, 8, 6, 3)


def test_the_layout_does_not_depend_on_the_global_one() -> None:
    before = keras.config.image_data_format()
    keras.config.set_image_data_format("channels_first")
    try:
        model = archspec.build("unet")
    finally:
        keras.config.set_image_data_format(before)
    assert {layer.data_format for layer in model.layers if hasattr(layer, "data_format")} == {"channels_last"}


@pytest.mark.parametrize("jit", [True, False])
def test_the_model_carries_jit_and_a_saved_one_keeps_it(jit: bool, tmp_path: Path) -> None:
    spec = "archspec: 1\ninput: [8, 6, 3]\nlayers: [conv: {filters: 2, size: 3}]\n"
    model = archspec.build(f"{spec}build: {{jit: {str(jit).lower()}}}\n")
    assert model.jit_compile is jit
    assert {len(weight.shape) for weight in model.optimizer.variables} == {0}  # its state is a few numbers
    model.save(tmp_path / "model.keras")
    again: Any = keras.saving.load_model(tmp_path / "model.keras")
    assert again.jit_compile is jit
    assert archspec.build(f"{spec}build: {{jit: {str(not jit).lower()}}}\n", jit=jit).jit_compile is jit


def test_a_model_is_compiled_only_where_jit_is_set() -> None:
    assert not archspec.build("archspec: 1\ninput: [8, 6, 3]\nlayers: [relu]\n").compiled


@pytest.mark.parametrize("argument", ["layout", "jit", "purpose"])
def test_unknown_settings_are_refused(argument: str) -> None:
    wrong: Any = {argument: "other"}
    with pytest.raises(ValueError, match=f"{argument} must be one of"):
        archspec.build("unet", **wrong)


def test_a_saved_model_loads_to_the_same(tmp_path: Path) -> None:
    chosen = [case for kind in ("conv", "up_conv", "separable_conv", "prelu", "glu") for case in some(kind, 2)]
    model = vary(to_keras(side_by_side(chosen), layout="channels_first"))
    inputs = [first(one) for case in chosen for one in values(case)]
    model.save(tmp_path / "model.keras")
    again: Any = keras.saving.load_model(tmp_path / "model.keras")
    assert_close(computed(again, inputs), computed(model, inputs))


def test_it_trains() -> None:
    model = archspec.build("resnet_cifar:20", layout="channels_first", seed=0)
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    images = RNG.normal(size=(8, 3, 32, 32)).astype("float32")
    assert np.isfinite(model.train_on_batch(images, np.arange(8)))


def test_keras_adds_a_bias_to_the_columns_where_there_are_as_many_as_filters() -> None:
    """Why convolutions with a bias are our own where channels come first: if Keras is mended, they can go."""
    layer: Any = keras.layers.Conv2D(4, 1, data_format="channels_first", kernel_initializer="zeros")
    layer.build((1, 3, 4, 4))
    layer.bias.assign([0, 1, 2, 3])
    outputs = np.asarray(keras.ops.convert_to_numpy(layer(np.zeros((1, 3, 4, 4), "float32"))))
    if keras.backend.backend() == "tensorflow":
        assert (outputs[0, 0, 0] == [0, 1, 2, 3]).all()
    else:
        assert (outputs[0, :, 0, 0] == [0, 1, 2, 3]).all()
