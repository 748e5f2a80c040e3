"""How sets of sizes are written: `H >= 16`, `H % 16 == 0`, `H % 4 in [0, 1]`, `H == 12`."""

from archspec.tensors.sizeset import EVERY_SIZE, SizeSet, size_set

MAX_EXCEPTIONS = 8
"""The most sizes that are named as exceptions."""

MAX_WRITTEN = 16
"""The longest list that is written out; of a longer one only the ends are."""


def statements(name: str, sizes: SizeSet) -> tuple[str, ...]:
    """Says in a few short statements, all of which hold, which sizes of `name` are in a set; none for every size.

    Each is an expression of the language, exact unless it lists more than `MAX_WRITTEN` numbers.
    """
    if sizes == EVERY_SIZE:
        return ()
    if (only := sizes.only()) is not None:
        return (f"{name} == {only}",)
    if not sizes.residues:
        return _finite(name, sizes)
    pattern = size_set((), 1, sizes.period, sizes.residues)
    residues = _residues(name, sizes.period, sizes.residues)
    if any(n not in pattern for n in sizes.few):
        tail = " and ".join([f"{name} >= {pattern.above(sizes.cut)}", *residues])
        return (f"{name} in {_listed(sizes.few)} or {tail}",)
    first = sizes.minimum() or 1
    bound = () if pattern.minimum() == first else (f"{name} >= {first}",)
    holes = _holes(sizes, pattern)
    if len(holes) > MAX_EXCEPTIONS:
        return (*residues, f"{name} in {_listed(sizes.few)} or {name} >= {pattern.above(sizes.cut)}")
    return (*bound, *residues, *_without(name, holes))


def _finite(name: str, sizes: SizeSet) -> tuple[str, ...]:
    few = sizes.few
    if not few:
        return (f"{name} in []",)
    holes = [n for n in range(few[0], few[-1]) if n not in sizes] if few[-1] - few[0] < 2 * len(few) else None
    if holes is None or len(holes) > min(MAX_EXCEPTIONS, len(few)) or len(few) == 2:
        return (f"{name} in {_listed(few)}",)
    lower = () if few[0] == 1 else (f"{name} >= {few[0]}",)
    return (*lower, f"{name} <= {few[-1]}", *_without(name, holes))


def _holes(sizes: SizeSet, pattern: SizeSet) -> list[int]:
    """The sizes above the smallest that the pattern has and the set has not; one too many are enough."""
    holes: list[int] = []
    n = pattern.above(sizes.minimum() or 1)
    while n is not None and n < sizes.cut and len(holes) <= MAX_EXCEPTIONS:
        if n not in sizes:
            holes.append(n)
        n = pattern.above(n + 1)
    return holes


def _without(name: str, holes: list[int]) -> tuple[str, ...]:
    if not holes:
        return ()
    return (f"{name} != {holes[0]}" if len(holes) == 1 else f"{name} not in {holes}",)


def _residues(name: str, period: int, residues: tuple[int, ...]) -> tuple[str, ...]:
    """Says which residues there are, in the shortest way."""
    if period == 1:
        return ()
    others = [r for r in range(period) if r not in residues] if period <= 2 * MAX_WRITTEN + len(residues) else []
    if len(residues) == 1:
        return (f"{name} % {period} == {residues[0]}",)
    if len(others) == 1:
        return (f"{name} % {period} != {others[0]}",)
    if residues == tuple(range(len(residues))) and len(residues) > 2:
        return (f"{name} % {period} <= {residues[-1]}",)
    if residues == tuple(range(period - len(residues), period)) and len(residues) > 2:
        return (f"{name} % {period} >= {residues[0]}",)
    if 0 < len(others) < len(residues):
        return (f"{name} % {period} not in {_listed(tuple(others))}",)
    return (f"{name} % {period} in {_listed(residues)}",)


def _listed(numbers: tuple[int, ...]) -> str:
    if len(numbers) <= MAX_WRITTEN:
        return str(list(numbers))
    return f"[{', '.join(map(str, numbers[:4]))}, …, {numbers[-1]}]"
