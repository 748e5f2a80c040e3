"""What Keras leaves to its backends: numbers out of tensors, one graph of many operations, gradients."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import keras
import numpy as np

from archspec.backends.limits import Backend

NAME: Backend = keras.config.backend()  # pyright: ignore[reportAssignmentType]  # a test shows that it is

BACKEND: Any = import_module(NAME)


def numpied(tensor: Any) -> np.ndarray[Any, Any]:
    """The values of a tensor, which PyTorch gives up only without its gradient."""
    return np.asarray(keras.ops.convert_to_numpy(tensor))


def compiled(model: keras.Model) -> Callable[[Any], Any]:
    """A model as a function that TensorFlow computes as one graph; the others have no graph with open sizes."""
    return BACKEND.function(model) if NAME == "tensorflow" else model


def gradients(model: keras.Model, values: Sequence[Any], watched: Sequence[int]) -> list[Any]:
    """The gradients of a model's loss, the sum of the mean squares of its outputs while training.

    Args:
        model: The model.
        values: What it takes.
        watched: Which of the values there is to be a gradient for.

    Returns:
        Those of its trainable weights, in order, and of the values watched; None for what the loss does not depend on.
    """
    gradient = {"tensorflow": _of_tensorflow, "jax": _of_jax, "torch": _of_torch}[NAME]
    return [None if one is None else numpied(one) for one in gradient(model, list(values), watched)]


def _loss(outputs: Any) -> Any:
    means: list[Any] = [keras.ops.mean(keras.ops.square(one)) for one in keras.tree.flatten(outputs)]
    return sum(means)


def _of_tensorflow(model: keras.Model, values: list[Any], watched: Sequence[int]) -> list[Any]:
    chosen = [values[index] for index in watched]
    with BACKEND.GradientTape() as tape:
        tape.watch(chosen)
        loss = _loss(model(values, training=True))
    return tape.gradient(loss, [*(weight.value for weight in model.trainable_weights), *chosen])


def _of_jax(model: keras.Model, values: list[Any], watched: Sequence[int]) -> list[Any]:
    fixed = [weight.value for weight in model.non_trainable_variables]

    def loss(weights: list[Any], chosen: list[Any]) -> Any:
        replaced = dict(zip(watched, chosen, strict=True))
        given = [replaced.get(index, value) for index, value in enumerate(values)]
        return _loss(model.stateless_call(weights, fixed, given, training=True)[0])

    weights = [weight.value for weight in model.trainable_variables]
    of_weights, of_values = BACKEND.grad(loss, argnums=(0, 1))(weights, [values[index] for index in watched])
    return [*of_weights, *of_values]


def _of_torch(model: keras.Model, values: list[Any], watched: Sequence[int]) -> list[Any]:
    chosen = [values[index].detach().requires_grad_() for index in watched]
    replaced = dict(zip(watched, chosen, strict=True))
    given = [replaced.get(index, value) for index, value in enumerate(values)]
    sources = [*(weight.value for weight in model.trainable_weights), *chosen]
    return list(BACKEND.autograd.grad(_loss(model(given, training=True)), sources, allow_unused=True))
