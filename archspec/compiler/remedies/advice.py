"""All remedies for a layer that does not fit, the most likely first."""

from collections.abc import Iterator

from archspec.compiler.remedies import inputs, merges, pools, ranks, settings, widths, windows
from archspec.compiler.remedies.misfit import Misfit
from archspec.diagnostics.diagnostic import Help


def remedies(misfit: Misfit) -> list[Help]:
    """Returns things to do about a layer that does not fit its inputs; what follows the first begins with "or"."""
    found = list(dict.fromkeys(_remedies(misfit)))
    return [*found[:1], *(one._replace(text=f"or {one.text.removeprefix('or ')}") for one in found[1:])]


def _remedies(misfit: Misfit) -> Iterator[Help]:
    yield from inputs.without_batch(misfit)
    turned = [*inputs.channels_last(misfit), *inputs.positions_first(misfit)]
    yield from turned
    yield from inputs.channels_forgotten(misfit)
    yield from ranks.remedies(misfit)
    yield from widths.remedies(misfit)
    yield from merges.same_sizes(misfit)
    yield from pools.taken_by_the_pool(misfit)
    yield from pools.of_the_whole_map(misfit)
    padded = list(windows.kept_by_padding(misfit))
    yield from padded
    yield from windows.given_back(misfit)
    for one in () if padded else misfit.error.helps:
        yield from settings.remedies(misfit, one, one.setting) if one.setting else (one,)
    yield from widths.declared(misfit)
    yield from merges.remedies(misfit)
    yield from widths.multiple_of_groups(misfit)
    if not turned:
        yield from inputs.larger(misfit)
