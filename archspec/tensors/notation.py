"""How terms are written: `H`, `2*H + 1`, `⌈H/2⌉`, `⌊(H - 4)/2⌋`, `H*W*64`."""

from collections.abc import Mapping
from math import gcd

from archspec.tensors.term import Factor, Periodic, Product, Term, parts_of

LONGEST_TABLE = 8
"""The longest irregular table that is written out."""


def render(term: Term) -> str:
    """The short form of a term, for people."""
    return _sum([_signed(*part) for part in parts_of(term)])


def render_equation(term: Term) -> str:
    """The short form of `term == 0`, with nothing negative on either side: `H == W`."""
    return "{} == {}".format(*_sides(term, 0))


def render_bound(term: Term) -> str:
    """The short form of `term >= 0`, with what is constant on the right: `S + T >= 3`."""
    return "{} >= {}".format(*_sides(term, 1))


def equations(sizes: Mapping[str, int]) -> str:
    """Open sizes with their values: `H = 358, W = 512`."""
    return ", ".join(f"{name} = {n}" for name, n in sizes.items())


def _sides(term: Term, constant_side: int) -> tuple[str, str]:
    """The two sides of a comparison with zero: what is added, and what is taken away."""
    sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
    for product, coefficient in parts_of(term):
        text, signed = _signed(product, coefficient)
        side = constant_side if constant_side and not product else int(signed < 0)
        sides[side].append((text, signed if side == 0 else -signed))
    return _sum(sides[0]), _sum(sides[1])


def _sum(parts: list[tuple[str, int]]) -> str:
    """A sum of `text * number`, what is added before what is taken away; the constant has an empty text."""
    written = ""
    for text, number in sorted(parts, key=lambda part: (part[1] < 0, not part[0])):
        size = abs(number)
        term = str(size) if not text else text if size == 1 else f"{text}*{size}"
        if written:
            written = f"{written} - {term}" if number < 0 else f"{written} + {term}"
        else:
            written = f"-{term}" if number < 0 else term
    return written or "0"


def _signed(product: Product, coefficient: int) -> tuple[str, int]:
    """A part of a sum and its factor; a function that falls becomes one that rises."""
    if len(product) == 1 and isinstance(lone := product[0], Periodic):
        if lone.slope < 0 and coefficient == 1 and lone.table[0] == 0:
            rising = Periodic(lone.symbol, -lone.slope, lone.period, tuple(-value for value in lone.table))
            return _periodic(rising), -1
        return _periodic(lone), coefficient
    return "*".join(grouped(_factor(factor)) for factor in product), coefficient


def _factor(factor: Factor) -> str:
    return _periodic(factor) if isinstance(factor, Periodic) else f"⌊{grouped(render(factor.term))}/{factor.divisor}⌋"


def grouped(text: str) -> str:
    """The text as one thing: in parentheses where it is a sum."""
    depth = 0
    for character in text:
        depth += (character in "(⌊⌈[") - (character in ")⌋⌉]")
        if character == " " and depth == 0:
            return f"({text})"
    return text


def _periodic(function: Periodic) -> str:
    """`scale*⌊(a*H + c)/d⌋ + offset`, or as little of it as there is."""
    name, period, start = function.symbol, function.period, function.table[0]
    if period == 1:
        return _linear(name, function.slope, start)
    scale = gcd(function.slope, *(value - start for value in function.table))
    if function.slope < 0:
        scale = -scale
    # What is taken away is written inside the floor where it can be: ⌊(H - 4)/2⌋, but ⌈H/2⌉ + 1.
    offset = start if scale < 0 or start > 0 else start % scale
    text = _fraction(name, function.slope // scale, tuple((value - offset) // scale for value in function.table))
    scaled = text if abs(scale) == 1 else f"{abs(scale)}*{grouped(text)}"
    return _shifted(scaled, scale, offset)


def _linear(name: str, slope: int, constant: int) -> str:
    return _shifted(name if abs(slope) == 1 else f"{abs(slope)}*{name}", slope, constant)


def _shifted(text: str, slope: int, constant: int) -> str:
    """The text, or less the text where it falls, and a constant if there is one."""
    part = (text, 1 if slope > 0 else -1)
    return _sum([part, ("", constant)] if constant else [part])


def _fraction(name: str, slope: int, table: tuple[int, ...]) -> str:
    """A function whose values have no common factor: a rounded fraction if it is one, else its table."""
    period = len(table)
    if slope == 0:
        return f"{name} % {period}" if table == tuple(range(period)) else f"{_listed(table)}[{name} % {period}]"
    # value = ⌊(slope*n + c)/period⌋ holds for every n exactly when c lies between these two; as no shorter period would
    # do, they are one number then.
    numerators = tuple(period * value - slope * n for n, value in enumerate(table))
    low, high = max(numerators), min(numerators) + period - 1
    if low > high:
        return f"({_linear(name, slope, 0)} + {_listed(numerators)}[{name} % {period}])/{period}"
    if low == period - 1:
        return f"⌈{_linear(name, slope, 0)}/{period}⌉"
    return f"⌊{grouped(_linear(name, slope, low))}/{period}⌋"


def _listed(table: tuple[int, ...]) -> str:
    """The table in full, or only a sign that there is one."""
    return str(list(table)) if len(table) <= LONGEST_TABLE else "[…]"
