"""All remedies for a layer that does not fit, the most likely first."""

from collections.abc import Iterator
from dataclasses import replace

from archspec.compiler.remedies import inputs, merges, ranks, widths
from archspec.compiler.remedies.misfit import Misfit
from archspec.compiler.remedies.settings import setting
from archspec.diagnostics.diagnostic import Help
from archspec.tensors.faults import Setting


def remedies(misfit: Misfit) -> list[Help]:
    """Returns things to do about a layer that does not fit its inputs; what follows the first begins with "or"."""
    first, *others = [*_remedies(misfit)] or [None]
    if first is None:
        return []
    return [first, *(replace(one, text=f"or {one.text.removeprefix('or ')}") for one in others)]


def _remedies(misfit: Misfit) -> Iterator[Help]:
    yield from inputs.channels_last(misfit)
    yield from ranks.remedies(misfit)
    yield from widths.remedies(misfit)
    for one in misfit.error.helps:
        if isinstance(one, Setting) and misfit.layer is not None:
            yield Help(one.text, setting(misfit.place, misfit.layer, one.field, one.value))
        else:
            yield Help(one.text if isinstance(one, Setting) else one)
    yield from merges.remedies(misfit)
