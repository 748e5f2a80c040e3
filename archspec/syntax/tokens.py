"""Which characters and words an expression may be made of, and where it ends.

Whatever passes here has balanced brackets, a value wherever one is due and an operator between any two, so that little
is left for Python's parser to refuse, and none of its other syntax can reach it.
"""

import re
from keyword import iskeyword

from archspec.syntax.expression_faults import ExpressionError, ExpressionTooDeep, ExpressionTooLong, InvalidExpression

MAX_EXPRESSION = 500
"""How many characters an expression may have between its parentheses."""

MAX_NESTING = 64
"""How deep brackets, calls and operators may be nested."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<value>(?!0[0-9])(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![A-Za-z0-9_.])
                | (?<![A-Za-z0-9_'"])(?:'[^'\\\r\n]*'|"[^"\\\r\n]*"))
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<operator>\*\*|//|[<>=!]=|[-+*/%<>,])
      | (?P<open>[(\[])
      | (?P<close>[)\]])""",
    re.VERBOSE,
)
_BETWEEN = frozenset({"and", "or", "if", "else"})
_BEFORE = frozenset({"-", "+", "not"})
_CLOSING = {"(": ")", "[": "]"}
_NUMBER_LIKE = re.compile(r"\.?[0-9][A-Za-z0-9_.]*").match
_INSTEAD = {
    "True": "write `true`",
    "False": "write `false`",
    "None": "write `null`",
    "=": "write `==` to compare",
    "!": "write `not`",
    "&": "write `and`",
    "|": "write `or`",
    "^": "write `**` for a power",
    "$": "inside an expression a name stands without `$`",
    ".": "nothing in an expression has attributes",
    ":": "an element of a list is `x[i]`; there are no slices",
    "'": "close the quote; no letter stands before it, and no backslash inside it",
    '"': "close the quote; no letter stands before it, and no backslash inside it",
}
_CERTAIN = {"True": "true", "False": "false", "None": "null", "=": "==", "$": ""}
"""What certainly was meant by what is not part of expressions."""


def end_of_expression(text: str, start: int) -> int:
    """Returns where the expression ends whose opening parenthesis stands at `start`: after its closing one.

    Raises:
        ExpressionError: If it is not closed, too long or too deep, or made of what expressions are not made of.
    """
    brackets: list[str] = []
    previous = ""
    after_value = False
    position = start
    while True:
        token = _TOKEN.match(text, position)
        if position - start > MAX_EXPRESSION + 1:
            message = f"the expression has more than {MAX_EXPRESSION} characters"
            helps = ("keep a part of it in a param",)
            raise ExpressionError(ExpressionTooLong, message, start, position - start, helps)
        if token is None:
            raise _unexpected(text, position, start, is_whole=after_value and len(brackets) == 1)
        word, kind = token[0], token.lastgroup
        if kind != "space":
            if kind == "word" and (iskeyword(word) and word not in _BETWEEN | _BEFORE):
                raise _foreign(word, position)
            begins = kind in ("value", "open") or (kind == "word" and word not in _BETWEEN)
            if after_value and (kind == "value" or (begins and kind == "word")):
                raise ExpressionError(InvalidExpression, f"an operator is missing before `{word}`", position, len(word))
            is_empty = kind == "close" and previous == brackets[-1]
            if not (after_value or begins or word in _BEFORE or is_empty):
                raise ExpressionError(InvalidExpression, f"a value is missing before `{word}`", position, len(word))
            if kind == "open":
                brackets.append(word)
                if len(brackets) > MAX_NESTING:
                    message = f"the expression is nested more than {MAX_NESTING} deep"
                    raise ExpressionError(ExpressionTooDeep, message, position, 1)
            elif kind == "close":
                opened = brackets.pop()
                if word != _CLOSING[opened]:
                    raise ExpressionError(InvalidExpression, f"`{word}` cannot close `{opened}`", position, 1)
                if not brackets:
                    return token.end()
            after_value = kind in ("value", "close") or (kind == "word" and word not in _BETWEEN | _BEFORE)
            previous = word
        position = token.end()


def extent(text: str, start: int) -> int | None:
    """Returns where an expression ends, as `end_of_expression` does, but None where that raises."""
    try:
        return end_of_expression(text, start)
    except ExpressionError:
        return None


def _unexpected(text: str, position: int, start: int, *, is_whole: bool) -> ExpressionError:
    """Returns the fault of a text that goes on with nothing that is part of expressions, or not at all.

    Args:
        text: The text.
        position: Where it goes on.
        start: Where the expression begins.
        is_whole: Whether it lacks no more than its last parenthesis.
    """
    if position == len(text):
        message = "the expression is not closed"
        if is_whole:
            closed = f"{text[start:].rstrip()})"
            return ExpressionError(
                InvalidExpression, message, start, position - start, (f"close it: `${closed}`",), closed
            )
        helps = ("inside `{…}` and `[…]`, put a value that holds a comma or a bracket in quotes",)
        return ExpressionError(InvalidExpression, message, start, position - start, helps)
    number = _NUMBER_LIKE(text, position)
    return _foreign(number[0] if number else text[position], position)


def _foreign(word: str, position: int) -> ExpressionError:
    instead = _INSTEAD.get(word)
    if _NUMBER_LIKE(word):
        instead = "write a number in plain digits, without leading zeros"
    message = f"`{word}` is not part of expressions"
    helps = (instead,) if instead else ()
    return ExpressionError(InvalidExpression, message, position, len(word), helps, _CERTAIN.get(word))
