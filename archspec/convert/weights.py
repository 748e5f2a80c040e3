"""Loads and saves the weights of a model by name."""

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from archspec.convert.errors import WeightsError
from archspec.convert.weight_files import FLOATS, Stored, open_weights
from archspec.convert.weight_names import NamedWeight, named_weights
from archspec.diagnostics.terminal import visible
from archspec.outputs import whole

Dims = tuple[int, ...]
MOST_LINES = 10
"""How many weights of a sort a report lists."""


@dataclass(frozen=True)
class WeightsReport:
    """How the weights of a file and those of a model fit.

    Attributes:
        loaded: The names of those that fit.
        missing: Those of the model that the file lacks, with their shapes.
        extra: Those of the file that the model lacks, with their shapes.
        misshapen: Those that have another shape in the file than in the model: both shapes, the file's first.
    """

    loaded: tuple[str, ...] = ()
    missing: Mapping[str, Dims] = field(default_factory=dict[str, Dims])
    extra: Mapping[str, Dims] = field(default_factory=dict[str, Dims])
    misshapen: Mapping[str, tuple[Dims, Dims]] = field(default_factory=dict[str, tuple[Dims, Dims]])

    @property
    def complete(self) -> bool:
        """Whether every weight has its counterpart."""
        return not (self.missing or self.extra or self.misshapen)

    def __str__(self) -> str:
        total = len(self.loaded) + len(self.missing) + len(self.misshapen)
        lines = [f"{len(self.loaded):,} of the model's {total:,} weights fit"]
        lines += _listed("another shape", [f"{_named(name)}: {theirs} in the file, {ours} in the model"
                                           for name, (theirs, ours) in self.misshapen.items()])  # fmt: skip
        lines += _listed("not in the file", [f"{_named(name)}: {shape}" for name, shape in self.missing.items()])
        lines += _listed("not in the model", [f"{_named(name)}: {shape}" for name, shape in self.extra.items()])
        return "\n".join(lines)


def load_weights(model: Any, path: str | Path, *, partial: bool = False) -> WeightsReport:
    """Gives a model the weights of a file, each by its name: the path of its layer and its role, `conv_1/kernel`.

    Nothing is changed unless all is well, and nothing in the file is run.

    Args:
        model: A Keras model, built by archspec.
        path: A `.safetensors` file with such names, as `save_weights` writes; or what Keras 3 saved of a model whose
            layers have the same names: `.weights.h5` or `.keras`, of which only the weights are read.
        partial: Whether to be content with the weights that fit, by name and shape; the others stay as they are.

    Returns:
        What was loaded, and what not.

    Raises:
        WeightsError: If the file cannot be read, or does not fit.
        OSError: If there is no such file.
    """
    values = list[tuple[NamedWeight, Any]]()
    with open_weights(Path(path)) as contents:
        keys = {one.place if contents.by_place else one.name: one for one in named_weights(model)}
        report = _compared(keys, contents.tensors)
        if report.complete or (partial and report.loaded):
            fitting = set(report.loaded)
            values = [(one, contents.tensors[key].read()) for key, one in keys.items() if one.name in fitting]
    if not report.complete and not values:
        raise WeightsError(f"`{path}` does not fit the model", report)
    for one, value in values:
        one.variable.assign(value)
    return report


def save_weights(model: Any, path: str | Path, *, overwrite: bool = False) -> None:
    """Writes the weights of a model to a file, each under the path of its layer and its role, `conv_1/kernel`.

    Args:
        model: A Keras model, built by archspec.
        path: A file that ends in `.safetensors`; or in `.weights.h5`, in the form of Keras.
        overwrite: Whether a file that exists is overwritten.

    Raises:
        WeightsError: If the file ends in neither.
        FileExistsError: If it exists.
        OSError: If it cannot be written.
    """
    target = Path(path)
    if target.suffix != ".safetensors" and not target.name.endswith(".weights.h5"):
        raise WeightsError(f"`{target}` does not end in `.safetensors` or `.weights.h5`")
    if target.exists() and not overwrite:
        raise FileExistsError(errno.EEXIST, "it exists; `overwrite=True` overwrites it", str(target))
    with whole(target) as partial:
        write_weights(model, partial)


def write_weights(model: Any, path: Path) -> None:
    """Writes a file of weights, in the form that its name tells."""
    if path.suffix != ".safetensors":
        model.save_weights(path)
        return
    values: Any = import_module("keras").ops.convert_to_numpy
    safetensors: Any = import_module("safetensors.numpy")
    safetensors.save_file({one.name: values(one.variable) for one in named_weights(model)}, path)


def _compared(keys: Mapping[str, NamedWeight], tensors: Mapping[str, Stored]) -> WeightsReport:
    """Returns how the weights of a model, by the keys that a file would have for them, fit what it holds.

    Raises:
        WeightsError: If one that has a counterpart holds other things than floats.
    """
    loaded, missing, misshapen = list[str](), dict[str, Dims](), dict[str, tuple[Dims, Dims]]()
    for key, one in keys.items():
        ours, stored = tuple(one.variable.shape), tensors.get(key)
        if stored is None:
            missing[one.name] = ours
        elif stored.dtype not in FLOATS:
            raise WeightsError(f"holds {stored.dtype} for `{one.name}`, not floats")
        elif stored.shape != ours:
            misshapen[one.name] = (stored.shape, ours)
        else:
            loaded.append(one.name)
    extra = {key: stored.shape for key, stored in tensors.items() if key not in keys}
    return WeightsReport(tuple(loaded), missing, extra, misshapen)


def _listed(what: str, items: list[str]) -> list[str]:
    more = [f"  and {len(items) - MOST_LINES:,} more"] if len(items) > MOST_LINES else []
    return [f"{what}:", *(f"  {one}" for one in items[:MOST_LINES]), *more] if items else []


def _named(name: str) -> str:
    return f"`{visible(name)}`"
