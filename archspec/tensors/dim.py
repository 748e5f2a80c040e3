"""Open sizes: an axis whose size is an exact function of named sizes that are not known yet.

A `Dim` is a *partial* function: it carries the sizes for which it exists. The conditions of a network on its input are
the conjunction of those that its shapes carry; they are not stored anywhere else.

NOTE: Why does `==` compare the domain too? Because equal values must be interchangeable, for example in caches. To ask
whether two sizes are the same number, use `always_equal` or `unify`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from archspec.tensors import term as terms
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.faults import NoCommonSize, ShapeError
from archspec.tensors.notation import equations, render
from archspec.tensors.term import Opaque, Periodic, Term


@dataclass(frozen=True, slots=True)
class Dim:
    """An open size.

    Adds, subtracts and multiplies with sizes; divides, rounding down, by a positive number. Made by `Dim.symbol` and by
    arithmetic.

    Attributes:
        term: The function.
        domain: The sizes for which it exists.
    """

    term: Term
    domain: Domain

    @staticmethod
    def symbol(name: str) -> "Dim":
        """The open size called `name`: any size from 1 on."""
        return Dim(terms.symbol(name), EVERYTHING)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the open sizes it is a function of."""
        return terms.symbols(self.term)

    def evaluate(self, sizes: Mapping[str, int]) -> int:
        """The size, given the open sizes.

        Raises:
            KeyError: an open size is missing.
            ValueError: it does not exist for these sizes.
        """
        value = terms.evaluate(self.term, sizes)
        if not self.domain.contains(sizes):
            raise ValueError(f"{self} does not exist for {equations(sizes)}")
        return value

    def __add__(self, other: "Size") -> "Size":
        return _size(terms.add(self.term, term_of(other)), _common(self, other))

    def __radd__(self, other: int) -> "Size":
        return self + other

    def __sub__(self, other: "Size") -> "Size":
        return _size(terms.subtract(self.term, term_of(other)), _common(self, other))

    def __rsub__(self, other: int) -> "Size":
        return _size(terms.subtract(other, self.term), self.domain)

    def __mul__(self, other: "Size") -> "Size":
        return _size(terms.multiply(self.term, term_of(other)), _common(self, other))

    def __rmul__(self, other: int) -> "Size":
        return self * other

    def __floordiv__(self, divisor: int) -> "Size":
        return _size(terms.floor_divide(self.term, divisor), self.domain)

    def __str__(self) -> str:
        return render(self.term)


Size = int | Dim
"""The size of an axis: a number, or open."""


def ceil_div(size: Size, divisor: int) -> Size:
    """`⌈size / divisor⌉`, for a positive divisor."""
    return (size + (divisor - 1)) // divisor


def known(size: Size) -> int | None:
    """The number, where there is only one it can be."""
    if isinstance(size, int):
        return size
    return size.term if isinstance(size.term, int) else None


def term_of(size: Size) -> Term:
    """The function without its domain."""
    return size if isinstance(size, int) else size.term


def domain_of(size: Size) -> Domain:
    """The open sizes for which a size exists."""
    return EVERYTHING if isinstance(size, int) else size.domain


def everywhere(size: Size) -> Size:
    """The same function of the open sizes, for all of them."""
    return _size(term_of(size), EVERYTHING)


def fixed(size: Size, sizes: Mapping[str, int]) -> Size:
    """The size with numbers in place of some open sizes; it exists nowhere if they will not do."""
    term = terms.substitute(term_of(size), sizes)
    return size if term is None else _size(term, domain_of(size).given(sizes))


def unify(a: Size, b: Size) -> Size | None:
    """The size that both are: where they are not always equal, it exists only where they are.

    Of two forms the simpler is taken: 16*⌊H/16⌋ and `H` give `H`, for `H % 16 == 0`.

    Returns:
        The size, or None if they are never equal: the caller must refuse.
    """
    if isinstance(a, int) and isinstance(b, int):
        return a if a == b else None
    left, right = term_of(a), term_of(b)
    return _narrowed(min(left, right, key=_complexity), domain_of(a) & domain_of(b) & Domain.equal(left, right))


