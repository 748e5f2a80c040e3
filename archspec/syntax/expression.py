"""Evaluates `$name`, `$(expression)`, and text that contains them."""

import re
from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from types import MappingProxyType
from typing import NamedTuple

from archspec import limits
from archspec.budget import Budget, Budgets, current
from archspec.syntax.expression_faults import (
    ExpressionError,
    ExpressionTooDeep,
    StrayDollar,
    TooManyDollars,
    TupleInExpression,
    UnknownFunction,
    WrongArguments,
)
from archspec.syntax.grammar import Node, Parsed, foreign, read_group
from archspec.syntax.operations import (
    COMPARISONS,
    FUNCTIONS,
    OPERATORS,
    PREFIXES,
    Value,
    bounded,
    condition,
    element,
    is_list,
    joined,
    paste,
    size,
    spend,
    too_many_elements,
)

Scope = Callable[[str], Value]
"""Gives the value of a name, and raises `ExpressionError` for one that it does not know."""

Functions = Mapping[str, Callable[..., Value]]
"""Further functions by name, for what only the caller knows (`channels_of`)."""

_NO_FUNCTIONS: Functions = MappingProxyType({})
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
STEPS_TO_READ = 8
"""How many steps it takes to read a letter of an expression."""

_DOLLAR = re.compile(r"\$(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<open>\()|(?P<dollar>\$))?")


class Template(NamedTuple):
    """A text with expressions in it.

    Attributes:
        text: The text.
        parts: The text between the expressions, and the expressions.
        names: The names that the expressions use.
        is_expression: Whether it is one expression and nothing else, so that its value keeps its type.
    """

    text: str
    parts: tuple[str | Node, ...]
    names: frozenset[str]
    is_expression: bool

    def evaluate(self, scope: Scope, functions: Functions = _NO_FUNCTIONS, budget: Budget | None = None) -> Value:
        """Returns the value that the text stands for.

        Args:
            scope: Gives the value of a name.
            functions: Further functions; they get values by position.
            budget: What it may cost; as much as all of a spec by default.

        Raises:
            ExpressionError: If there is none; with its place in the text.
        """
        evaluation = _Evaluation(scope, functions, Budgets().expressions if budget is None else budget)
        try:
            return evaluation.whole(self)
        except ExpressionError as error:
            raise (error if error.length else error.at(0, len(self.text))) from None
        except RecursionError:
            raise ExpressionError(ExpressionTooDeep(limits.EXPRESSION_NESTING), 0, len(self.text)) from None


def template(text: str) -> Template | None:
    """Returns the template that a text is, None if it holds no `$`. In a check, each is read once.

    Raises:
        ExpressionError: If an expression in it cannot be read; with its place in the text.
    """
    if "$" not in text:
        return None
    known = current().templates
    if text not in known:
        known[text] = _template(text)
    return known[text]


def _template(text: str) -> Template:
    parts: list[str | Node] = []
    position = 0
    if text.count("$") > limits.DOLLARS:
        raise ExpressionError(TooManyDollars(limits.DOLLARS), 0, len(text))
    while found := _DOLLAR.search(text, position):
        parts.append(text[position : found.start()])
        position = found.end()
        match found.lastgroup:
            case "dollar":
                parts.append("$")
            case "name":
                parts.append(Node("name", found["name"], (), found.start(), found.end()))
            case "open":
                tree, position, _ = _read(text, position - 1)
                parts.append(tree)
            case _:
                raise ExpressionError(StrayDollar(), found.start(), 1)
    parts.append(text[position:])
    filled = tuple(part for part in parts if part != "")
    names = frozenset(name for part in filled if isinstance(part, Node) for name in _names(part))
    return Template(text, filled, names, len(filled) == 1 and isinstance(filled[0], Node))


# Reading --------------------------------------------------------------------------------------------------------------


def _read(text: str, start: int) -> Parsed:
    try:
        parsed = read_group(text, start)
    except ExpressionError as error:
        _pay(error.start + error.length - start)
        raise
    except RecursionError:  # of a caller that is deep itself
        raise ExpressionError(ExpressionTooDeep(limits.EXPRESSION_NESTING), start, len(text) - start) from None
    _pay(parsed.end - start)
    return parsed


def _pay(letters: int) -> None:
    """Takes note of letters that have been parsed."""
    spend(current().expressions, STEPS_TO_READ * letters)


def _names(tree: Node) -> Iterator[str]:
    """Yields the names in an expression; text in it is a template of its own.

    Raises:
        ExpressionError: If something in it is not part of what values are computed from.
    """
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        form, text = node.form, node.text
        waiting += reversed(node.parts)
        if form in ("number", "text"):
            try:
                yield from _checked(node)
            except ExpressionError as error:
                raise _at(node, ExpressionError(error.data)) from None
        elif form in ("name", "call") and text.startswith("$"):
            raise foreign("$", node.start)
        elif (form == "sign" and text in ("in", "not in")) or (form == "call" and text in ("⌊", "⌈")):
            raise foreign(text, node.start)
        elif form == "tuple":
            raise _at(node, ExpressionError(TupleInExpression()))
        elif form == "name" and text not in _WORDS:
            yield text


