"""Conditions on open sizes as people write them, and as `show` prints them: `H % 16 == 0`, `⌈H/2⌉ == W`.

NOTE: Why is a condition not computed, as other expressions are? Those are computed with numbers, and an open size is
none. A condition is read into the set of all sizes for which it holds, so that two ways to say the same are the same.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from archspec import budget, limits
from archspec.diagnostics.kind import DiagnosticKind
from archspec.syntax.expression import STEPS_TO_READ
from archspec.syntax.expression_faults import ExpressionError, InvalidExpression, TooMuchWork
from archspec.syntax.grammar import Node, parse
from archspec.tensors import term as terms
from archspec.tensors.domain import EVERYTHING, NOTHING, Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.term import Term


class ConditionError(Exception):
    """A text is no condition, or none that can be followed.

    Attributes:
        why: Why, in words.
        cause: What is wrong with it as an expression, where it is none.
    """

    def __init__(self, why: str, cause: DiagnosticKind | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.cause = cause


class _Ratio(NamedTuple):
    """A term divided by a number, before it is rounded."""

    term: Term
    divisor: int = 1


def domain(text: str, names: Collection[str]) -> Domain:
    """Returns the sizes for which a condition holds.

    A condition compares sums, differences, products, quotients (`H // 2`, `⌊H/2⌋`, `⌈H/2⌉`) and remainders of open
    sizes and integers, with `==`, `!=`, `<`, `<=`, `>`, `>=`, `in` and `not in` a list. `and` joins conditions on
    any sizes, `or` and `not` those on one.

    Args:
        text: The condition.
        names: The open sizes that there are.

    Raises:
        ConditionError: If it is none.
        ExpressionError: If with it there is too much to read.
    """
    tree = _tree(text)
    try:
        return _Reader(text, names).domain(tree)
    except (RecursionError, ShapeError):
        raise ConditionError("cannot be read") from None


def formula(text: str, names: Collection[str]) -> Term:
    """Returns the size that a formula stands for: `H`, `H - 2`, `2 * (H // 2)`, `⌈H/2⌉`.

    Args:
        text: The formula.
        names: The open sizes that there are.

    Raises:
        ConditionError: If it is none.
        ExpressionError: If with it there is too much to read.
    """
    tree = _tree(text)
    try:
        return _Reader(text, names).term(tree)
    except (RecursionError, ShapeError):
        raise ConditionError("cannot be read") from None


def _tree(text: str) -> Node:
    if not budget.current().expressions.spend(STEPS_TO_READ * min(len(text), limits.EXPRESSION)):
        raise ExpressionError(TooMuchWork(limits.EXPRESSION_WORK))
    try:
        tree, _, faults = parse(text)
    except RecursionError:
        raise ConditionError("cannot be read") from None
    if faults:
        cause = faults[0].data
        if isinstance(cause, InvalidExpression):
            raise ConditionError("cannot be read", cause)
        raise ConditionError("is too long")
    return tree


class _Reader:
    """Reads the tree of a condition.

    Args:
        text: The condition.
        names: The open sizes that there are.
    """

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._text = text
        self._names = names

    def domain(self, node: Node) -> Domain:
        """Returns the sizes for which a condition holds."""
        match node:
            case Node("and", _, parts):
                return _all(map(self.domain, parts))
            case Node("or", _, parts):
                return _any(map(self.domain, parts))
            case Node("prefix", "not", (condition,)):
                return _negated(self.domain(condition))
            case Node("comparison", _, parts):
                return _all(map(self._comparison, parts[::2], parts[1::2], parts[2::2]))
            case _:
                raise ConditionError("compares nothing")

    def _comparison(self, left: Node, sign: Node, right: Node) -> Domain:
        if sign.text in ("in", "not in"):
            if right.form != "list":
                raise ConditionError("needs a list after `in`")
            any_of = _any(self._compared(left, "==", one) for one in right.parts)
            return any_of if sign.text == "in" else _negated(any_of)
        return self._compared(left, sign.text, right)

    def _compared(self, left: Node, sign: str, right: Node) -> Domain:
        a, b = self._ratio(left), self._ratio(right)
        return _COMPARED[sign](terms.multiply(a.term, b.divisor), terms.multiply(b.term, a.divisor))

    def term(self, node: Node) -> Term:
        """Returns the size that a formula stands for."""
        value = self._ratio(node)
        if value.divisor != 1:
            raise ConditionError("has a quotient that is not rounded: write `⌊…⌋`, `⌈…⌉` or `//`")
        return value.term

    def _ratio(self, node: Node) -> _Ratio:
        match node:
            case Node("number", text) if text.isdecimal():
                return _Ratio(int(text))
            case Node("number" | "text"):
                raise ConditionError(f"cannot have `{self._text[node.start : node.end]}` in it")
            case Node("name" | "element"):
                return _Ratio(terms.symbol(self._name(node)))
            case Node("prefix", "-", (operand,)):
                value = self._ratio(operand)
                return _Ratio(terms.multiply(value.term, -1), value.divisor)
            case Node("infix", "+" | "-" | "*" as sign, (left, right)):
                return _computed(self._ratio(left), sign, self._ratio(right))
            case Node("infix", "/", (left, right)):
                value = self._ratio(left)
                return _Ratio(value.term, value.divisor * self._divisor(right))
            case Node("infix", "//", (left, right)):
                return _Ratio(terms.floor_divide(self.term(left), self._divisor(right)))
            case Node("infix", "%", (left, right)):
                term, divisor = self.term(left), self._divisor(right)
                return _Ratio(terms.subtract(term, terms.multiply(terms.floor_divide(term, divisor), divisor)))
            case Node("call", "floor" | "⌊" | "ceil" | "⌈" as name, (operand,)):
                value = self._ratio(operand)
                spare = value.divisor - 1 if name in ("ceil", "⌈") else 0
                return _Ratio(terms.floor_divide(terms.add(value.term, spare), value.divisor))
            case _:
                raise ConditionError("cannot be read")

    def _divisor(self, node: Node) -> int:
        value = self.term(node)
        if not isinstance(value, int) or value < 1:
            raise ConditionError("divides by what is no number above 0")
        return value

    def _name(self, node: Node) -> str:
        name = "".join(self._text[node.start : node.end].split())  # one without a name is called `input[0]`
        if name not in self._names:
            raise ConditionError(f"names `{name}`, which is no open size")
        return name


def _computed(a: _Ratio, sign: str, b: _Ratio) -> _Ratio:
    if sign == "*":
        return _Ratio(terms.multiply(a.term, b.term), a.divisor * b.divisor)
    left, right = terms.multiply(a.term, b.divisor), terms.multiply(b.term, a.divisor)
    return _Ratio(terms.add(left, right) if sign == "+" else terms.subtract(left, right), a.divisor * b.divisor)


_COMPARED: dict[str, Callable[[Term, Term], Domain]] = {
    "==": Domain.equal,
    "!=": lambda a, b: _negated(Domain.equal(a, b)),
    ">=": lambda a, b: Domain.at_least(terms.subtract(a, b), 0),
    "<=": lambda a, b: Domain.at_least(terms.subtract(b, a), 0),
    ">": lambda a, b: Domain.at_least(terms.subtract(a, b), 1),
    "<": lambda a, b: Domain.at_least(terms.subtract(b, a), 1),
}


def _all(domains: Iterable[Domain]) -> Domain:
    whole = EVERYTHING
    for one in domains:
        whole &= one
    return whole


def _any(domains: Iterable[Domain]) -> Domain:
    return _negated(_all(map(_negated, domains)))


def _negated(whole: Domain) -> Domain:
    """Returns the sizes that a domain has no room for, if its conditions are on one size only."""
    if whole.is_empty or whole == EVERYTHING:
        return EVERYTHING if whole.is_empty else NOTHING
    if whole.relations or len(whole.sets) > 1:
        raise ConditionError("says `or` or `not` of several open sizes together")
    (name,) = whole.symbols
    return Domain.of(name, ~whole.sizes(name))
