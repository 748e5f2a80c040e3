"""Finds the sizes nearest to given ones that are in a domain.

NOTE: What is nearest if several sizes are given? Changing one size is nearer than changing two: `H == W` is satisfied
by changing either. If no single change is enough, the sum of all changes is minimised, among smaller sizes, among
larger ones, and among all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from typing import Literal

from archspec import limits
from archspec.tensors.domain import Domain
from archspec.tensors.sizeset import SizeSet

Direction = Literal["down", "up", "any"]


def nearest(domain: Domain, sizes: Mapping[str, int]) -> tuple[dict[str, int], ...]:
    """Returns the smallest changes to some sizes after which they will do; none if they do as they are.

    Args:
        domain: The sizes that will do.
        sizes: Values of some of its open sizes; the others stay open.

    Returns:
        The sizes to change and what to, in each: with one size changed if that is enough, the next smaller and the next
        larger one of each; else all that have to be changed together.
    """
    if not domain.given(sizes).is_empty:
        return ()
    single = [
        found
        for name in sizes
        for direction in ("down", "up")
        if (found := _closest(domain, sizes, (name,), direction)) is not None
    ]
    if single:
        return tuple(single)
    down, up, any_way = (_closest(domain, sizes, tuple(sizes), way) for way in ("down", "up", "any"))
    both = [found for found in (down, up) if found is not None]
    if any_way is not None and all(_distance(any_way, sizes) < _distance(one, sizes) for one in both):
        both.append(any_way)
    return tuple({name: n for name, n in one.items() if n != sizes[name]} for one in both)


@dataclass
class _Search:
    """A search for the values of some open sizes that are nearest to what they are.

    Attributes:
        sizes: What they are.
        direction: Which way they may go.
        best: The nearest values found so far.
        tried: How many combinations have been tried.
    """

    sizes: Mapping[str, int]
    direction: Direction
    best: dict[str, int] | None = None
    tried: int = 0
    _chosen: dict[str, int] = field(default_factory=dict[str, int])

    def over(self, domain: Domain, names: tuple[str, ...], so_far: int = 0) -> None:
        """Tries values of the first name, nearest first, and for each of them those of the others."""
        if not names:
            if not domain.is_empty:
                self.best = dict(self._chosen)
            return
        name, *others = names
        for n in _outward(domain.sizes(name), self.sizes[name], self.direction):
            distance = so_far + abs(n - self.sizes[name])
            self.tried += 1
            if self.tried > limits.COMBINATIONS or (
                self.best is not None and distance >= _distance(self.best, self.sizes)
            ):
                return
            self._chosen[name] = n
            self.over(domain.given({name: n}), tuple(others), distance)


def _closest(
    domain: Domain, sizes: Mapping[str, int], changed: tuple[str, ...], direction: Direction
) -> dict[str, int] | None:
    """Returns the nearest values of some open sizes while the others keep theirs."""
    search = _Search({name: sizes[name] for name in changed}, direction)
    search.over(domain.given({name: n for name, n in sizes.items() if name not in changed}), changed)
    return search.best


def _distance(found: Mapping[str, int], sizes: Mapping[str, int]) -> int:
    return sum(abs(n - sizes[name]) for name, n in found.items())


def _outward(allowed: SizeSet, start: int, direction: Direction) -> Iterator[int]:
    """Yields the members of a set from a size on, the nearest first."""
    if direction == "any":
        ways = (_outward(allowed, start, "down"), _outward(allowed, start + 1, "up"))
        yield from merge(*ways, key=lambda n: abs(n - start))
        return
    n = allowed.below(start) if direction == "down" else allowed.above(start)
    while n is not None:
        yield n
        n = allowed.below(n - 1) if direction == "down" else allowed.above(n + 1)
