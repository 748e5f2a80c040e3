"""archspec: a declarative architecture builder for Keras 3.

Everything here is imported on first use:

- `load`, `check`, `build`: read a spec, infer its shapes, make a Keras model; `check_all`: check every variant;
- `export`, `load_model`: write a model in a file format, and load one;
- `save_weights`, `load_weights`: the weights of a model, by name;
- `Architecture`, `Block`, `Group`, `Repeat`, `Residual`, `From`: write a network in Python;
- `Conv`, `MaxPool`, `Dense` and so on: the kinds of layers, each by the name of its class.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archspec.api import build, check, load
    from archspec.convert.errors import ExportError, ModelError, WeightsError
    from archspec.convert.export import export
    from archspec.convert.loading import load_model
    from archspec.convert.weights import load_weights, save_weights
    from archspec.language.document import Architecture, Block, Input, Param
    from archspec.language.structure import From, Group, Repeat, Residual, TimeDistributed
    from archspec.report import Report, SpecError
    from archspec.sweep import Sweep, check_all

if Path(__file__).with_name("cpu").exists():
    raise ImportError(
        "two packages called archspec are installed in one place: archspec-keras, and Spack's CPU detector, which is "
        "`archspec` on PyPI. Use a clean virtual environment, or `pip uninstall archspec archspec-keras` and then "
        "`pip install archspec-keras`."
    )

__version__ = "0.1.0"
__all__ = [
    "Architecture",
    "Block",
    "ExportError",
    "From",
    "Group",
    "Input",
    "ModelError",
    "Param",
    "Repeat",
    "Report",
    "Residual",
    "SpecError",
    "Sweep",
    "TimeDistributed",
    "WeightsError",
    "build",
    "check",
    "check_all",
    "export",
    "load",
    "load_model",
    "load_weights",
    "save_weights",
]

_HOMES = {
    **dict.fromkeys(("build", "check", "load"), "archspec.api"),
    **dict.fromkeys(("Report", "SpecError"), "archspec.report"),
    **dict.fromkeys(("Sweep", "check_all"), "archspec.sweep"),
    **dict.fromkeys(("ExportError", "ModelError", "WeightsError"), "archspec.convert.errors"),
    **dict.fromkeys(("load_weights", "save_weights"), "archspec.convert.weights"),
    "export": "archspec.convert.export",
    "load_model": "archspec.convert.loading",
    **dict.fromkeys(("Architecture", "Block", "Input", "Param"), "archspec.language.document"),
    **dict.fromkeys(("From", "Group", "Repeat", "Residual", "TimeDistributed"), "archspec.language.structure"),
}


def __getattr__(name: str) -> Any:
    """Returns a public name, imported from its home; a class of layers from the registry."""
    home = _HOMES.get(name)
    if home is not None:
        return getattr(import_module(home), name)
    layer = import_module("archspec.layers.registry").of_class(name) if name[:1].isupper() else None
    if layer is None:  # it may be a module
        raise AttributeError(f"archspec has no `{name}`")
    return layer
