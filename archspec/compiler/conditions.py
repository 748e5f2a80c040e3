"""Conditions on open sizes as people write them, and as `show` prints them: `H % 16 == 0`, `⌈H/2⌉ == W`.

NOTE: Why not an expression of the language? Those are computed with numbers, and an open size is none. A condition is
read into the set of all sizes for which it holds, so that two ways to say the same are the same.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from archspec.tensors import term as terms
from archspec.tensors.domain import EVERYTHING, NOTHING, Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.term import Term

LONGEST = 500
"""The most characters of a condition."""

_TOKEN = re.compile(
    r"\s+|[0-9]+(?![0-9A-Za-z_])|[A-Za-z_][A-Za-z0-9_]*|//|[<>=!]=|[-+*/%<>,()\[\]⌊⌋⌈⌉]",
)
_BRACKETS = {"⌊": "floor(", "⌈": "ceil(", "⌋": ")", "⌉": ")"}
_DEEPEST = 20


class ConditionError(Exception):
    """A text is no condition, or none that can be followed; the message says why."""


class _Ratio(NamedTuple):
    """A term divided by a number, before it is rounded."""

    term: Term
    divisor: int = 1


def domain(text: str, names: Collection[str]) -> Domain:
    """Returns the sizes for which a condition holds.

    A condition compares sums, differences, products, quotients (`H // 2`, `⌊H/2⌋`, `⌈H/2⌉`) and remainders of open
    sizes and whole numbers, with `==`, `!=`, `<`, `<=`, `>`, `>=`, `in` and `not in` a list. `and` joins conditions on
    any sizes, `or` and `not` those on one.

    Args:
        text: The condition.
        names: The open sizes that there are.

    Raises:
        ConditionError: If it is none.
    """
    try:
        tree = ast.parse(_checked(text), mode="eval").body
        return _Reader(names).domain(tree)
    except (SyntaxError, RecursionError, ShapeError):
        raise ConditionError("cannot be read") from None


def formula(text: str, names: Collection[str]) -> Term:
    """Returns the size that a formula stands for: `H`, `H - 2`, `2 * (H // 2)`, `⌈H/2⌉`.

    Args:
        text: The formula.
        names: The open sizes that there are.

    Raises:
        ConditionError: If it is none.
    """
    try:
        return _Reader(names).term(ast.parse(_checked(text), mode="eval").body)
    except (SyntaxError, RecursionError, ShapeError):
        raise ConditionError("cannot be read") from None


def _checked(text: str) -> str:
    """Returns a text in Python's characters, after a look at what it is made of."""
    position, depth = 0, 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ConditionError(f"cannot have `{text[position]}` in it")
        depth += (token[0] in "([⌊⌈") - (token[0] in ")]⌋⌉")
        position = token.end()
        if depth > _DEEPEST or position > LONGEST:
            raise ConditionError("is too long")
    return "".join(_BRACKETS.get(character, character) for character in " ".join(text.split()))


