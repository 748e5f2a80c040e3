"""Terms: integer functions of named open sizes, and exact arithmetic on them.

NOTE: Why not a computer algebra system? Every shape rule consists of `+`, `-`, `*` and floor division by a known
number. Over *one* open size `H` the results are always of the form

    value(H) = slope * (H // period) + table[H % period]

so a few integers represent a term, and two terms are the same function if and only if their canonical forms are equal.
Only products of open sizes, and sums of different ones, are not of this form. They become an `Opaque` sum of products,
which can still be evaluated and added, and which is equal to any with the same structure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import gcd, lcm

from archspec import limits
from archspec.tensors.budget import FORMULA, spend
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import LongFormula


@dataclass(frozen=True, slots=True)
class Periodic:
    """A function of one open size: `slope * (n // period) + table[n % period]`.

    Always in canonical form (made by `periodic`): the period is the smallest possible and the function is not constant.
    """

    symbol: str
    slope: int
    period: int
    table: tuple[int, ...]

    def at(self, n: int) -> int:
        """The value at `n`, which may be any integer."""
        return self.slope * (n // self.period) + self.table[n % self.period]


@dataclass(frozen=True, slots=True)
class Floor:
    """`⌊term / divisor⌋`, where no table can say it."""

    term: "Periodic | Opaque"
    divisor: int


Factor = Periodic | Floor
Product = tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A sum of products of functions, each product with its coefficient; the empty product stands for the constant.

    Always in canonical form (made by `_sum`).
    """

    parts: tuple[tuple[Product, int], ...]
    weight: int


Term = int | Periodic | Opaque


def symbol(name: str) -> Periodic:
    """The open size `name` itself."""
    return Periodic(name, 1, 1, (0,))


def periodic(name: str, slope: int, table: tuple[int, ...]) -> int | Periodic:
    """The function `slope * (n // len(table)) + table[n % len(table)]` in canonical form.

    Raises:
        ShapeError: a number in it is beyond `limits.COEFFICIENT`.
    """
    period = len(table)
    spend(period)
    for prime in primes(period):
        while period % prime == 0 and slope % prime == 0:
            shorter, step = period // prime, slope // prime
            if any(table[i + shorter] != table[i] + step for i in range(period - shorter)):
                break
            period, slope, table = shorter, step, table[:shorter]
    if slope == 0 and period == 1:
        return table[0]
    if max(abs(slope), *(abs(value) for value in table)) > limits.COEFFICIENT:
        raise _too_large()
    return Periodic(name, slope, period, table)


def shifted(function: Periodic, by: int) -> Periodic:
    """The function plus a number.

    Raises:
        ShapeError: the number is beyond `limits.COEFFICIENT`.
    """
    if abs(by) > limits.COEFFICIENT:
        raise _too_large()
    spend(len(function.table))
    return Periodic(function.symbol, function.slope, function.period, tuple(value + by for value in function.table))


def add(a: Term, b: Term) -> Term:
    """`a + b`."""
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    if isinstance(a, int):
        a, b = b, a
    if isinstance(a, Periodic) and isinstance(b, int):
        return shifted(a, b)
    return _sum(chain(parts_of(a), parts_of(b)))


def multiply(a: Term, b: Term) -> Term:
    """`a * b`."""
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    if isinstance(a, int):
        a, b = b, a
    if isinstance(a, Periodic) and isinstance(b, int):
        return periodic(a.symbol, a.slope * b, tuple(value * b for value in a.table))
    left, right = [as_product(*part) for part in parts_of(a)], [as_product(*part) for part in parts_of(b)]
    return _sum((_sorted(p + q), c * d) for p, c in left for q, d in right)


def subtract(a: Term, b: Term) -> Term:
    """`a - b`."""
    return add(a, multiply(b, -1))