def require_at_least(size: Size, bound: int) -> Size | None:
    """The size, where it is at least `bound`; None if it never is: the caller must refuse."""
    if isinstance(size, int):
        return size if size >= bound else None
    return _narrowed(size.term, size.domain & Domain.at_least(size.term, bound))


def require_multiple(size: Size, divisor: int) -> Size | None:
    """The size, where `divisor` divides it; None if it never does: the caller must refuse."""
    if isinstance(size, int):
        return size if size % divisor == 0 else None
    return _narrowed(size.term, size.domain & Domain.multiple(size.term, divisor))


def quotient(size: Size, divisor: Size) -> Size | None:
    """The size that gives `size` when multiplied with `divisor`, where there is one and it can be told.

    A known divisor narrows an open size to its multiples; an open one must be one of its factors.
    """
    common = domain_of(size) & domain_of(divisor)
    if (whole := restrict(size, common)) is None or (part := restrict(divisor, common)) is None:
        return None
    if (number := known(part)) is not None:
        multiple = require_multiple(whole, number) if number > 0 else None
        return None if multiple is None else multiple // number
    value = terms.quotient(term_of(whole), term_of(part))
    return None if value is None else _narrowed(value, common)


def always_equal(a: Size, b: Size) -> bool:
    """Whether two sizes are the same number wherever both exist."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    common, left, right = domain_of(a) & domain_of(b), term_of(a), term_of(b)
    if common.is_empty or _told_apart(left, right, common):
        return False
    return common & Domain.equal(left, right) == common


def _told_apart(a: Term, b: Term, domain: Domain) -> bool:
    """Whether examples tell two functions apart; they are looked at where to compare the functions takes long."""
    if not (isinstance(a, Opaque) or isinstance(b, Opaque)):
        return False
    names = (*terms.symbols(a), *terms.symbols(b))
    return any(terms.evaluate(a, sizes) != terms.evaluate(b, sizes) for sizes in domain.examples(names))


def difference(a: Size, b: Size) -> dict[str, int] | None:
    """The smallest open sizes for which both sizes exist and are not equal; None if none are found."""
    common = domain_of(a) & domain_of(b)
    equal = Domain.equal(term_of(a), term_of(b))
    smallest = common.example([*terms.symbols(term_of(a)), *terms.symbols(term_of(b))])
    if smallest is None or equal.is_empty:
        return smallest
    found = equal.counterexample(within=common)
    return smallest | found if found and common.contains(smallest | found) else None


def restrict(size: Size, domain: Domain) -> Size | None:
    """The size, where `domain` holds too; None if that is nowhere."""
    return _narrowed(term_of(size), domain_of(size) & domain)


def _common(a: Dim, b: Size) -> Domain:
    """Where both exist."""
    if isinstance(b, int):
        return a.domain
    common = a.domain & b.domain
    if common.is_empty:
        raise ShapeError(NoCommonSize(a, b, clash(a.domain, b.domain)))
    return common


def clash(a: Domain, b: Domain) -> tuple[tuple[str, str], ...]:
    """Returns, for each open size, what the one and the other of two domains ask of it."""
    both = sorted({*a.symbols} & {*b.symbols})
    pairs = ((" and ".join(a.conditions(name)), " and ".join(b.conditions(name))) for name in both)
    return tuple((left, right) for left, right in pairs if left != right)


def _narrowed(term: Term, domain: Domain) -> Size | None:
    return None if domain.is_empty else _size(term, domain)


def _size(term: Term, domain: Domain) -> Size:
    """A size in canonical form: a plain number if it is one and exists everywhere."""
    if not isinstance(term, int):
        fixed: dict[str, Term] = {name: only for name, sizes in domain.sets if (only := sizes.only()) is not None}
        value = terms.substitute(term, fixed) if fixed else None
        term = term if value is None else value
    return term if isinstance(term, int) and domain == EVERYTHING else Dim(term, domain)


def _complexity(term: Term) -> tuple[int, int, str]:
    """Orders terms by how much there is to read."""
    if isinstance(term, int):
        return 0, 0, ""
    return (1, term.period, repr(term)) if isinstance(term, Periodic) else (2, term.weight, repr(term))
