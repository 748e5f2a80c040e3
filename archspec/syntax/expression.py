"""The values that are computed: `$name`, `$(expression)`, and text that they are pasted into.

NOTE: Why Python's parser, if the language is not Python? Its expressions are a subset of Python's, precedence included,
and `ast` reads them without running anything. What is not in the subset never reaches it: `tokens` looks first.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from inspect import signature
from types import MappingProxyType

from archspec.diagnostics.kind import DiagnosticKind
from archspec.syntax.expression_faults import (
    ExpressionError,
    ExpressionTooDeep,
    ExpressionTooLong,
    InvalidExpression,
    StrayDollar,
    UnknownFunction,
    WrongArguments,
)
from archspec.syntax.operations import (
    COMPARISONS,
    FUNCTIONS,
    MAX_ELEMENTS,
    OPERATORS,
    UNARY_OPERATORS,
    Value,
    Work,
    bounded,
    condition,
    element,
    is_list,
    joined,
    paste,
    size,
    too_many_elements,
)
from archspec.syntax.tokens import MAX_NESTING, end_of_expression

Scope = Callable[[str], Value]
"""Gives the value of a name, and raises `ExpressionError` for one that it does not know."""

Functions = Mapping[str, Callable[..., Value]]
"""Further functions by name, for what only the caller knows (`channels_of`)."""

MAX_EXPRESSIONS = 100
"""How many expressions one text may hold, with some room for dollar signs."""

_NO_FUNCTIONS: Functions = MappingProxyType({})
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
_DOLLAR = re.compile(r"\$(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<open>\()|(?P<dollar>\$))?")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with expressions in it.

    Attributes:
        text: The text.
        parts: The text between the expressions, and the expressions.
        names: The names that the expressions use.
        is_expression: Whether it is one expression and nothing else, so that its value keeps its type.
    """

    text: str
    parts: tuple[str | ast.expr, ...]
    names: frozenset[str]
    is_expression: bool

    def evaluate(self, scope: Scope, functions: Functions = _NO_FUNCTIONS, work: Work | None = None) -> Value:
        """Returns the value that the text stands for.

        Args:
            scope: Gives the value of a name.
            functions: Further functions; they get values by position.
            work: What it may cost; as much as all of a spec unless given.

        Raises:
            ExpressionError: If there is none; with its place in the text.
        """
        evaluation = _Evaluation(scope, functions, Work() if work is None else work)
        try:
            return evaluation.whole(self)
        except ExpressionError as error:
            raise _located(error, 0, len(self.text)) from None
        except RecursionError:
            raise ExpressionError(ExpressionTooDeep, "the expression is nested too deep", 0, len(self.text)) from None


def template(text: str) -> Template | None:
    """Returns the template that a text is, None if it holds no `$`.

    Raises:
        ExpressionError: If an expression in it cannot be read; with its place in the text.
    """
    return _template(text) if "$" in text else None


@lru_cache(maxsize=1024)
def _template(text: str) -> Template:
    parts: list[str | ast.expr] = []
    names: set[str] = set()
    position = 0
    if text.count("$") > 2 * MAX_EXPRESSIONS:
        message = f"the text holds more than {MAX_EXPRESSIONS} expressions"
        raise ExpressionError(ExpressionTooLong, message, 0, len(text))
    while found := _DOLLAR.search(text, position):
        parts.append(text[position : found.start()])
        position = found.end()
        match found.lastgroup:
            case "dollar":
                parts.append("$")
            case "name":
                parts.append(_placed(ast.Name(found["name"], ast.Load()), found.start(), found.end()))
                names.add(found["name"])
            case "open":
                position = end_of_expression(text, position - 1)
                tree, used = _expression(text[found.end() - 1 : position], found.end() - 1)
                parts.append(tree)
                names |= used
            case _:
                helps = ("write `$$` for a dollar sign, `$name` or `$(expression)` for a value",)
                message = "`$` stands before neither a name nor a parenthesis"
                raise ExpressionError(StrayDollar, message, found.start(), 1, helps)
    parts.append(text[position:])
    filled = tuple(part for part in parts if part != "")
    return Template(text, filled, frozenset(names), len(filled) == 1 and isinstance(filled[0], ast.expr))