class _Reader:
    """Reads the tree of a condition.

    Args:
        names: The open sizes that there are.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def domain(self, node: ast.expr) -> Domain:
        """Returns the sizes for which a condition holds."""
        match node:
            case ast.BoolOp(ast.And(), conditions):
                return _all(map(self.domain, conditions))
            case ast.BoolOp(ast.Or(), conditions):
                return _negated(_all(_negated(self.domain(condition)) for condition in conditions))
            case ast.UnaryOp(ast.Not(), condition):
                return _negated(self.domain(condition))
            case ast.Compare(first, operators, others):
                compared = zip([first, *others[:-1]], operators, others, strict=True)
                return _all(self._comparison(*one) for one in compared)
            case _:
                raise ConditionError("compares nothing")

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Domain:
        if isinstance(operator, ast.In | ast.NotIn):
            if not isinstance(right, ast.List):
                raise ConditionError("needs a list after `in`")
            any_of = _negated(_all(_negated(self._comparison(left, ast.Eq(), one)) for one in right.elts))
            return any_of if isinstance(operator, ast.In) else _negated(any_of)
        compared = _COMPARED.get(type(operator))
        if compared is None:
            raise ConditionError("cannot be read")
        a, b = self._ratio(left), self._ratio(right)
        return compared(terms.multiply(a.term, b.divisor), terms.multiply(b.term, a.divisor))

    def term(self, node: ast.expr) -> Term:
        """Returns the size that a formula stands for."""
        value = self._ratio(node)
        if value.divisor != 1:
            raise ConditionError("has a quotient that is not rounded: write `⌊…⌋`, `⌈…⌉` or `//`")
        return value.term

    def _ratio(self, node: ast.expr) -> _Ratio:
        match node:
            case ast.Constant(int(number)) if not isinstance(number, bool):
                return _Ratio(number)
            case ast.Name() | ast.Subscript():
                return _Ratio(terms.symbol(self._name(node)))
            case ast.UnaryOp(ast.USub(), operand):
                value = self._ratio(operand)
                return _Ratio(terms.multiply(value.term, -1), value.divisor)
            case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() as operator, right):
                return _computed(self._ratio(left), operator, self._ratio(right))
            case ast.BinOp(left, ast.Div(), right):
                value = self._ratio(left)
                return _Ratio(value.term, value.divisor * self._divisor(right))
            case ast.BinOp(left, ast.FloorDiv(), right):
                return _Ratio(terms.floor_divide(self.term(left), self._divisor(right)))
            case ast.BinOp(left, ast.Mod(), right):
                term, divisor = self.term(left), self._divisor(right)
                return _Ratio(terms.subtract(term, terms.multiply(terms.floor_divide(term, divisor), divisor)))
            case ast.Call(ast.Name("floor" | "ceil" as way), [operand], []):
                value = self._ratio(operand)
                spare = value.divisor - 1 if way == "ceil" else 0
                return _Ratio(terms.floor_divide(terms.add(value.term, spare), value.divisor))
            case _:
                raise ConditionError("cannot be read")

    def _divisor(self, node: ast.expr) -> int:
        value = self.term(node)
        if not isinstance(value, int) or value < 1:
            raise ConditionError("divides by what is no number above 0")
        return value

    def _name(self, node: ast.expr) -> str:
        name = ast.unparse(node)  # an open size without a name is called `input[0]`
        if name not in self._names:
            raise ConditionError(f"names `{name}`, which is no open size")
        return name


def _computed(a: _Ratio, operator: ast.operator, b: _Ratio) -> _Ratio:
    if isinstance(operator, ast.Mult):
        return _Ratio(terms.multiply(a.term, b.term), a.divisor * b.divisor)
    left, right = terms.multiply(a.term, b.divisor), terms.multiply(b.term, a.divisor)
    total = terms.add(left, right) if isinstance(operator, ast.Add) else terms.subtract(left, right)
    return _Ratio(total, a.divisor * b.divisor)


_COMPARED: dict[type[ast.cmpop], Callable[[Term, Term], Domain]] = {
    ast.Eq: Domain.equal,
    ast.NotEq: lambda a, b: _negated(Domain.equal(a, b)),
    ast.GtE: lambda a, b: Domain.at_least(terms.subtract(a, b), 0),
    ast.LtE: lambda a, b: Domain.at_least(terms.subtract(b, a), 0),
    ast.Gt: lambda a, b: Domain.at_least(terms.subtract(a, b), 1),
    ast.Lt: lambda a, b: Domain.at_least(terms.subtract(b, a), 1),
}


def _all(domains: Iterable[Domain]) -> Domain:
    whole = EVERYTHING
    for one in domains:
        whole &= one
    return whole


def _negated(whole: Domain) -> Domain:
    """Returns the sizes that a domain has no room for, which can be told where it asks something of one size alone."""
    if whole.is_empty or whole == EVERYTHING:
        return EVERYTHING if whole.is_empty else NOTHING
    if whole.relations or len(whole.sets) > 1:
        raise ConditionError("says `or` or `not` of several open sizes together")
    (name,) = whole.symbols
    return Domain.of(name, ~whole.sizes(name))
