"""The Python API: `load`, `check` and `build`."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from archspec.backends.limits import DEFAULT, Backend
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.files import STANDARD
from archspec.language.document import Architecture, Jit, Layout, Library, Precision, Purpose
from archspec.language.reuse_faults import NoNetwork
from archspec.report import Report, SpecError
from archspec.session import Session


def load(source: str | Path, variant: str | None = None, **params: Any) -> Architecture:
    """Reads a spec from a file or from text, and all that it takes from other files.

    Args:
        source: The path of a file, which a variant may follow after a colon (`resnet.yaml:50`), or the text of a spec,
            which has more than one line.
        variant: The variant, unless it follows the path.
        **params: Values for its params.

    Raises:
        SpecError: If it is no spec.
        OSError: If the file cannot be read.
    """
    analysis = Session().analyse(source, variant, params)
    if isinstance(analysis.spec, Library):
        raise SpecError(_no_network(analysis.found))
    if analysis.architecture is None or any(one.is_error for one in analysis.found):
        raise SpecError(Report(None, analysis.found))
    return analysis.architecture


def standard_library(name: str) -> Library:
    """Returns a library that archspec ships, by the name that specs use: `std/residual`.

    Raises:
        SpecError: If there is none.
    """
    analysis = Session().analyse(STANDARD / f"{name.removeprefix('std/')}.yaml")
    if not isinstance(analysis.spec, Library):
        raise SpecError(Report(None, analysis.found))
    return analysis.spec


def check(
    source: str | Path | Architecture,
    variant: str | None = None,
    *,
    allow: Iterable[str] = (),
    target: Backend | None = DEFAULT,
    **params: Any,
) -> Report:
    """Follows every shape of a network, without Keras, and reports everything that is wrong, with advice.

    Of a library of blocks it checks what can be checked before they are called.

    Args:
        source: What `load` takes, or an architecture.
        variant: The variant, unless it follows the path.
        allow: The names of warnings and notes that are not to be reported.
        target: The backend that the network is for: `tensorflow`, `jax` or `torch`. What it cannot compute is an error;
            None asks no backend.
        **params: Values for its params.

    Raises:
        ValueError: If there is no warning or note of a name in `allow`, or no such backend.
        OSError: If a file cannot be read.
    """
    return Session(allow=allow, target=target).analyse(source, variant, params).report


def build(
    source: str | Path | Architecture,
    variant: str | None = None,
    *,
    precision: Precision | None = None,
    layout: Layout | None = None,
    jit: Jit | None = None,
    purpose: Purpose = "training",
    seed: int | None = None,
    weights: str | Path | None = None,
    partial_weights: bool = False,
    **params: Any,
) -> Any:
    """Checks a network for the backend that Keras runs on, and makes it a Keras model.

    Args:
        source: The path of a spec, which a variant may follow after a colon, its text, or an architecture.
        variant: The variant, unless it follows the path.
        precision: The precision of the computation; what the spec says by default. Outputs and softmax stay
            float32.
        layout: Where tensors with spatial axes have their channels, the model's inputs and outputs among them; what the
            spec says by default.
        jit: Whether Keras compiles the computation, or decides itself (`auto`); what the spec says by default. A
            saved model keeps it; the model's own `compile` takes a `jit_compile` in its place.
        purpose: `training`, or `inference` for a model without what only training needs, batch norms folded.
        seed: The seed of the initial weights; random by default. The random state of the process is left as it is.
        weights: A file of weights that the network is given: `.safetensors`, `.weights.h5` or `.keras`.
        partial_weights: Whether to be content with those that fit; a warning tells of the others.
        **params: Values for the spec's params.

    Returns:
        A functional `keras.Model`. It takes a batch of its input, or a dict or list of inputs; it returns what
        `outputs` says: a tensor, a list or a dict.

    Raises:
        SpecError: If the network has a fault.
        WeightsError: If the weights cannot be read, or do not fit.
        ValueError: If there is no such precision, layout or purpose.
        OSError: If the spec or the weights cannot be read.
    """
    for name, given, known in (
        ("precision", precision, get_args(Precision)),
        ("layout", layout, get_args(Layout)),
        ("jit", jit, ("auto", True, False)),
        ("purpose", purpose, get_args(Purpose)),
    ):
        if given is not None and given not in known:
            raise ValueError(f"{name} must be one of {', '.join(map(str, known))}, not {given!r}")
    from archspec.convert.backend import configured_backend

    found = check(source, variant, target=configured_backend(), **params)
    if found.graph is None or found.architecture is None:
        raise SpecError(found if found.errors else _no_network(found.diagnostics))
    from archspec.convert.build import BuildOptions, build_model

    said = found.architecture.build
    jit = said.jit if jit is None else jit
    options = BuildOptions(precision or said.precision, layout or said.layout, jit, purpose)
    model, loaded = build_model(found.graph, options, seed=seed, weights=weights, partial=partial_weights)
    if not loaded.complete:
        warnings.warn(f"{weights}: {loaded}", stacklevel=2)
    return model


def _no_network(diagnostics: Iterable[Diagnostic]) -> Report:
    """Returns the report on a library of blocks of which something is asked that only a network has."""
    return Report(None, (*diagnostics, Diagnostic(NoNetwork())))