def _placed(node: ast.expr, start: int, end: int) -> ast.expr:
    """Returns a node placed in the text of its template, in characters."""
    node.lineno, node.col_offset, node.end_col_offset = 1, start, end
    return node


def _located(error: ExpressionError, start: int, end: int) -> ExpressionError:
    """Returns a fault with a place, if it has none; the innermost place is the first that it gets."""
    return error if error.length else error.at(start, end - start)


def _fault(kind: type[DiagnosticKind], message: str, node: ast.expr, helps: tuple[str, ...] = ()) -> ExpressionError:
    return ExpressionError(kind, message, node.col_offset, (node.end_col_offset or 0) - node.col_offset, helps)


# Reading --------------------------------------------------------------------------------------------------------------


def _expression(source: str, offset: int) -> tuple[ast.expr, set[str]]:
    """Returns the tree of an expression in parentheses, and the names in it.

    Its nodes are placed in the text, where the expression begins at `offset`. Text in it is a template of its own.
    """
    try:
        tree = ast.parse(source.replace("\n", " ").replace("\r", " "), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        helps = ("a choice is written `a if condition else b`",) if " if " in source else ()
        raise ExpressionError(InvalidExpression, "the expression cannot be read", offset, len(source), helps) from None
    names: set[str] = set()
    called: set[ast.AST] = set()
    columns = _columns(source)
    for node, depth in _descendants(tree):
        _placed(node, offset + columns[node.col_offset], offset + columns[node.end_col_offset or 0])
        if depth > MAX_NESTING:
            raise _fault(ExpressionTooDeep, f"the expression is nested more than {MAX_NESTING} deep", node)
        match node:
            case ast.Call(func=ast.Name() as function):
                called.add(function)
            case ast.Name(id=name):
                if node not in called and name not in _WORDS:
                    names.add(name)
            case ast.Constant():
                names |= _check_constant(node)
            case ast.BinOp() | ast.UnaryOp() | ast.BoolOp() | ast.Compare() | ast.IfExp():
                pass
            case ast.List() | ast.Subscript():
                pass
            case ast.Tuple(elts=[]):
                raise _fault(InvalidExpression, "there is nothing between the parentheses", node)
            case ast.Tuple():
                raise _fault(InvalidExpression, "a list of values has no brackets", node, ("write `[a, b]`",))
            case ast.Call():
                raise _fault(InvalidExpression, "only a function can be called, by its name", node)
            case _:
                raise _fault(InvalidExpression, f"`{type(node).__name__}` is not part of expressions", node)
    return tree, names


def _columns(source: str) -> Sequence[int]:
    """Returns which character each byte belongs to, and the end: Python counts columns in bytes."""
    if source.isascii():
        return range(len(source) + 1)
    return [*(index for index, character in enumerate(source) for _ in character.encode()), len(source)]


def _descendants(tree: ast.expr) -> Iterator[tuple[ast.expr, int]]:
    """Yields an expression and all in it with their depths, each before those in it."""
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def _check_constant(node: ast.Constant) -> frozenset[str]:
    """Checks a number or a text; returns the names in the template that a text may be."""
    try:
        if isinstance(node.value, int | float):
            bounded(node.value)
        elif isinstance(node.value, str) and (inner := template(node.value)):
            return inner.names
    except ExpressionError as error:
        raise _fault(error.kind, error.message, node, error.helps) from None
    return frozenset()


# Evaluating -----------------------------------------------------------------------------------------------------------


class _Evaluation:
    """One evaluation of a template.

    Args:
        scope: Gives the value of a name.
        functions: Further functions.
        work: What it may cost.
    """

    def __init__(self, scope: Scope, functions: Functions, work: Work) -> None:
        self._scope = scope
        self._functions = functions
        self._work = work
        self._elements = 0  # of all the lists made so far

    def whole(self, template: Template) -> Value:
        """Returns the value of a template."""
        value = self.value(template.parts[0]) if template.is_expression else joined(map(self.text, template.parts))
        self._work.spend(size(value))
        return value

    def value(self, part: str | ast.expr) -> Value:
        """Returns the value of a part of a template, or of an expression in it."""
        if isinstance(part, str):
            return part
        try:
            return self._value(part)
        except ExpressionError as error:
            raise _located(error, part.col_offset, part.end_col_offset or 0) from None

    def text(self, part: str | ast.expr) -> str:
        """Returns a part of a template as text."""
        if isinstance(part, str):
            return part
        value = self.value(part)
        try:
            return paste(value)
        except ExpressionError as error:
            raise _located(error, part.col_offset, part.end_col_offset or 0) from None

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value):
                return self._text(value) if isinstance(value, str) else value
            case ast.Name(id=name):
                return _WORDS[name] if name in _WORDS else self._scope(name)
            case ast.BinOp(left, operator, right):
                return self._made(OPERATORS[type(operator)](self.value(left), self.value(right)))
            case ast.UnaryOp(operator, operand):
                return UNARY_OPERATORS[type(operator)](self.value(operand))
            case ast.BoolOp(operator, operands):
                stop = isinstance(operator, ast.Or)
                return stop if any(self._condition(operand) is stop for operand in operands) else not stop
            case ast.Compare():
                return self._compare(node)
            case ast.IfExp(test, chosen, other):
                return self.value(chosen if self._condition(test) else other)
            case ast.List(items):
                return self._made([self.value(item) for item in items])
            case ast.Subscript(items, position):
                return element(self.value(items), self.value(position))
            case ast.Call(ast.Name(name), arguments):
                return self._made(self._call(name, [self.value(argument) for argument in arguments]))
            case _:
                raise TypeError(f"{type(node).__name__} should not have passed `_expression`")

    def _condition(self, node: ast.expr) -> bool:
        value = self.value(node)
        try:
            return condition(value)
        except ExpressionError as error:
            raise _located(error, node.col_offset, node.end_col_offset or 0) from None

    def _compare(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for comparison, operand in zip(node.ops, node.comparators, strict=True):
            right = self.value(operand)
            self._work.spend(min(size(left), size(right)))
            if not COMPARISONS[type(comparison)](left, right):
                return False
            left = right
        return True

    def _call(self, name: str, arguments: list[Value]) -> Value:
        function = self._functions.get(name) or FUNCTIONS.get(name)
        if function is None:
            helps = ("the functions are " + ", ".join(f"`{known}`" for known in (*FUNCTIONS, *self._functions)),)
            raise ExpressionError(UnknownFunction, f"there is no function `{name}`", helps=helps)
        self._work.spend(sum(map(size, arguments)))
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
            return inner.evaluate(self._scope, self._functions, self._work)
        except ExpressionError as error:  # placed in the inner text, which is no place in the outer
            raise ExpressionError(error.kind, error.message, helps=error.helps) from None

    def _made(self, result: Value) -> Value:
        """Returns a result, if it is neither too large nor, with what was made before, too much."""
        if isinstance(result, int | float):
            bounded(result)
        elif made := size(result):
            self._work.spend(made)
            self._elements += made if is_list(result) else 0
            if self._elements > MAX_ELEMENTS:
                raise too_many_elements()
        return result


def _check_arguments(name: str, function: Callable[..., Value], arguments: list[Value]) -> None:
    """Raises a fault if a function does not take as many arguments."""
    expected = signature(function)
    try:
        expected.bind(*arguments)
    except TypeError:
        message = f"`{name}` cannot be called with {len(arguments)} value{'s' * (len(arguments) != 1)}"
        usage = f"{name}({', '.join(expected.parameters)})"
        raise ExpressionError(WrongArguments, message, helps=(f"write `{usage}`",)) from None
