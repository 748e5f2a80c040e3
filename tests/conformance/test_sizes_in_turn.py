"""One model, run and trained at one size after the other: what Keras compiles for the first does for the second too."""

from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

from archspec.backends.limits import limits_of
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.tensors.dim import Dim, Size, known
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from tests.conformance.backend import NAME
from tests.conformance.cases import Case, Inputs, argument, opened
from tests.conformance.harness import BATCH, differing, numbers, spread

FACTORS = (2, 3, 4)
"""How many times larger the second size may be; some kinds want it to be a multiple of something."""
MOST = 3
"""How many cases of a kind are tried."""
FIXED = {"embedding", "flatten", "reshape"}
"""Kinds whose cases all want known sizes: what they make of open ones is asked below."""


class Open(NamedTuple):
    """A layer whose input has open sizes, and two cases of it.

    Attributes:
        layer: The layer.
        x: What its rule takes.
        cases: The layer at two sizes.
    """

    layer: Layer
    x: Any
    cases: tuple[Case, Case]


def open_cases(kind: str) -> list[Open]:
    """Some cases of a kind that work with open sizes, with those sizes and with larger ones."""
    found: list[Open] = []
    for one in spread(kind, 24):
        if len(found) == MOST:
            break
        case = one.case
        x, sizes = opened(case)
        larger = next((two for factor in FACTORS if (two := enlarged(case, factor)) is not None), None)
        trains = not any(limit.requirement(case.layer, case.x) for limit in limits_of(kind, None, NAME))
        if sizes and larger is not None and trains and outlives(case.layer, x):
            found.append(Open(case.layer, x, (case, larger)))
    return found


def outlives(layer: Layer, x: Any) -> bool:
    """Whether a layer's rule knows the shape and the weights for open sizes."""
    try:
        layer.output(x)
        layer.weights(x)
    except ShapeError:
        return False
    return True


def enlarged(case: Case, factor: int) -> Case | None:
    """The case with larger space, if it fits."""
    inputs: Inputs = tuple(  # pyright: ignore[reportAssignmentType]  # as many as there were
        (*(size if size == 1 else factor * size for size in shape[:-1]), shape[-1]) for shape in case.inputs
    )
    try:
        case.layer.output(argument(case.layer, [Shape(one) for one in inputs]))
    except ShapeError:
        return None
    return case._replace(inputs=inputs)


def built(layer: Layer, x: Any, dtype: str, name: str) -> tuple[list[Any], Any]:
    """The inputs and the output of a layer; what it takes is scaled by a weight, so that a gradient goes through it."""
    shapes = [x] if isinstance(x, Shape) else list(x)
    inputs = [keras.Input(tuple(known(size) for size in shape), dtype=dtype) for shape in shapes]
    scale: Any = keras.saving.get_registered_object("archspec>Scale")
    taken = [scale()(one) for one in inputs] if dtype == "float32" else inputs
    layers = layer.to_keras(keras, x, name=name, dtype="float32", trainable=True)
    return inputs, layer.call_keras(layers, taken)


def run_in_turn(inputs: list[Any], outputs: list[Any], turns: list[list[Any]], names: list[Any]) -> None:
    """Predicts and trains at one size after the other, and compares what is predicted with a plain call."""
    whole: Any = keras.Model(inputs, outputs)
    targets: list[Any] = []
    for values in turns:
        predicted: Any = whole.predict(values, verbose=0)
        called: Any = whole(values)
        ours, theirs = (one if isinstance(one, list | tuple) else [one] for one in (predicted, called))
        assert not list(differing(ours, theirs, names))
        targets.append([np.zeros_like(one) for one in ours])
    whole.compile("sgd", "mse")
    for values, target in zip(turns, targets, strict=True):
        history = whole.fit(values, target, batch_size=BATCH, verbose=0)
        assert np.isfinite(history.history["loss"]).all()


@pytest.mark.slow
@pytest.mark.parametrize("kind", registry.names())
def test_a_kind_predicts_and_trains_at_two_sizes(kind: str) -> None:
    found = open_cases(kind)
    assert found or kind in FIXED
    if not found:
        return
    made = [built(one.layer, one.x, one.cases[0].dtype, f"{kind}_{index}") for index, one in enumerate(found)]
    turns = [[value for one in found for value in numbers(one.cases[turn])] for turn in (0, 1)]
    inputs = [tensor for some_inputs, _ in made for tensor in some_inputs]
    run_in_turn(inputs, [output for _, output in made], turns, found)


H, W, D = (Dim.symbol(name) for name in "HWD")


@pytest.mark.slow
@pytest.mark.every_backend
@pytest.mark.parametrize(
    ("kind", "fields", "shape", "dtype"),
    [
        ("embedding", {"input_dim": 9, "output_dim": 4}, (H,), "int32"),
        ("reshape", {"shape": (-1, 2)}, (H, W, 4), "float32"),
        ("upsample", {"interpolation": "bilinear"}, (H, 4), "float32"),
        ("upsample", {"factor": (2, 3), "interpolation": "bilinear"}, (H, W, 4), "float32"),
        ("upsample", {"interpolation": "bilinear"}, (D, H, 3, 4), "float32"),
        ("attention", {"heads": 2, "key_dim": 3, "causal": True, "dropout": 0.2}, (H, 4), "float32"),
        ("conv", {"filters": 4, "size": 3, "padding": "causal", "dilation": 2}, (H, 4), "float32"),
    ],
)
def test_a_layer_on_open_sizes_predicts_and_trains_at_two(
    kind: str, fields: dict[str, Any], shape: tuple[Size, ...], dtype: str
) -> None:
    layer = registry.get(kind)(**fields)
    inputs, output = built(layer, Shape(shape), dtype, kind)
    turns = [numbers(Case(layer, (sized(shape, step),), dtype)) for step in (0, 3)]
    run_in_turn(inputs, [output], turns, [layer])


def sized(shape: tuple[Size, ...], step: int) -> tuple[int, ...]:
    """The shape with numbers for its open sizes."""
    return tuple(size if isinstance(size, int) else 5 + 2 * step + axis for axis, size in enumerate(shape))
