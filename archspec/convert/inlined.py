"""Makes functions that Keras compiles separately visible to an exporter."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def inlined(model: Any) -> Generator[None]:
    """Puts what Keras compiles apart in its place in the graph while a model is exported.

    On TensorFlow Keras has XLA compile each grouped convolution, because TensorFlow's processors cannot train it; an
    exporter sees a call of a function that it does not know. Those of volumes stay apart: ONNX and LiteRT would take
    them for convolutions without groups.
    """
    keras: Any = import_module("keras")
    layers = [getattr(layer, "layer", layer) for layer in model.layers]
    if keras.backend.backend() != "tensorflow" or any(_groups_volumes(keras, one) for one in layers):
        yield
        return
    tensorflow: Any = import_module("tensorflow")
    before = tensorflow.config.functions_run_eagerly()
    tensorflow.config.run_functions_eagerly(True)  # what is traced meanwhile calls no function, it runs through it
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(before)


def _groups_volumes(keras: Any, layer: Any) -> bool:
    return isinstance(layer, keras.layers.Conv3D) and layer.groups > 1
