"""Exact sets of sizes of one axis: finitely many, then a pattern of residues that repeats forever."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import gcd, lcm

from archspec import limits
from archspec.tensors.budget import spend
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import ManySizes
from archspec.tensors.term import Periodic, primes, shifted


@dataclass(frozen=True, slots=True)
class SizeSet:
    """A set of sizes, from 1 to `limits.SIZE`.

    Always in canonical form (made by `size_set`): the period is the smallest possible, then the cut.

    Attributes:
        few: The members below `cut`, in order.
        cut: From here on the pattern holds.
        period: The length of the pattern.
        residues: Which `n % period` are members, in order; none for a finite set.
    """

    few: tuple[int, ...]
    cut: int
    period: int
    residues: tuple[int, ...]

    def __bool__(self) -> bool:
        return self.minimum() is not None

    def __contains__(self, n: int) -> bool:
        if n >= self.cut:
            return n <= limits.SIZE and _has(self.residues, n % self.period)
        return _has(self.few, n)

    def __and__(self, other: "SizeSet") -> "SizeSet":
        if EVERY_SIZE in (self, other) or self == other:
            return other if self == EVERY_SIZE else self
        period = lcm(self.period, other.period)
        fewer, more = sorted((self, other), key=lambda s: len(s.residues) * (period // s.period))
        repeats = period // fewer.period
        if len(fewer.residues) * repeats > limits.LISTED or period > limits.SIZE:
            raise too_many()
        residues = (r + k * fewer.period for r in fewer.residues for k in range(repeats))
        cut, few = max((self.cut, self.few), (other.cut, other.few))
        return size_set(
            (n for n in few if n in self and n in other),
            cut,
            period,
            (r for r in residues if _has(more.residues, r % more.period)),
        )

    def __invert__(self) -> "SizeSet":
        if max(self.cut, self.period) > limits.LISTED:
            raise too_many()
        few = (n for n in range(1, self.cut) if not _has(self.few, n))
        return size_set(few, self.cut, self.period, (r for r in range(self.period) if not _has(self.residues, r)))

    def __or__(self, other: "SizeSet") -> "SizeSet":
        return ~(~self & ~other)

    def above(self, n: int) -> int | None:
        """The smallest member that is at least `n`."""
        if (i := bisect_left(self.few, n)) < len(self.few):
            return self.few[i]
        if not self.residues:
            return None
        start = max(n, self.cut)
        block, residue = divmod(start, self.period)
        i = bisect_left(self.residues, residue)
        block, i = (block, i) if i < len(self.residues) else (block + 1, 0)
        member = block * self.period + self.residues[i]
        return member if member <= limits.SIZE else None

    def below(self, n: int) -> int | None:
        """The largest member that is at most `n`."""
        if n >= self.cut and self.residues:
            block, residue = divmod(min(n, limits.SIZE), self.period)
            i = bisect_right(self.residues, residue) - 1
            member = (block if i >= 0 else block - 1) * self.period + self.residues[i]
            if member >= self.cut:
                return member
        i = bisect_right(self.few, n) - 1
        return self.few[i] if i >= 0 else None

    def minimum(self) -> int | None:
        """The smallest member."""
        return self.above(1)

    def only(self) -> int | None:
        """The member, if there is just one."""
        return self.few[0] if len(self.few) == 1 and not self.residues else None

    def missing(self, within: "SizeSet | None" = None) -> int | None:
        """The smallest size (of those `within`) that is not a member."""
        whole = EVERY_SIZE if within is None else within
        if self & whole == whole:
            return None
        n = whole.minimum()
        while n is not None and n in self:
            n = whole.above(n + 1)
        return n


def size_set(few: Iterable[int], cut: int, period: int, residues: Iterable[int]) -> SizeSet:
    """The set of `few`, all below `cut`, and of every size from `cut` on whose residue is one of `residues`.

    Raises:
        ShapeError: there are more than `limits.LISTED` sizes to list.
    """
    listed, pattern = tuple(sorted(set(few))), tuple(sorted(set(residues)))
    if max(len(listed), len(pattern)) > limits.LISTED:
        raise too_many()
    spend(len(listed) + len(pattern))
    period, pattern = _shortest(period, pattern)
    if not pattern or cut > limits.SIZE:
        return SizeSet(listed, listed[-1] + 1 if listed else 1, 1, ())
    # The cut moves down as long as what lies just below it follows the pattern.
    count = len(listed)
    while cut > 1:
        last = listed[count - 1] if count else 0
        block, residue = divmod(cut - 1, period)
        i = bisect_right(pattern, residue) - 1
        expected = max((block if i >= 0 else block - 1) * period + pattern[i], 0)
        if last != expected:
            cut = max(last, expected) + 1
            break
        cut, count = max(last, 1), count - (last > 0)
    return SizeSet(listed[:count], cut, period, pattern)


def progressions(starts: Iterable[int], step: int, points: Iterable[int] = ()) -> SizeSet:
    """The sizes among `points`, and among `start`, `start + step`, `start + 2 step`, … for each of `starts`."""
    few = [n for n in points if 0 < n <= limits.SIZE]
    firsts = [start if start > 0 else start % step or step for start in starts if start <= limits.SIZE]
    cut = max([*firsts, max(few, default=0) + 1])
    if sum((cut - first) // step for first in firsts) > limits.LISTED:
        raise too_many()
    few.extend(chain.from_iterable(range(first, cut, step) for first in firsts))
    return size_set(few, cut, step, [first % step for first in firsts])


def where_at_least(function: Periodic, bound: int) -> SizeSet:
    """The sizes at which the function is at least `bound`."""
    slope, period = function.slope, function.period
    if slope == 0:
        return progressions((r for r, value in enumerate(function.table) if value >= bound), period)
    # slope * block + value >= bound is a bound on the block, from below if the function rises, else from above.
    blocks = (-((value - bound) // slope) if slope > 0 else (value - bound) // -slope for value in function.table)
    edges = [block * period + r for r, block in enumerate(blocks)]
    if slope > 0:
        return progressions(edges, period)
    if sum(max(edge, 0) for edge in edges) // period > limits.LISTED:
        raise too_many()
    return progressions((), period, chain.from_iterable(range(edge % period, edge + 1, period) for edge in edges))


def where_zero(function: Periodic) -> SizeSet:
    """The sizes at which the function is zero."""
    slope, period = function.slope, function.period
    if slope == 0:
        return progressions((r for r, value in enumerate(function.table) if value == 0), period)
    return progressions(
        (), period, (-value // slope * period + r for r, value in enumerate(function.table) if value % slope == 0)
    )


def preimage(function: Periodic, target: SizeSet) -> SizeSet:
    """The sizes that the function takes into `target`."""
    if function.slope < 0:
        return progressions((), 1, (n for n in where_at_least(function, 1).few if function.at(n) in target))
    period = function.period * (target.period // gcd(function.slope, target.period))
    if max(period, len(target.few) * function.period) > limits.LISTED:
        raise too_many()
    if function.slope == 0:
        return progressions((r for r in range(period) if function.at(r) in target), period)
    slope = function.slope * (period // function.period)
    # In each class of sizes the values rise by a multiple of the target's period: in or out for ever after the cut.
    starts = (
        max(-((function.at(r) - target.cut) // slope), 0) * period + r
        for r in range(period)
        if _has(target.residues, function.at(r) % target.period)
    )
    points = chain.from_iterable(where_zero(shifted(function, -n)).few for n in target.few)
    return progressions(starts, period, points)


def image(function: Periodic, source: SizeSet) -> SizeSet:
    """The sizes that the function makes of `source`."""
    if function.slope < 0:
        source &= where_at_least(function, 1)
    period = lcm(function.period, source.period)
    if len(source.residues) * (period // source.period) > limits.LISTED:
        raise too_many()
    # The first sizes of `source` from its cut on, one for each class in which the function is a straight line.
    firsts = [
        source.cut + (r + k * source.period - source.cut) % period
        for r in source.residues
        for k in range(period // source.period)
    ]
    points = (function.at(n) for n in source.few)
    if function.slope == 0:
        return progressions((), 1, chain(points, map(function.at, firsts)))
    return progressions(map(function.at, firsts), abs(function.slope) * (period // function.period), points)


def too_many() -> ShapeError:
    """The error for a set of sizes that cannot be listed."""
    return ShapeError(ManySizes())


def _has(ordered: tuple[int, ...], n: int) -> bool:
    i = bisect_left(ordered, n)
    return i < len(ordered) and ordered[i] == n


def _shortest(period: int, residues: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """The shortest pattern with the same members."""
    for prime in primes(period):
        while period % prime == 0 and len(residues) % prime == 0:
            spend(len(residues))
            kept = {r % (period // prime) for r in residues}
            if len(kept) * prime != len(residues):
                break
            period, residues = period // prime, tuple(sorted(kept))
    return period, residues


EVERY_SIZE = SizeSet((), 1, 1, (0,))
"""All sizes."""
