"""The grammar of expressions: text in, tree out. What any of it means is not known here.

Three things are written in it: values that a spec computes (`syntax.expression`), conditions on open sizes
(`compiler.conditions`) and bounds on amounts (`language.quantities`). Each has no use for some of it, and says so.

    expression  = operand {sign operand}, where signs bind as those of Python do
                | expression "if" expression "else" expression
    operand     = number | text | name | "$" name | ("-" | "+" | "not") operand
                | "(" expression ")" | "(" expression "," … ")" | "[" expression "," … "]" | "⌊" expression "⌋"
                | "⌈" expression "⌉" | name "(" expression "," … ")" | operand "[" expression "]"
    bound       = [comparison] number [unit]

NOTE: Why not Python's parser, if signs bind as they do there? It stops at the first fault and keeps nothing of what
is around it; it knows neither units nor ⌊…⌋; and what it must not see has to be kept from it by another reader.
"""

import re
from keyword import iskeyword
from typing import Literal, NamedTuple

from archspec import limits
from archspec.diagnostics.kind import DiagnosticKind
from archspec.syntax.expression_faults import (
    EmptyParentheses,
    ExpressionError,
    ExpressionTooDeep,
    ExpressionTooLong,
    MissingOperator,
    MissingValue,
    NotAFunction,
    NotClosed,
    NotPartOfExpressions,
    TrailingText,
    UnevenBrackets,
    UnreadableExpression,
)

Form = Literal[
    "number", "text", "name", "prefix", "infix", "comparison", "sign", "and", "or", "choice",
    "list", "tuple", "element", "call", "hole",
]  # fmt: skip


class Node(NamedTuple):
    """A part of an expression.

    Attributes:
        form: What it is. A `hole` is a value that is missing.
        text: A number, text, name or sign as it is written; of a call the name of the function, or `⌊` or `⌈`.
        parts: What it is made of: the operands of a sign; those of comparisons with their signs between them; the
            condition, the value and the other value of a choice; the list and the position of an element.
        start: Where it begins in the text, counted from 0.
        end: Where it ends.
        height: How many nodes stand in each other in it.
    """

    form: Form
    text: str
    parts: tuple["Node", ...]
    start: int
    end: int
    height: int = 1


class Parsed(NamedTuple):
    """What was read of an expression.

    Attributes:
        tree: What it says, with holes where something is missing.
        end: Where it ends in the text.
        faults: What is wrong with it, in the order in which it was found.
    """

    tree: Node
    end: int
    faults: tuple[ExpressionError, ...]


COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})

