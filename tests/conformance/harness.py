"""A case in Keras: built as a spec would build it, and called with numbers."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import keras
import numpy as np

import archspec.convert.keras_layers  # noqa: F401  # registers the layers that Keras lacks
from archspec.backends.limits import Limit, check_backend, limits_of
from archspec.layers.base import Layer
from archspec.tensors.dim import known
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from tests.conformance.backend import NAME, compiled, numpied
from tests.conformance.cases import Case, cases

BATCH = 2

ELSEWHERE = 3
"""About how many cases of a kind are tried on backends other than the first: JAX compiles every operation of each."""


class Form(NamedTuple):
    """What Keras makes of a layer.

    Attributes:
        layers: The Keras layers.
        inputs: Their symbolic inputs.
        output: Their symbolic output.
    """

    layers: list[Any]
    inputs: list[Any]
    output: Any

    @property
    def weights(self) -> list[Any]:
        return [weight for layer in self.layers for weight in layer.weights]


class Tried(NamedTuple):
    """A case, asked of archspec and of Keras.

    Attributes:
        case: The case.
        shape: The output's shape by archspec's rule.
        fault: Why the rule refuses the case, if it does.
        form: What Keras makes of it.
        result: What Keras computes.
        error: Why Keras refuses the case, if it does.
    """

    case: Case
    shape: Shape | None = None
    fault: ShapeError | None = None
    form: Form | None = None
    result: Any = None
    error: Exception | None = None

    def __str__(self) -> str:
        return str(self.case)


def form(layer: Layer, x: Any, dtypes: str, name: str, policy: str = "float32", trainable: bool = True) -> Form:
    """Builds a layer in Keras for inputs of some shapes, in which open sizes stay open."""
    shapes = [x] if isinstance(x, Shape) else list(x)
    inputs = [keras.Input(tuple(known(size) for size in shape), dtype=dtypes) for shape in shapes]
    layers = layer.to_keras(keras, x, name=name, dtype=policy, trainable=trainable)
    return Form(layers, inputs, layer.call_keras(layers, inputs))


def numbers(case: Case) -> list[Any]:
    """Input values: the same ones for the same case in every run."""
    rng = np.random.default_rng(len(str(case)))
    shapes = [(BATCH, *shape) for shape in case.inputs]
    if case.dtype != "float32":
        return [keras.ops.convert_to_tensor(rng.integers(0, 9, shape), case.dtype) for shape in shapes]
    # as exact in bfloat16: what lies beside a threshold lies there in every precision
    values = [keras.ops.convert_to_tensor(rng.normal(size=shape), "bfloat16") for shape in shapes]
    return [keras.ops.cast(value, "float32") for value in values]


def attempt(case: Case, name: str, policy: str = "float32") -> Tried:
    """Asks archspec and Keras, on the backend that it runs on; both may refuse."""
    made = Tried(case)
    try:
        shape = case.layer.output(case.x)
        check_backend(case.layer, case.x, None if policy == "float32" else policy, NAME)
        made = made._replace(shape=shape)
    except ShapeError as fault:
        made = made._replace(fault=fault)
    try:
        built = form(case.layer, case.x, case.dtype, name, policy)
        result = case.layer.call_keras(built.layers, numbers(case))
        return made._replace(form=built, result=result)
    except Exception as error:  # Keras and its backends refuse with errors of every class
        return made._replace(error=error)


def wishes(case: Case, precision: str | None = None) -> list[Limit]:
    """What a case asks for that this backend lacks, on whatever processors."""
    return [limit for limit in limits_of(case.layer.kind, precision, NAME) if limit.requirement(case.layer, case.x)]


@cache
def tried(kind: str) -> tuple[Tried, ...]:
    """All cases of a kind on TensorFlow, and some of them on the other backends."""
    every = cases(kind)
    chosen = every if NAME == "tensorflow" else every[:: max(1, len(every) // ELSEWHERE)]
    return tuple(attempt(case, f"{kind}_{index}") for index, case in enumerate(chosen))


def accepted(kind: str) -> list[Tried]:
    """The cases of a kind that both accept."""
    return [one for one in tried(kind) if one.form is not None and one.shape is not None]


def some(kind: str, count: int) -> list[Tried]:
    """Accepted cases of a kind, spread evenly over the grid."""
    every = accepted(kind)
    return every[:: max(1, len(every) // count)]


def spread(kind: str, count: int) -> list[Tried]:
    """A few cases of a kind that can be built, from all over its grid."""
    found: list[Tried] = []
    for index, case in enumerate((grid := cases(kind))[:: max(1, len(grid) // 23)]):
        tried = attempt(case, f"{kind}_{index}")
        if tried.form is not None and tried.shape is not None:
            found.append(tried)
    return found[:: max(1, len(found) // count)][:count]


def model(forms: Sequence[Form]) -> keras.Model:
    """One model of many forms, side by side."""
    return keras.Model([one for each in forms for one in each.inputs], [each.output for each in forms])


def fed(some_cases: Sequence[Tried]) -> list[Any]:
    """What `model` takes for these cases."""
    return [value for one in some_cases for value in numbers(one.case)]


def called(whole: keras.Model, some_cases: Sequence[Tried]) -> list[Any]:
    """What a `model` of these cases returns, computed as one graph."""
    outputs = compiled(whole)(fed(some_cases))
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def assign(target: Form, source: Form) -> None:
    """Gives a form the weights of another."""
    for weight, value in zip(target.weights, source.weights, strict=True):
        weight.assign(keras.ops.cast(value, weight.dtype))


def differing(
    ours: Sequence[Any], theirs: Sequence[Any], cases_: Sequence[Any], tolerance: float = 1e-5
) -> Iterator[str]:
    """Tells which of several outputs differ, by more than a part of the largest value."""
    for one, two, case in zip(ours, theirs, cases_, strict=True):
        left, right = (numpied(keras.ops.cast(value, "float32")) for value in (one, two))
        if left.shape != right.shape:
            yield f"{case}: {left.shape} and {right.shape}"
        elif not np.allclose(left, right, atol=tolerance * max(1, np.abs(right).max()), rtol=0):
            yield f"{case}: off by up to {np.abs(left - right).max()}"
