"""All remedies for a layer that does not fit, the most likely first."""

from collections.abc import Iterator

from archspec.compiler.remedies import inputs, merges, pools, ranks, settings, widths, windows
from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Help


def remedies(conflict: Conflict) -> list[Help]:
    """Returns things to do about a layer that does not fit its inputs; what follows the first begins with "or"."""
    found = list(dict.fromkeys(_remedies(conflict)))
    return [*found[:1], *(one._replace(text=f"or {one.text.removeprefix('or ')}") for one in found[1:])]


def _remedies(conflict: Conflict) -> Iterator[Help]:
    yield from inputs.without_batch(conflict)
    turned = [*inputs.channels_last(conflict), *inputs.positions_first(conflict)]
    yield from turned
    yield from inputs.channels_forgotten(conflict)
    yield from ranks.remedies(conflict)
    yield from widths.remedies(conflict)
    yield from merges.same_sizes(conflict)
    yield from pools.taken_by_the_pool(conflict)
    yield from pools.of_the_whole_map(conflict)
    padded = list(windows.kept_by_padding(conflict))
    yield from padded
    yield from windows.given_back(conflict)
    for one in () if padded else conflict.error.helps:
        yield from settings.remedies(conflict, one, one.setting) if one.setting else (one,)
    yield from widths.declared(conflict)
    yield from merges.remedies(conflict)
    yield from widths.multiple_of_groups(conflict)
    if not turned:
        yield from inputs.larger(conflict)