_CHOICE, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGNED, _POWER, _APPLIED = range(10)
_STRENGTHS = {
    "if": _CHOICE, "or": _OR, "and": _AND, **dict.fromkeys(COMPARISONS, _COMPARISON), "+": _SUM, "-": _SUM,
    "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT, "**": _POWER, "(": _APPLIED, "[": _APPLIED,
}  # fmt: skip
"""How strongly what is after an operand binds it."""

_PREFIXES = {"not": _NOT, "-": _SIGNED, "+": _SIGNED}
"""How strongly what is before an operand binds it."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:(?P<number>\.?[0-9](?:[eE][-+](?=[0-9])|[A-Za-z0-9_.])*)
      | (?P<text>(?<![A-Za-z0-9_'"])(?:'[^'\\\r\n]*'|"[^"\\\r\n]*"))
      | (?P<sign>(?:and|or|if|else|in|not[ \t\r\n]+in|not)(?![A-Za-z0-9_]) | \*\*|//|[<>=!]=|[-+*/%<>,])
      | (?P<name>\$?[A-Za-z_][A-Za-z0-9_]*)
      | (?P<open>[(\[⌊⌈])
      | (?P<close>[)\]⌋⌉])
      | (?P<end>\Z)
      | (?P<other>.))""",
    re.VERBOSE | re.DOTALL,
).match
_NUMBER = re.compile(r"(?!0[0-9])(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?").fullmatch
_CLOSING = {"(": ")", "[": "]", "⌊": "⌋", "⌈": "⌉"}
_CERTAIN = {"True": "true", "False": "false", "None": "null", "=": "==", "$": ""}
"""What certainly was meant by what is not part of expressions."""


def parse(text: str, start: int | None = None) -> Parsed:
    """Returns the expression that a text is, or the one in parentheses that begins at a place, whatever is wrong."""
    parser = _Parser(text, start or 0)
    tree = parser.whole() if start is None else parser.group()
    return Parsed(tree, parser.position, tuple(parser.faults))


def read_group(text: str, start: int) -> Parsed:
    """Returns the expression in parentheses that begins at a place of a text.

    Raises:
        ExpressionError: If something is wrong with it; the first thing that is.
    """
    parser = _Parser(text, start, is_strict=True)
    return Parsed(parser.group(), parser.position, ())


def read_bound(text: str) -> tuple[str, str, str] | None:
    """Returns the sign of a bound, `==` if it has none, its number and its unit; None if the text is no bound."""
    try:
        return _Parser(text, 0, is_strict=True).bound()
    except ExpressionError:
        return None


def extent(text: str, start: int) -> int | None:
    """Returns where the expression in parentheses ends that begins at a place; None if something is wrong with it."""
    try:
        return read_group(text, start).end
    except ExpressionError:
        return None


def foreign(word: str, position: int) -> ExpressionError:
    """Returns the fault of a word, number or sign that is not part of expressions."""
    return ExpressionError(NotPartOfExpressions(word), position, len(word), _CERTAIN.get(word))


def _hole(position: int) -> Node:
    return Node("hole", "", (), position, position)


class _Token(NamedTuple):
    """A word or sign of the text, or its end."""

    kind: str
    text: str
    start: int
    end: int


class _Parser:
    """Reads one expression: each method takes what it is named for off the text, and returns it.

    Args:
        text: The text.
        start: Where the expression begins.
        is_strict: Whether the first fault is raised, and nothing more is read.

    Attributes:
        position: Where what is read ends.
        faults: What is wrong so far.
    """

    def __init__(self, text: str, start: int, *, is_strict: bool = False) -> None:
        self.position = start
        self.faults: list[ExpressionError] = []
        self._text = text
        self._start = start
        self._is_strict = is_strict
        self._ahead: _Token | None = None  # the next token, if it has been looked at
        self._brackets = 0  # that are open
        self._operands = 0  # that are being read, each a part of the one before
        self._is_cut_off = False  # where a value is due
        self._is_unreadable = False
        self._is_ended = False  # too long or too deep for more of it to be read

    def whole(self) -> Node:
        """Returns the expression that the text is."""
        tree, token = self._expression(), self._peek()
        if token.kind != "end":
            self._fault(TrailingText(token.text), token.start, token.end)
        elif self._is_cut_off:
            self._fault(MissingValue(""), token.start, token.end)
        return self._finished(tree)

    def group(self) -> Node:
        """Returns the expression in parentheses; nothing that is after it is looked at."""
        return self._finished(self._in_brackets(self._next()))

    def bound(self) -> tuple[str, str, str] | None:
        """Returns the sign, the number and the unit of a bound; None if the text is none."""
        sign = self._next().text if self._peek().text in COMPARISONS else "=="
        amount = self._next()
        unit = self._next().text if self._peek().kind == "name" else ""
        return (sign, amount.text, unit) if amount.kind == "number" and self._peek().kind == "end" else None

    def _finished(self, tree: Node) -> Node:
        if self._is_unreadable:
            has_choice = " if " in self._text[self._start : self.position]
            self._fault(UnreadableExpression(has_choice), self._start, self.position)
        if tree.height > limits.EXPRESSION_NESTING:
            inner = tree
            while inner.height > tree.height - limits.EXPRESSION_NESTING:
                inner = max(inner.parts, key=lambda part: part.height)
            self._end(ExpressionTooDeep(limits.EXPRESSION_NESTING), inner.start, inner.end)
        return tree if tree.height <= limits.EXPRESSION_NESTING else _hole(tree.start)

    # Tokens and faults ------------------------------------------------------------------------------------------------

    def _peek(self) -> _Token:
        if self._ahead is None:
            self._ahead = self._token()
        return self._ahead

    def _next(self) -> _Token:
        token = self._peek()
        self._ahead = None
        self.position = token.end
        return token

    def _token(self) -> _Token:
        """Returns the next token; what is none is noted and passed over."""
        position = self.position
        while found := _TOKEN(self._text, position):  # as it always is
            kind = found.lastgroup or ""
            start, position = found.span(kind)
            if start - self._start > limits.EXPRESSION + 1 and not self._is_ended:
                self._end(ExpressionTooLong(limits.EXPRESSION), self._start, start)
            if self._is_ended:
                break
            word = found[kind]
            if kind == "sign":
                word = " ".join(word.split())  # `not in`
            if kind != "other" and not (kind == "name" and iskeyword(word)):
                return _Token(kind, word, start, position)
            self._note(foreign(word, start))
        return _Token("end", "", position, position)

    def _note(self, fault: ExpressionError) -> None:
        if self._is_strict:
            raise fault
        self.faults.append(fault)

    def _fault(self, data: DiagnosticKind, start: int, end: int, instead: str | None = None) -> None:
        self._note(ExpressionError(data, start, end - start, instead))

    def _end(self, data: DiagnosticKind, start: int, end: int) -> None:
        """Notes what is too long or too deep, and reads nothing more."""
        self._fault(data, start, end)
        self._ahead, self._is_ended = None, True

    # Nodes ------------------------------------------------------------------------------------------------------------

    def _node(self, form: Form, text: str, parts: tuple[Node, ...], start: int) -> Node:
        """Returns a node that ends where what is read does."""
        height = 1 + max([part.height for part in parts], default=0)
        return Node(form, text, parts, start, self.position, height)

    def _expression(self, strength: int = 0, *, is_operand: bool = False) -> Node:
        """Returns operands that signs join which bind at least so strongly."""
        self._operands += is_operand
        token = self._next()
        start = token.start
        if self._operands >= limits.EXPRESSION_NESTING:
            self._end(ExpressionTooDeep(limits.EXPRESSION_NESTING), start, token.end)
            return _hole(start)
        binds = _PREFIXES.get(token.text)
        if binds is None:
            left = self._operand(token)
        else:
            self._is_unreadable |= binds < strength
            left = self._node("prefix", token.text, (self._expression(binds, is_operand=True),), start)
        while (binds := _STRENGTHS.get(self._peek().text, -1)) >= strength:
            if binds == _APPLIED:
                left = self._applied(left, start)
            elif binds in (_OR, _AND, _COMPARISON):
                left = self._chain(left, binds, start)
            elif binds == _CHOICE:
                left = self._choice(left, start)
            else:
                sign = self._next().text
                right = self._expression(_SIGNED if binds == _POWER else binds + 1, is_operand=True)
                left = self._node("infix", sign, (left, right), start)
        self._operands -= is_operand
        return left

    def _chain(self, first: Node, strength: int, start: int) -> Node:
        """Returns what is joined by `and`, by `or` or by comparisons, which does not nest."""
        parts, word = [first], self._peek().text
        while _STRENGTHS.get(self._peek().text) == strength:
            sign = self._next()
            if strength == _COMPARISON:
                parts.append(Node("sign", sign.text, (), sign.start, sign.end))
            parts.append(self._expression(strength + 1, is_operand=True))
        form = "and" if word == "and" else "or" if word == "or" else "comparison"
        return self._node(form, "", tuple(parts), start)

    def _choice(self, chosen: Node, start: int) -> Node:
        self._next()
        condition = self._expression(_OR, is_operand=True)
        if self._peek().text == "else":
            self._next()
            other = self._expression(_CHOICE, is_operand=True)
        else:
            self._is_unreadable = True
            other = _hole(self.position)
        return self._node("choice", "", (condition, chosen, other), start)

    def _applied(self, left: Node, start: int) -> Node:
        """Returns a call of a function, or an element of a list."""
        opened = self._next()
        parts, _ = self._inside(opened, may_be_empty=opened.text == "(")
        if opened.text == "[":
            position = parts[0] if len(parts) == 1 else Node("tuple", "", parts, parts[0].start, parts[-1].end)
            return self._node("element", "", (left, position), start)
        if left.form != "name":
            self._fault(NotAFunction(), start, self.position)
        return self._node("call", left.text, parts, start)

    def _operand(self, token: _Token) -> Node:
        """Returns the value that begins with a token; a hole if none does."""
        kind, text, start, end = token
        if kind == "number":
            if not _NUMBER(text):
                self._note(foreign(text, start))
            return Node("number", text, (), start, end)
        if kind == "text":
            return Node("text", text[1:-1], (), start, end)
        if kind == "name":
            return Node("name", text, (), start, end)
        if kind == "open":
            return self._in_brackets(token)
        self._ahead, self.position = token, start
        if kind == "end":
            self._is_cut_off = True
        else:
            self._fault(MissingValue(text), start, end)
        return _hole(start)

    def _in_brackets(self, opened: _Token) -> Node:
        """Returns a list, a rounded value, or what is in parentheses: a value, or those of a tuple."""
        text, start = opened.text, opened.start
        parts, has_comma = self._inside(opened, may_be_empty=text in "([", may_end_in_comma=text == "(")
        if text == "[":
            return self._node("list", "", parts, start)
        if text != "(":
            return self._node("call", text, parts, start)
        if not parts:
            self._fault(EmptyParentheses(), start, self.position)
            return _hole(opened.end)
        return self._node("tuple", "", parts, start) if has_comma else parts[0]

    def _inside(
        self, opened: _Token, *, may_be_empty: bool, may_end_in_comma: bool = False
    ) -> tuple[tuple[Node, ...], bool]:
        """Returns the values between brackets, and whether a comma is there."""
        closing, parts, has_comma = _CLOSING[opened.text], list[Node](), False
        self._brackets += 1
        if self._brackets > limits.EXPRESSION_NESTING:
            self._end(ExpressionTooDeep(limits.EXPRESSION_NESTING), opened.start, opened.end)
        while not (self._peek().text == closing and (parts or may_be_empty)):
            parts.append(self._expression())
            token = self._peek()
            if token.text == ",":
                self._next()
                has_comma = True
                if self._peek().text == closing and not may_end_in_comma:
                    parts.append(self._expression())  # which is missing
            elif token.kind in ("close", "end"):
                break
            elif token.text in ("if", "else"):
                self._is_unreadable = True
                self._next()
            else:
                self._fault(MissingOperator(token.text), token.start, token.end)
        self._close(opened, closing)
        return tuple(parts), has_comma

    def _close(self, opened: _Token, closing: str) -> None:
        token = self._peek()
        self._brackets -= 1
        if token.text == closing:
            self._next()
        elif token.kind != "end":
            self._fault(UnevenBrackets(opened.text, token.text), token.start, token.end)
        else:
            is_whole = not (self._brackets or self._is_cut_off)
            closed = f"{self._text[self._start :].rstrip()})" if is_whole else None
            self._fault(NotClosed(closed), self._start, token.end, closed)
