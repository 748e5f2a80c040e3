"""Every registered kind against Keras, over the grid of `cases.py`: what its class says is what Keras does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import archspec
from archspec.backends.faults import UnsupportedByBackend
from archspec.convert.to_keras import to_keras
from archspec.diagnostics.kind import DiagnosticKind
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.convolution.base import ConvolutionLayer
from archspec.layers.core.base import PerChannelLayer
from archspec.layers.faults import PaddingTooLarge
from archspec.layers.fields import shortest
from archspec.layers.pooling.base import PoolingLayer
from archspec.layers.window import SpatialLayer
from archspec.tensors.dim import Dim, known
from archspec.tensors.faults import (
    ChannelMismatch,
    CropTooLarge,
    DilatedStride,
    GroupsMismatch,
    RankMismatch,
    ReflectionTooLarge,
    ShapeError,
    ShapeMismatch,
)
from tests.conformance.backend import gradients, numpied
from tests.conformance.cases import Case, example, of_its_test, opened
from tests.conformance.harness import (
    BATCH,
    Form,
    Tried,
    accepted,
    assign,
    attempt,
    called,
    differing,
    fed,
    form,
    model,
    numbers,
    some,
    tried,
    wishes,
)

KINDS = registry.names()
each_kind = pytest.mark.parametrize("kind", KINDS)
every_backend = pytest.mark.every_backend

# What Keras would do, and archspec refuses: a rank that means nothing, or is a guess; sizes stretched without a word; a
# mirror image longer than its object; windows that hold nothing but padding.
# The test of a kind may have `STRICTER` too.
MERGES = (ShapeMismatch, ChannelMismatch, RankMismatch)
STRICTER: dict[str, tuple[type[DiagnosticKind], ...]] = {
    **dict.fromkeys(("add", "average", "maximum", "minimum", "multiply", "subtract"), MERGES),
    **dict.fromkeys(("attention", "concat", "instance_norm", "position_embedding"), (RankMismatch,)),
    **dict.fromkeys(("depth_to_space", "space_to_depth", "probabilistic_max_pool", "adaptive_pool"), (RankMismatch,)),
    **dict.fromkeys(("depthwise_conv", "separable_conv"), (UnsupportedByBackend,)),  # only on some processors
    "pad": (ReflectionTooLarge,),
    "avg_pool": (PaddingTooLarge,),
    "max_pool": (PaddingTooLarge,),
    "max_unpool": (PaddingTooLarge, RankMismatch, ShapeMismatch, ChannelMismatch),
}

# What archspec refuses before Keras is asked: lists of another length than there are axes, and what `LIMITS` holds.
UNASKED = (RankMismatch, GroupsMismatch, CropTooLarge, DilatedStride)

LIMITS: list[tuple[str, dict[str, Any], tuple[int, ...]]] = [
    *((f"Conv{rank}D", {"strides": 2, "dilation_rate": 2}, (8,) * rank) for rank in (1, 2, 3)),
    *((f"Conv{rank}DTranspose", {"strides": 2, "dilation_rate": 2}, (8,) * rank) for rank in (1, 2, 3)),
    ("Conv2D", {"strides": (2, 1), "dilation_rate": (1, 2)}, (8, 8)),
    ("Conv2DTranspose", {"strides": (2, 1), "dilation_rate": (1, 2)}, (8, 8)),
]


@every_backend
@each_kind
def test_the_example_builds_as_checked(kind: str) -> None:
    graph = example(kind)
    built = to_keras(graph)
    assert built.count_params() == graph.params()
    for index, tensor in zip(graph.outputs.values(), built.outputs, strict=True):
        assert tensor.shape[1:] == tuple(known(size) for size in graph.nodes[index].shape)
        assert tensor.dtype == "float32"


@every_backend
@each_kind
def test_both_refuse_the_same(kind: str) -> None:
    stricter = STRICTER.get(kind) or of_its_test(registry.get(kind), "STRICTER", ())
    for one in tried(kind):
        if one.fault is None:
            assert one.error is None, f"{one}: {one.error}"
        elif isinstance(one.error, ShapeError):
            assert one.fault.kind in (*UNASKED, *stricter), f"{one}: {one.fault}"
        else:
            assert one.error is not None or one.fault.kind in stricter, f"{one}: {one.fault}"


@pytest.mark.parametrize(("name", "arguments", "spatial"), LIMITS)
def test_keras_has_the_limits_that_it_is_not_asked_about(
    name: str, arguments: dict[str, Any], spatial: tuple[int, ...]
) -> None:
    x = keras.ops.zeros((BATCH, *spatial, 4))
    getattr(keras.layers, name)(4, 3)(x)
    with pytest.raises(Exception):  # noqa: B017  # Keras and its backends refuse with errors of every class
        getattr(keras.layers, name)(4, 3, **arguments)(x)


def test_keras_wants_an_axis_of_steps_too() -> None:
    with pytest.raises(ValueError, match="at least 3 dimensions"):
        keras.layers.TimeDistributed(keras.layers.Identity())(keras.Input((2,)))


@each_kind
def test_the_grid_holds_something_possible(kind: str) -> None:
    assert accepted(kind)


@every_backend
@each_kind
def test_shapes_and_dtypes(kind: str) -> None:
    for one in accepted(kind):
        assert one.form is not None
        assert (*one.form.output.shape[1:],) == one.shape, f"{one}: symbolic"
        assert (*one.result.shape,) == (BATCH, *(one.shape or ())), f"{one}: real"
        assert one.form.output.dtype == keras.backend.standardize_dtype(one.result.dtype) == "float32", str(one)


@each_kind
def test_weights(kind: str) -> None:
    for one in accepted(kind):
        assert one.form is not None
        ours = one.case.layer.weights(one.case.x)
        assert [weight.shape for weight in ours] == [weight.shape for weight in one.form.weights], str(one)
        assert [weight.trainable for weight in ours] == [weight.trainable for weight in one.form.weights], str(one)
        assert sum(weight.size for weight in ours) == sum(layer.count_params() for layer in one.form.layers), str(one)
        for weight, its in zip(ours, one.form.weights, strict=True):
            part, _, name = weight.name.rpartition("/")
            assert name == its.name, str(one)
            assert any(step.startswith(part) for step in its.path.split("/")), f"{one}: {part} in {its.path}"


@pytest.mark.slow
@every_backend
@each_kind
def test_open_sizes_become_what_known_ones_are(kind: str) -> None:
    """Rules give the same numbers for open sizes; Keras, traced once with open sizes, gives the same values."""
    known_forms: list[Tried] = []
    open_forms: list[Form] = []
    for index, one in enumerate(tried(kind)):
        if one.fault is not None and one.fault.kind is UnsupportedByBackend:
            continue
        x, sizes = opened(one.case)
        try:
            shape = one.case.layer.output(x)
        except ShapeError:
            continue  # its weights need the sizes, or none would do
        try:
            evaluated = tuple(size.evaluate(sizes) if isinstance(size, Dim) else size for size in shape)
        except ValueError:
            assert one.shape is None, f"{one}: {shape} does not exist for {sizes}"
            continue
        assert evaluated == one.shape, str(one)
        made = form(one.case.layer, x, one.case.dtype, f"{kind}_{index}")
        assert (*made.output.shape[1:],) == tuple(known(size) for size in shape), f"{one}: symbolic"
        if index % 4 == 0 and one.form is not None:
            assign(made, one.form)
            known_forms.append(one)
            open_forms.append(made)
    if open_forms:
        outputs = called(model(open_forms), known_forms)
        wrong = list(differing(outputs, [one.result for one in known_forms], known_forms))
        assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@each_kind
@pytest.mark.parametrize("precision", [pytest.param("float32", marks=every_backend), "mixed_bfloat16"])
def test_a_training_step_has_finite_gradients(kind: str, precision: str) -> None:
    chosen = [one for one in some(kind, 24) if not wishes(one.case, precision)]
    forms = [
        form(one.case.layer, one.case.x, one.case.dtype, f"{kind}_{index}", precision)
        for index, one in enumerate(chosen)
    ]
    whole = model(forms)
    inputs = [numbers(one.case) for one in chosen]
    starts = np.cumsum([0, *map(len, inputs)])
    # A second input may be there for its size alone.
    watched = [start for start, one in zip(starts, chosen, strict=False) if one.case.dtype == "float32"]
    found = gradients(whole, fed(chosen), watched)
    names = [*(weight.path for weight in whole.trainable_weights), *(f"input {index}" for index in watched)]
    for name, gradient in zip(names, found, strict=True):
        assert gradient is not None, name
        assert np.isfinite(gradient).all(), name


@pytest.mark.slow
@every_backend
@each_kind
def test_a_saved_model_loads_to_the_same(kind: str, tmp_path: Path) -> None:
    chosen = some(kind, 24)
    whole = model([one.form for one in chosen if one.form is not None])
    whole.save(tmp_path / "model.keras")
    again: Any = keras.saving.load_model(tmp_path / "model.keras")
    assert [layer.name for layer in again.layers] == [layer.name for layer in whole.layers]
    wrong = list(differing(called(again, chosen), called(whole, chosen), chosen))
    assert not wrong, "\n".join(wrong)


def test_custom_layers_load_in_a_process_that_only_imports_them(tmp_path: Path) -> None:
    chosen = list({type(layer): one for kind in KINDS for one, layer in _custom(kind)}.values())
    assert len(chosen) > 10
    whole = model([one.form for one in chosen if one.form is not None])
    whole.save(tmp_path / "model.keras")
    np.savez(tmp_path / "inputs.npz", *[numpied(value) for value in fed(chosen)])
    code = (
        "import keras, numpy, archspec.convert.keras_layers\n"
        "model = keras.saving.load_model('model.keras')\n"
        "inputs = numpy.load('inputs.npz')\n"
        "numpy.savez('outputs.npz', *map(keras.ops.convert_to_numpy, model([inputs[name] for name in inputs.files])))\n"
    )
    root = Path(archspec.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, env={"PYTHONPATH": str(root)}, timeout=120)
    with np.load(tmp_path / "outputs.npz") as outputs:
        wrong = list(differing([outputs[name] for name in outputs.files], [one.result for one in chosen], chosen))
    assert not wrong, "\n".join(wrong)


def _custom(kind: str) -> Iterator[tuple[Tried, Any]]:
    for one in accepted(kind):
        for layer in one.form.layers if one.form is not None else ():
            if type(layer).__module__.startswith("archspec."):
                yield one, layer


@pytest.mark.slow
@every_backend
@each_kind
def test_mixed_precision_computes_in_half_and_keeps_weights_whole(kind: str) -> None:
    chosen = [one for one in some(kind, 12) if not wishes(one.case, "mixed_bfloat16")]
    halves: list[Any] = []
    wholes: list[Any] = []
    for index, one in enumerate(chosen):
        assert one.form is not None
        half = form(one.case.layer, one.case.x, one.case.dtype, f"{kind}_{index}", "mixed_bfloat16")
        assert {layer.compute_dtype for layer in half.layers} == {"bfloat16"}, str(one)
        assert {weight.dtype for weight in half.weights} <= {"float32"}, str(one)
        assign(half, one.form)
        halves.append(one.case.layer.call_keras(half.layers, numbers(one.case)))
        wholes.append(one.case.layer.call_keras(one.form.layers, numbers(one.case)))
        assert half.output.dtype == keras.backend.standardize_dtype(halves[-1].dtype) == "bfloat16", str(one)
    # bfloat16 has 8 bits of fraction; a few roundings, of sums of a few values, may differ by some percent
    wrong = list(differing(halves, wholes, chosen, tolerance=0.05))
    assert not wrong, "\n".join(wrong)


@each_kind
def test_the_example_returns_float32_under_mixed_precision(kind: str) -> None:
    graph = example(kind)
    built = to_keras(graph, "mixed_bfloat16")
    assert {tensor.dtype for tensor in built.outputs} == {"float32"}


@each_kind
def test_whole_numbers_are_kept_or_cast_as_the_kind_says(kind: str) -> None:
    handled = registry.get(kind).integers
    if handled == "refused":
        return
    for one in some(kind, 6):
        for dtype in ("int32", "uint8"):
            case = one.case._replace(dtype=dtype)
            made = attempt(case, kind)
            assert made.form is not None, f"{case}: {made.error}"
            wanted = dtype if handled == "kept" else "float32"
            # Keras's own shape layers claim a float symbolically, and return what they were given
            assert keras.backend.standardize_dtype(made.result.dtype) == wanted, f"{case}: {made.result.dtype}"


# What no Keras config tells: names of other tensors, what is checked and then forgotten.
UNTOLD = {"broadcast", "in_channels", "like", "value"}


@pytest.mark.slow
@each_kind
def test_a_frozen_layer_trains_nothing_and_is_still_frozen_when_it_is_loaded(kind: str, tmp_path: Path) -> None:
    frozen = [
        form(one.case.layer, one.case.x, one.case.dtype, f"{kind}_{index}", trainable=False)
        for index, one in enumerate(some(kind, 12))
    ]
    whole = model(frozen)
    assert whole.trainable_variables == []
    whole.save(tmp_path / "model.keras")
    again: Any = keras.saving.load_model(tmp_path / "model.keras")
    assert again.trainable_variables == []


@each_kind
def test_a_config_gives_the_layer_back(kind: str) -> None:
    """Where padding by hand has become a layer of its own, or `same`, the config of the layer cannot tell.

    Nor can that of a plainer layer: an adaptive pooling into equal windows is a pooling, a `pad` by nothing pads zeros.
    """
    for one in accepted(kind):
        assert one.form is not None
        (layer, *more) = one.form.layers
        own = {"adaptive_pool": "AdaptivePooling", "pad": "CopyPadding"}.get(kind)
        is_another = own not in (None, type(layer).__name__) and getattr(one.case.layer, "mode", "") != "zeros"
        is_another |= registry.by_keras_name(type(layer).__name__) not in (None, kind)
        if more or is_another or {"like", "of"} & set(one.case.layer.explicit_fields()):
            continue
        again = registry.get(kind).from_keras(config(layer))
        (rebuilt,) = again.to_keras(keras, one.case.x, name=layer.name, dtype="float32", trainable=True)
        again.call_keras([rebuilt], one.form.inputs)
        assert config(rebuilt) == config(layer), str(one)
        if not isinstance(getattr(one.case.layer, "padding", ""), int | tuple) or kind in ("pad", "crop"):
            assert again == plain(one.case), f"{one}: {again.explicit_fields()}"


def config(layer: Any) -> dict[str, Any]:
    return {"class_name": type(layer).__name__, **layer.get_config()}


def plain(case: Case) -> Layer:
    """The layer without what no Keras config tells, and without lists of equal values."""
    given = {name: value for name, value in case.layer.explicit_fields().items() if name not in UNTOLD}
    if given.get("shared_axes") == "spatial":
        given["shared_axes"] = tuple(range(case.x.rank))
    if isinstance(case.layer, SpatialLayer | PerChannelLayer):
        given = {name: shortest(value) for name, value in given.items()}
    if isinstance(case.layer, PoolingLayer) and given.get("stride") == given.get("size", 2):
        del given["stride"]
    if given.get("padding", "valid") == "valid":
        given.pop("count_padding", None)
    if isinstance(case.layer, ConvolutionLayer) and given.get("bias"):
        del given["bias"]
    return type(case.layer)(**given)
