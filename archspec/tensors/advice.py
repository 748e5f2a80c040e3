"""Helps for sizes that do not fit, for the errors of `arithmetic`."""

from collections.abc import Sequence
from math import prod

from archspec import limits
from archspec.tensors.dim import Size, known
from archspec.tensors.shape import Shape


def padded(shape: Shape, factor: int) -> tuple[str, ...]:
    """Says how to pad each axis of space up to a multiple."""
    spare = [-n % factor for n in shape.spatial if isinstance(n, int)]
    if len(spare) < shape.rank:
        return ()
    multiples = " × ".join(str(n + more) for n, more in zip(shape.spatial, spare, strict=True))
    return (f"pad it to {multiples}, in a layer before it: `pad: {[[0, more] for more in spare]}`",)


def widened(shape: Shape, divisor: int) -> tuple[str, ...]:
    """Says how to bring the channels up to a multiple."""
    if not isinstance(shape.channels, int):
        return ()
    wanted = -(-shape.channels // divisor) * divisor
    return (f"bring them to {wanted}, in a layer before it: `conv: {{filters: {wanted}, size: 1}}`",)


def multiples(n: Size, divisor: int) -> tuple[str, ...]:
    """Says which multiples are nearest."""
    if not isinstance(n, int):
        return ()
    below, above = n // divisor * divisor, -(-n // divisor) * divisor
    return (f"the nearest multiples of {divisor} are {below} and {above}" if below else f"the nearest is {above}",)


def fitting(shape: Shape, asked: Shape) -> tuple[str, ...]:
    """Says which reshape would hold all values, or which upsampling makes the shape asked for."""
    others, rest, total = _count(asked.spatial), _count(asked[1:]), _count(shape)
    if len(asked) > 1 and rest == total is not None:
        return (f"leave the batch axis out: `{_listed(asked[1:])}`",)
    pairs = [(known(n), known(m)) for n, m in zip(shape.spatial, asked.spatial, strict=False)]
    factors = {m // n if n and m and m % n == 0 else None for n, m in pairs}
    if shape.rank == asked.rank and shape.channels == asked.channels and len(factors) == 1 and None not in factors:
        return (f"make new values with `upsample: {factors.pop()}`: a reshape makes none",)
    if total is None:
        return ()
    first = [total // rest, *asked[1:]] if rest and total % rest == 0 else []
    last = [*asked.spatial, total // others] if others and total % others == 0 else []
    # Axes that are joined whole keep the values of a position together.
    keeps = _joins(shape, rest) or (not last and asked.rank == 1 and shape.rank > 0)
    sizes = first if first and keeps else last or [total]
    whole = "; a size of -1 stands for whatever is left" if len(sizes) > 1 else ""
    return (f"write `{_listed(sizes)}`, which holds them all{whole}",)


def dividing(shape: Shape, asked: Shape) -> tuple[str, ...]:
    """Says which last size beside a -1 would leave nothing over, or that the first size is one of a batch."""
    without = asked[1:]
    if asked[0] != -1 and len(without) > 1 and _divides(without, shape):
        return (f"if {asked[0]} is the size of a batch, leave it out: `{_listed(without)}`",)
    total, last = _count(shape), known(asked.channels)
    rest = _count([size for size in asked.spatial if size != -1])
    if not total or not rest or total % rest or last is None or last < 1:
        return ("choose sizes whose product divides the number of values",)
    away = range(min(last, limits.DISTANCE))
    nearest = next((k for far in away for k in (last - far, last + far) if total // rest % k == 0), None)
    if nearest is None:
        return ("choose sizes whose product divides the number of values",)
    return (f"write `{_listed([*asked.spatial, nearest])}`, which leaves nothing over",)


def _listed(sizes: Sequence[Size]) -> str:
    """Returns sizes as a spec writes a shape: `[7, 7, 64]`."""
    return f"[{', '.join(map(str, sizes))}]"


def _joins(shape: Shape, count: int | None) -> bool:
    """Returns whether so many values are those of whole axes, the last ones."""
    return any(_count(shape[axis:]) == count for axis in range(len(shape)))


def _divides(asked: Sequence[Size], shape: Shape) -> bool:
    """Returns whether sizes beside a -1 would leave nothing over."""
    rest, total = _count([size for size in asked if size != -1]), _count(shape)
    return bool(rest and total) and (total or 0) % (rest or 1) == 0


def _count(sizes: Sequence[Size]) -> int | None:
    """Returns how many values there are, if no size is open."""
    whole = [size for size in sizes if isinstance(size, int)]
    return prod(whole) if len(whole) == len(sizes) else None
