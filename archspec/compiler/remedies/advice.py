"""All remedies for a layer that does not fit, the most likely first."""

from collections.abc import Iterator

from archspec.compiler.remedies import inputs, merges, pools, ranks, widths, windows
from archspec.compiler.remedies.misfit import Misfit
from archspec.compiler.remedies.settings import setting
from archspec.diagnostics.diagnostic import Help
from archspec.tensors.faults import GroupsMismatch, Setting


def remedies(misfit: Misfit) -> list[Help]:
    """Returns things to do about a layer that does not fit its inputs; what follows the first begins with "or"."""
    found = list(dict.fromkeys(_remedies(misfit)))
    return [*found[:1], *(one._replace(text=f"or {one.text.removeprefix('or ')}") for one in found[1:])]


def _remedies(misfit: Misfit) -> Iterator[Help]:
    batch = list(inputs.without_batch(misfit))
    yield from batch
    turned = [*inputs.channels_last(misfit), *inputs.positions_first(misfit)]
    yield from turned
    yield from ranks.remedies(misfit)
    yield from widths.remedies(misfit)
    yield from merges.same_sizes(misfit)
    yield from pools.taken_by_the_pool(misfit)
    yield from pools.of_the_whole_map(misfit)
    padded = list(windows.kept_by_padding(misfit))
    yield from padded
    yield from windows.given_back(misfit)
    for one in () if padded else misfit.error.helps:
        if isinstance(one, Setting) and misfit.layer is not None:
            # Where the batch axis stands in the input, a field that suits one axis more is not what is meant.
            edits = () if batch else setting(misfit.place, misfit.layer, one.field, one.value)
            yield Help(one.text, edits)
        else:
            yield Help(_behind(misfit) + (one.text if isinstance(one, Setting) else one))
    yield from widths.declared(misfit)
    yield from merges.remedies(misfit)
    yield from widths.multiple_of_groups(misfit)
    if not turned:
        yield from inputs.larger(misfit)


def _behind(misfit: Misfit) -> str:
    """Says how to give a norm that a convolution asks for fields of its own: as a layer behind it."""
    is_part = misfit.path.endswith(".norm") and not misfit.place.fields
    return "say `norm: null`, and behind it " if is_part and misfit.error.kind is GroupsMismatch else ""
