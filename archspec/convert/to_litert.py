"""A model as a LiteRT file, `.tflite`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from archspec.convert.inlined import inlined
from archspec.convert.signature import signature


def write_litert(model: Any, path: Path) -> None:
    """Writes a LiteRT file that uses built-in operations only: those of TensorFlow are in no runtime of LiteRT's own.

    Its batch stays open unless a layer works step by step, as an `lstm` does: then it is one sample.

    Raises:
        Exception: Whatever stands in the way, of every class.
    """
    keras: Any = import_module("keras")
    options: dict[str, Any] = {}
    if keras.backend.backend() == "tensorflow":
        tensorflow: Any = import_module("tensorflow")
        options["target_spec"] = {"supported_ops": [tensorflow.lite.OpsSet.TFLITE_BUILTINS]}
    with inlined(model), _sizes_stated(model):
        try:
            model.export(path, format="litert", verbose=False, **options)
        except Exception:  # the converter has an error of its own
            model.export(path, format="litert", verbose=False, input_signature=signature(model, batch=1), **options)


@contextmanager
def _sizes_stated(model: Any) -> Generator[None]:
    """Has each `UpSampling2D` say how many channels it returns while a model is converted.

    LiteRT's converter loses count of them where Keras repeats values along open axes, and has no depthwise and no
    grouped convolution over an unknown number of channels, however far behind.
    """
    keras: Any = import_module("keras")
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.UpSampling2D)]
    for layer in layers:
        layer.call = _stating(layer.call, keras.ops)
    try:
        yield
    finally:
        for layer in layers:
            del layer.call


def _stating(call: Callable[[Any], Any], ops: Any) -> Callable[[Any], Any]:
    def stated(inputs: Any) -> Any:
        outputs = call(inputs)
        return ops.reshape(outputs, ops.shape(outputs))

    return stated
