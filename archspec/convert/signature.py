"""The input signature of an exported model."""

from importlib import import_module
from typing import Any


def signature(model: Any, batch: int | None = None) -> list[Any]:
    """Returns the input specs of a model, in the form that exporters take.

    Args:
        model: A functional Keras model.
        batch: The size of the batch; open by default.
    """
    keras: Any = import_module("keras")
    specs = [keras.InputSpec(shape=(batch, *one.shape[1:]), dtype=one.dtype, name=one.name) for one in model.inputs]
    return [keras.tree.pack_sequence_as(model.input, specs)]
