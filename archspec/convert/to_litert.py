"""A model as a LiteRT file, `.tflite`."""

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
    with inlined(model):
        try:
            model.export(path, format="litert", verbose=False, **options)
        except Exception:  # the converter has an error of its own
            model.export(path, format="litert", verbose=False, input_signature=signature(model, batch=1), **options)