def floor_divide(a: Term, divisor: int) -> Term:
    """`⌊a / divisor⌋`, for a positive divisor."""
    if isinstance(a, int):
        return a // divisor
    if isinstance(a, Periodic):
        period = _divided_period(a, divisor)
        if period <= limits.PERIOD:
            slope = a.slope * (period // a.period) // divisor
            return periodic(a.symbol, slope, tuple(a.at(n) // divisor for n in range(period)))
    if divisor == 1:
        return a
    # Whole multiples leave the floor; what stays inside is reduced by the common factor.
    parts = [as_product(*part) for part in parts_of(a)]
    whole = [(product, c // divisor) for product, c in parts]
    inside = [(product, c % divisor) for product, c in parts if product and c % divisor]
    if not inside:
        return _sum(whole)
    common = gcd(divisor, *(c for _, c in inside))
    constant = sum(c % divisor for product, c in parts if not product) // common
    inner = _sum([*((product, c // common) for product, c in inside), ((), constant)])
    return _sum(chain(whole, parts_of(_floor(inner, divisor // common))))


def quotient(a: Term, b: Term) -> Term | None:
    """The term `q` with `q * b == a` everywhere, if it can be read off the two; `b` is not zero."""
    if isinstance(b, int):
        parts = [as_product(*part) for part in parts_of(a)]
        return None if any(c % b for _, c in parts) else _sum((product, c // b) for product, c in parts)
    if len(divisors := parts_of(b)) != 1:
        return 1 if a == b else None
    divisor, scale = as_product(*divisors[0])
    result: list[tuple[Product, int]] = []
    for product, c in (as_product(*part) for part in parts_of(a)):
        left = Counter(product)
        left.subtract(divisor)
        if c % scale or min(left.values()) < 0:
            return None
        result.append((_sorted(left.elements()), c // scale))
    return _sum(result)


def evaluate(term: Term, sizes: Mapping[str, int]) -> int:
    """The value of `term` where the open sizes are `sizes`.

    Raises:
        KeyError: an open size of the term is missing.
    """
    value = substitute(term, sizes)
    if not isinstance(value, int):
        raise KeyError(next(name for name in symbols(term) if name not in sizes))
    return value


def substitute(term: Term, values: Mapping[str, Term]) -> Term | None:
    """`term` with other terms in place of some of its open sizes; None where no term can say it."""
    if isinstance(term, int):
        return term
    if isinstance(term, Periodic):
        return _compose(term, values[term.symbol]) if term.symbol in values else term
    total: Term = 0
    for product, coefficient in term.parts:
        value: Term = coefficient
        for factor in product:
            inner = substitute(factor if isinstance(factor, Periodic) else factor.term, values)
            if inner is None:
                return None
            value = multiply(value, inner if isinstance(factor, Periodic) else floor_divide(inner, factor.divisor))
        total = add(total, value)
    return total


def parts_of(term: Term) -> tuple[tuple[Product, int], ...]:
    """A term as a sum: products with their coefficients, the constant under the empty product."""
    if isinstance(term, int):
        return (((), term),)
    return (((term,), 1),) if isinstance(term, Periodic) else term.parts


def as_product(product: Product, coefficient: int) -> tuple[Product, int]:
    """A part as it is inside a longer product: a lone function gives its common factor to the coefficient."""
    if len(product) == 1 and isinstance(lone := product[0], Periodic):
        content = gcd(lone.slope, *lone.table)
        if lone.slope < 0 or (lone.slope == 0 and next(filter(None, lone.table)) < 0):
            content = -content
        smaller = Periodic(lone.symbol, lone.slope // content, lone.period, tuple(v // content for v in lone.table))
        return (smaller,), coefficient * content
    return product, coefficient


def lone_floor(term: Term) -> tuple[Floor, int] | None:
    """The floor and the number, if the term is nothing but their sum."""
    (product, coefficient), *rest = parts_of(term)
    if coefficient == len(product) == 1 and isinstance(lone := product[0], Floor) and not any(p for p, _ in rest):
        return lone, sum(c for _, c in rest)
    return None


def symbols(term: Term) -> tuple[str, ...]:
    """The names of the open sizes in `term`, in alphabetical order."""
    return tuple(sorted(set(_symbols(term))))


def _symbols(term: Term | Factor) -> Iterator[str]:
    if isinstance(term, Periodic):
        yield term.symbol
    elif isinstance(term, Floor):
        yield from _symbols(term.term)
    elif isinstance(term, Opaque):
        for product, _ in term.parts:
            for factor in product:
                yield from _symbols(factor)


def _compose(outer: Periodic, inner: Term) -> Term | None:
    """`outer(inner)`."""
    if isinstance(inner, int):
        return outer.at(inner)
    if outer.period == 1:
        return add(multiply(inner, outer.slope), outer.table[0])
    if isinstance(inner, Opaque):
        return None
    period = inner.period * (outer.period // gcd(inner.slope, outer.period))
    if period > limits.PERIOD:
        return None
    slope = outer.slope * (inner.slope * (period // inner.period) // outer.period)
    return periodic(inner.symbol, slope, tuple(outer.at(inner.at(n)) for n in range(period)))


def _floor(inner: Term, divisor: int) -> Term:
    """`⌊inner / divisor⌋` for an `inner` that has no part to take out."""
    # ⌊(⌊x / a⌋ + c) / b⌋ is ⌊(x + a c) / (a b)⌋, so a chain of strides stays one floor.
    if lone := lone_floor(inner):
        floor, constant = lone
        return floor_divide(add(floor.term, floor.divisor * constant), floor.divisor * divisor)
    if isinstance(inner, int) or (isinstance(inner, Periodic) and _divided_period(inner, divisor) <= limits.PERIOD):
        return floor_divide(inner, divisor)
    return _sum([((Floor(inner, divisor),), 1)])


def _divided_period(function: Periodic, divisor: int) -> int:
    """The period of `⌊function / divisor⌋`."""
    return function.period * (divisor // gcd(function.slope, divisor))


def _sorted(factors: Iterable[Factor]) -> Product:
    return tuple(sorted(factors, key=repr))


def _sum(parts: Iterable[tuple[Product, int]]) -> Term:
    """The sum of some products in canonical form: like products together, one function for each open size."""
    constant = 0
    products: Counter[Product] = Counter()
    functions: list[Periodic] = []
    for product, coefficient in parts:
        spend(FORMULA)
        if not product:
            constant += coefficient
        elif len(product) == 1 and isinstance(lone := product[0], Periodic):
            merged = multiply(lone, coefficient) if coefficient != 1 else lone
            for other in [f for f in functions if f.symbol == lone.symbol]:
                if isinstance(merged, Periodic) and lcm(other.period, merged.period) <= limits.PERIOD:
                    functions.remove(other)
                    merged = _plus(merged, other)
            if isinstance(merged, Periodic):
                functions.append(merged)
            elif isinstance(merged, int):
                constant += merged
        else:
            products[product] += coefficient
    terms: list[tuple[Product, int]] = [(product, c) for product, c in products.items() if c]
    if not terms and len(functions) <= 1:
        return add(functions[0], constant) if functions else constant
    # Each function starts from zero, so that (H + 3) + W and H + (W + 3) are the same.
    for function in functions:
        constant += function.table[0]
        terms.append(((shifted(function, -function.table[0]),), 1))
    terms.sort(key=repr)
    if constant:
        terms.append(((), constant))
    weight = sum(_weight(factor) for product, _ in terms for factor in product)
    if weight > limits.FACTORS or max(abs(c) for _, c in terms) > limits.COEFFICIENT:
        raise _too_large()
    return Opaque(tuple(terms), weight)


def _plus(a: Periodic, b: Periodic) -> int | Periodic:
    period = lcm(a.period, b.period)
    slope = a.slope * (period // a.period) + b.slope * (period // b.period)
    return periodic(a.symbol, slope, tuple(a.at(n) + b.at(n) for n in range(period)))


def _weight(factor: Factor) -> int:
    """How many factors it counts for: floors in floors double, so that they never go deep."""
    return 2 * factor.term.weight if isinstance(factor, Floor) and isinstance(factor.term, Opaque) else 1


def primes(n: int) -> Iterator[int]:
    """The primes that divide `n`."""
    candidate = 2
    while candidate * candidate <= n:
        if n % candidate == 0:
            yield candidate
            while n % candidate == 0:
                n //= candidate
        candidate += 1
    if n > 1:
        yield n


def _too_large() -> ShapeError:
    return ShapeError(LongFormula())
