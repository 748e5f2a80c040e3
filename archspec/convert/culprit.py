"""Finds the layer of a model that cannot be exported."""

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any


def find_culprit(model: Any, attempt: Callable[[Any], object]) -> tuple[Any, Exception] | None:
    """Returns the first layer that cannot be exported by itself, and why not; None if it is not for a layer.

    That is so if each of them can be exported, or a layer that does nothing cannot either.

    Args:
        model: The model.
        attempt: Exports a model, or raises.
    """
    keras: Any = import_module("keras")
    nothing = keras.Input((1,))
    if _failure(attempt, keras.Model(nothing, keras.layers.Identity()(nothing))):
        return None
    for layer in _distinct(keras, model):
        if error := _failure(attempt, keras.Model(layer.input, layer.output)):
            return layer, error
    return None


def _failure(attempt: Callable[[Any], object], model: Any) -> Exception | None:
    try:
        attempt(model)
    except Exception as error:  # exporters fail with errors of every class
        return error
    return None


def _distinct(keras: Any, model: Any) -> Iterator[Any]:
    """Yields the layers, without those that are like one before in all that an exporter could mind."""
    seen: set[str] = set()
    for layer in model.layers:
        shapes = keras.tree.map_structure(_shape, layer.input)
        config = {key: value for key, value in layer.get_config().items() if key not in ("name", "trainable")}
        form = json.dumps([type(layer).__name__, shapes, config], default=repr)
        if not isinstance(layer, keras.layers.InputLayer) and form not in seen:
            seen.add(form)
            yield layer


def _shape(tensor: Any) -> str:
    return str(tensor.shape)
