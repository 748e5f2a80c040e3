"""Comparisons between terms, and what they say: nothing, the sizes of one axis, or a relation between several."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd, lcm

from archspec import limits
from archspec.tensors.notation import render_bound, render_equation
from archspec.tensors.sizeset import SizeSet, where_at_least, where_zero
from archspec.tensors.term import (
    Opaque,
    Periodic,
    Term,
    add,
    as_product,
    evaluate,
    lone_floor,
    multiply,
    parts_of,
    quotient,
    subtract,
    symbol,
    symbols,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What ties several open sizes together: `term == 0`, or `term >= 0`."""

    term: Term
    is_equation: bool

    def __str__(self) -> str:
        return render_equation(self.term) if self.is_equation else render_bound(self.term)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the open sizes that it ties together."""
        return symbols(self.term)

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether it is true of these sizes."""
        value = evaluate(self.term, sizes)
        return value == 0 if self.is_equation else value >= 0

    def solved(self) -> tuple[str, Periodic] | None:
        """What it says one open size is, in terms of one other, if it says so."""
        for name in reversed(self.symbols) if self.is_equation else ():
            for value in (add(symbol(name), self.term), subtract(symbol(name), self.term)):
                if isinstance(value, Periodic) and value.symbol != name:
                    return name, value
        return None

    def sides(self) -> tuple[Periodic, Periodic] | None:
        """The two sides of an equation between functions of one open size each, of which the first rises."""
        for name in self.symbols if self.is_equation else ():
            for part, coefficient in parts_of(self.term):
                if coefficient == len(part) == 1 and isinstance(left := part[0], Periodic) and left.symbol == name:
                    right = subtract(left, self.term)
                    return (left, right) if isinstance(right, Periodic) and left.slope > 0 else None
        return None

    def implies(self, other: "Relation") -> bool:
        """Whether another equation follows from this one, because its sides are one function of the sides of this.

        ⌈H/4⌉ == ⌈W/4⌉ follows from ⌈H/2⌉ == ⌈W/2⌉: each side is ⌈v/2⌉ of what was v.
        """
        if self == other:
            return True
        own, others = self.sides(), other.sides()
        if own is None or others is None or any(v.symbol != w.symbol for v, w in zip(own, others, strict=True)):
            return False
        # On each side, how far to go until both functions repeat themselves, and by how much `v` has risen there.
        stretches = [lcm(v.period, w.period) for v, w in zip(own, others, strict=True)]
        rises = [v.slope * (n // v.period) for v, n in zip(own, stretches, strict=True)]
        rise = lcm(*rises)
        if min(rises) <= 0 or rise // min(rises) * max(stretches) > limits.LISTED:
            return False
        seen: dict[int, int] = {}
        steps: set[int] = set()
        for v, w, stretch, risen in zip(own, others, stretches, rises, strict=True):
            length = stretch * (rise // risen)
            step = w.slope * (length // w.period)
            steps.add(step)
            for n in range(length):
                block, place = divmod(v.at(n), rise)
                if seen.setdefault(place, w.at(n) - block * step) != w.at(n) - block * step:
                    return False
        return len(steps) == 1


Fact = bool | tuple[str, SizeSet] | Relation
"""What a comparison comes to: it always or never holds, or for some sizes of one axis, or it ties several together."""


def compare(term: Term, *, is_equation: bool) -> Fact:
    """What it takes for `term == 0`, or else `term >= 0`, to hold."""
    if isinstance(term, int):
        return term == 0 or (term > 0 and not is_equation)
    if isinstance(term, Periodic):
        return term.symbol, where_zero(term) if is_equation else where_at_least(term, 0)
    reduced = primitive(term, is_equation=is_equation)
    if not isinstance(reduced, Opaque):
        return compare(reduced, is_equation=is_equation)
    # ⌊x/k⌋ is at least n exactly where x is at least n*k.
    if not is_equation and (lone := lone_floor(reduced)):
        floor, constant = lone
        return compare(add(floor.term, constant * floor.divisor), is_equation=False)
    return Relation(reduced, is_equation)


def primitive(term: Term, *, is_equation: bool) -> Term:
    """The same comparison with zero, without a common factor; an equation with its first part positive.

    2*H == 2*W becomes H == W, and 2*H == 2*W + 1, which never holds, becomes a constant that is not zero.
    """
    parts = [as_product(*part) for part in parts_of(term)]
    common = gcd(*(c for product, c in parts if product))
    spare = sum(c for product, c in parts if not product) % common
    if is_equation and spare:
        return spare
    reduced = quotient(add(term, -spare), common)
    if reduced is None:
        return term
    return multiply(reduced, -1) if is_equation and parts[0][1] < 0 else reduced
