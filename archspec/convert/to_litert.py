"""A model as a LiteRT file, `.tflite`."""

from importlib import import_module
from pathlib import Path
from typing import Any


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
    try:
        model.export(path, format="litert", verbose=False, **options)
    except Exception:  # the converter has an error of its own
        specs = [keras.InputSpec(shape=(1, *one.shape[1:]), dtype=one.dtype, name=one.name) for one in model.inputs]
        signature = keras.tree.pack_sequence_as(model.input, specs)
        model.export(path, format="litert", verbose=False, input_signature=[signature], **options)
