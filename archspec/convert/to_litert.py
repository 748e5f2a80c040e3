"""Writes a model as a LiteRT file, `.tflite`."""

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
        Exception: Whatever prevents it, of every class.
    """
    keras: Any = import_module("keras")
    options: dict[str, Any] = {}
    if keras.backend.backend() == "tensorflow":
        tensorflow: Any = import_module("tensorflow")
        options["target_spec"] = {"supported_ops": [tensorflow.lite.OpsSet.TFLITE_BUILTINS]}
    with inlined(model), _convertible(model):
        try:
            model.export(path, format="litert", verbose=False, **options)
        except Exception:  # the converter has an error of its own
            model.export(path, format="litert", verbose=False, input_signature=signature(model, batch=1), **options)


@contextmanager
def _convertible(model: Any) -> Generator[None]:
    """Has layers compute what they do in another way while a model is converted, where the converter fails otherwise.

    It loses count of the channels where Keras's `UpSampling2D` repeats values along open axes, and has no depthwise and
    no grouped convolution over an unknown number of them, however far behind. And it takes the two ReLUs of Keras's
    `PReLU` for an operation of its own, which has no more than two spatial axes.
    """
    keras: Any = import_module("keras")
    changed: list[Any] = []
    for layer in (getattr(one, "layer", one) for one in model.layers):
        if isinstance(layer, keras.layers.UpSampling2D):
            layer.call = _with_known_channels(layer.call, keras.ops)
        elif isinstance(layer, keras.layers.PReLU):
            layer.call = _prelu(layer, keras.ops)
        else:
            continue
        changed.append(layer)
    try:
        yield
    finally:
        for layer in changed:
            del layer.call


def _with_known_channels(call: Callable[[Any], Any], ops: Any) -> Callable[[Any], Any]:
    def stated(inputs: Any) -> Any:
        outputs = call(inputs)
        return ops.reshape(outputs, ops.shape(outputs))

    return stated


def _prelu(layer: Any, ops: Any) -> Callable[[Any], Any]:
    def prelu(inputs: Any) -> Any:
        slopes = getattr(layer, "slopes", layer.alpha)  # archspec's own layer turns them to its axis
        return ops.maximum(inputs, 0) + slopes * ops.minimum(inputs, 0)

    return prelu