def _checked(constant: Node) -> frozenset[str]:
    """Checks a number or a text; returns the names in the template that a text may be."""
    if constant.form == "number":
        bounded(_number(constant.text))
        return frozenset()
    inner = template(constant.text)
    return inner.names if inner else frozenset()


def _number(text: str) -> int | float:
    return int(text) if text.isdecimal() else float(text)


def _at(node: Node, error: ExpressionError) -> ExpressionError:
    """Returns a fault with a place, that of a node if it has none: the innermost is the first that it gets."""
    return error if error.length else error.at(node.start, node.end - node.start)


# Evaluating -----------------------------------------------------------------------------------------------------------


class _Evaluation:
    """One evaluation of a template.

    Args:
        scope: Gives the value of a name.
        functions: Further functions.
        budget: What it may cost.
    """

    def __init__(self, scope: Scope, functions: Functions, budget: Budget) -> None:
        self._scope = scope
        self._functions = functions
        self._budget = budget
        self._elements = 0  # of all the lists made so far

    def whole(self, template: Template) -> Value:
        """Returns the value of a template."""
        value = self.value(template.parts[0]) if template.is_expression else joined(map(self.text, template.parts))
        spend(self._budget, size(value))
        return value

    def value(self, part: str | Node) -> Value:
        """Returns the value of a part of a template, or of an expression in it."""
        if isinstance(part, str):
            return part
        try:
            return self._value(part)
        except ExpressionError as error:
            raise _at(part, error) from None

    def text(self, part: str | Node) -> str:
        """Returns a part of a template as text."""
        if isinstance(part, str):
            return part
        value = self.value(part)
        try:
            return paste(value)
        except ExpressionError as error:
            raise _at(part, error) from None

    def _value(self, node: Node) -> Value:
        parts = node.parts
        match node.form:
            case "number":
                return _number(node.text)
            case "text":
                return self._text(node.text)
            case "name":
                return _WORDS[node.text] if node.text in _WORDS else self._scope(node.text)
            case "infix":
                return self._made(OPERATORS[node.text](self.value(parts[0]), self.value(parts[1])))
            case "prefix":
                return PREFIXES[node.text](self.value(parts[0]))
            case "and" | "or":
                stop = node.form == "or"
                return stop if any(self._condition(operand) is stop for operand in parts) else not stop
            case "comparison":
                return self._compare(parts)
            case "choice":
                return self.value(parts[1] if self._condition(parts[0]) else parts[2])
            case "list":
                return self._made([self.value(item) for item in parts])
            case "element":
                return element(self.value(parts[0]), self.value(parts[1]))
            case "call":
                return self._made(self._call(node.text, [self.value(argument) for argument in parts]))
            case _:
                raise TypeError(f"a {node.form} should not have passed `_names`")

    def _condition(self, node: Node) -> bool:
        value = self.value(node)
        try:
            return condition(value)
        except ExpressionError as error:
            raise _at(node, error) from None

    def _compare(self, parts: tuple[Node, ...]) -> bool:
        """Returns whether all comparisons of a chain hold, in which signs stand between the operands."""
        left = self.value(parts[0])
        for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
            right = self.value(operand)
            spend(self._budget, min(size(left), size(right)))
            if not COMPARISONS[sign.text](left, right):
                return False
            left = right
        return True

    def _call(self, name: str, arguments: list[Value]) -> Value:
        function = self._functions.get(name) or FUNCTIONS.get(name)
        if function is None:
            raise ExpressionError(UnknownFunction(name, (*FUNCTIONS, *self._functions)))
        spend(self._budget, sum(map(size, arguments)))
        try:
            return function(*arguments)
        except TypeError:
            _check_arguments(name, function, arguments)
            raise

    def _text(self, text: str) -> Value:
        inner = template(text)
        if inner is None:
            return text
        try:
            return inner.evaluate(self._scope, self._functions, self._budget)
        except ExpressionError as error:  # placed in the inner text, which is no place in the outer
            raise ExpressionError(error.data) from None

    def _made(self, result: Value) -> Value:
        """Returns a result, if it is neither too large nor, with what was made before, too much."""
        if isinstance(result, int | float):
            bounded(result)
        elif made := size(result):
            spend(self._budget, made)
            self._elements += made if is_list(result) else 0
            if self._elements > limits.ELEMENTS:
                raise too_many_elements()
        return result


def _check_arguments(name: str, function: Callable[..., Value], arguments: list[Value]) -> None:
    """Raises a fault if a function does not take as many arguments."""
    expected = signature(function)
    try:
        expected.bind(*arguments)
    except TypeError:
        raise ExpressionError(WrongArguments(name, len(arguments), tuple(expected.parameters))) from None
