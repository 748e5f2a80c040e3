"""Diagnostics about expressions and their values."""

from dataclasses import field

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.words import plural
from archspec.syntax.faults import NestingTooDeep, NumberTooLarge

_INSTEAD = {
    "True": "write `true`",
    "False": "write `false`",
    "None": "write `null`",
    "=": "write `==` to compare",
    "!": "write `not`",
    "&": "write `and`",
    "|": "write `or`",
    "^": "write `**` for a power",
    "$": "inside an expression, write names without `$`",
    ".": "nothing in an expression has attributes",
    ":": "an element of a list is `x[i]`; there are no slices",
    "'": "close the quote; there may be no letter before it and no backslash inside it",
    '"': "close the quote; there may be no letter before it and no backslash inside it",
}


class ExpressionError(Exception):
    """An expression cannot be read, or has no value.

    Raised by templates, and by whoever gives them the values of names; the caller, who knows where the text is,
    makes a diagnostic of it.

    Attributes:
        data: What is wrong.
        start: Where in the text, in characters from 0.
        length: How many characters; 0 if the place is not yet known.
        instead: What certainly has to stand in that place, if that is known.
        remedies: What to do, in place of the helps of the data; None if whoever raised it knows no better.
    """

    def __init__(
        self,
        data: DiagnosticKind,
        start: int = 0,
        length: int = 0,
        instead: str | None = None,
        remedies: tuple[Help, ...] | None = None,
    ) -> None:
        super().__init__(data.message())
        self.data = data
        self.start = start
        self.length = length
        self.instead = instead
        self.remedies = remedies

    def at(self, start: int, length: int) -> "ExpressionError":
        """Returns the fault at another place in the text."""
        return ExpressionError(self.data, start, length, self.instead, self.remedies)


class InvalidExpression(DiagnosticKind):
    """An expression cannot be read.

    Expressions consist of numbers, text in quotes, `true`, `false`, `null`, lists, names, `+ - * / // % **`,
    comparisons, `and`, `or`, `not`, `a if c else b`, `x[i]` and the functions that `archspec explain unknown-function`
    lists. Other parts of Python are not available.

    Example:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers: [dense: $(width * )]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers: [dense: $(width * 2)]
        ```
    """


class NotPartOfExpressions(InvalidExpression):
    """A word, number or sign is not part of expressions."""

    word: str

    def message(self) -> str:
        return f"`{self.word}` is not part of expressions"

    def helps(self) -> tuple[Help, ...]:
        advice = _INSTEAD.get(self.word)
        if self.word.lstrip(".")[:1].isdecimal():
            advice = "write a number in plain digits, without leading zeros"
        return (Help(advice),) if advice else ()


class MissingValue(InvalidExpression):
    """A value is missing."""

    before: str

    def message(self) -> str:
        return f"a value is missing before `{self.before}`" if self.before else "a value is missing at the end"


class MissingOperator(InvalidExpression):
    """An operator is missing."""

    before: str

    def message(self) -> str:
        return f"an operator is missing before `{self.before}`"


class UnevenBrackets(InvalidExpression):
    """A bracket is closed by one of another kind."""

    opened: str
    closed: str

    def message(self) -> str:
        return f"`{self.closed}` cannot close `{self.opened}`"


class NotClosed(InvalidExpression):
    """The expression does not end; what is missing may be its last parenthesis alone."""

    closed: str | None

    def message(self) -> str:
        return "the expression is not closed"

    def helps(self) -> tuple[Help, ...]:
        if self.closed is not None:
            return (Help(f"close it: `${self.closed}`"),)
        return (Help("inside `{…}` and `[…]`, put a value that holds a comma or a bracket in quotes"),)


class EmptyParentheses(InvalidExpression):
    """There is no value between parentheses."""

    def message(self) -> str:
        return "there is nothing between the parentheses"


class TupleInExpression(InvalidExpression):
    """Values stand in parentheses."""

    def message(self) -> str:
        return "a list of values has no brackets"

    def helps(self) -> tuple[Help, ...]:
        return (Help("write `[a, b]`"),)


class NotAFunction(InvalidExpression):
    """Something else than a name is called."""

    def message(self) -> str:
        return "only a function can be called, by its name"


class TrailingText(InvalidExpression):
    """Something is after an expression."""

    word: str

    def message(self) -> str:
        return f"`{self.word}` comes after the end"


class UnreadableExpression(InvalidExpression):
    """The parts of an expression do not fit together."""

    has_choice: bool

    def message(self) -> str:
        return "the expression cannot be read"

    def helps(self) -> tuple[Help, ...]:
        return (Help("a choice is written `a if condition else b`"),) if self.has_choice else ()


class StrayDollar(DiagnosticKind):
    """A dollar sign is followed by neither a name nor a parenthesis.

    `$name` and `$(expression)` are replaced by values. Write `$$` for a dollar sign.

    Example:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers:
          - dense: ${width}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers:
          - dense: $width
        ```
    """

    def message(self) -> str:
        return "`$` is followed by neither a name nor a parenthesis"

    def helps(self) -> tuple[Help, ...]:
        return (Help("write `$$` for a dollar sign, `$name` or `$(expression)` for a value"),)


class ExpressionTooLong(DiagnosticKind):
    """An expression has more than 500 characters, or a text more than 200 dollar signs.

    Split such an expression: a param may hold a part of it. There is no short example.
    """

    most: int

    def message(self) -> str:
        return f"the expression has more than {self.most:,} characters"

    def helps(self) -> tuple[Help, ...]:
        return (Help("keep a part of it in a param"),)


class TooManyDollars(ExpressionTooLong):
    """A text has too many dollar signs."""

    def message(self) -> str:
        return f"the text holds more than {self.most:,} dollar signs"


class UnknownFunction(DiagnosticKind):
    """An expression calls a function that does not exist.

    The functions are `min`, `max`, `abs`, `round`, `floor`, `ceil`, `int`, `len`, `range`, `reversed`, `sum`, `log2`,
    `round_to(x, multiple)` and, where shapes are known, `channels_of(name)`.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: $(sqrt(16))]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: $(int(16 ** 0.5))]
        ```
    """

    function: str
    known: tuple[str, ...] = field(compare=False)

    def message(self) -> str:
        return f"there is no function `{self.function}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("the functions are " + ", ".join(f"`{name}`" for name in self.known)),)


class WrongArguments(DiagnosticKind):
    """A function of an expression is called with too few or too many values.

    Values are given by position: `range(n)`, `range(first, end)`, `range(first, end, step)`, `round_to(x, multiple)`.
    `min` and `max` take a list, or at least two values. The others take one value.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: $(round_to(17))]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: "$(round_to(17, 8))"]
        ```
    """

    function: str
    given: int
    params: tuple[str, ...]

    def message(self) -> str:
        return f"`{self.function}` cannot be called with {plural(self.given, 'value')}"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write `{self.function}({', '.join(self.params)})`"),)


class WrongType(DiagnosticKind):
    """An expression needs a value of another type.

    Operators and functions take numbers; text, lists, `true`, `false`, `null`, infinity and `.nan` are none. Positions
    in a list and the values of `range` are integers: `/` always gives a number with a fraction, `//` divides integers.
    Only lists have elements `x[i]`, can be reversed and summed. `and`, `or`, `not` and `… if … else …` work on `true`
    and `false`, which comparisons give; zero and empty text are not taken for `false`. Lists and `null` cannot be
    pasted into text. An open size such as `H` is known only when the network runs: nothing can be computed from it, it
    is not compared, and not pasted into text.

    Example:
        ```yaml
        archspec: 1
        params: {width: wide}
        input: [4]
        layers: [dense: $(width * 2)]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers: [dense: $(width * 2)]
        ```
    """


class NotANumber(WrongType):
    """A value is used as a number."""

    value: str
    is_open: bool = False

    def message(self) -> str:
        reason = ": open sizes are known only when the network runs" if self.is_open else ""
        return f"{self.value} is not a number{reason}"


class NotFinite(WrongType):
    """A number cannot be computed with."""

    value: float

    def message(self) -> str:
        return f"`{self.value}` cannot be computed with"


class NotAnInteger(WrongType):
    """A number with a fraction is used as an integer."""

    value: float

    def message(self) -> str:
        return f"`{self.value}` is not an integer"

    def helps(self) -> tuple[Help, ...]:
        return (Help("divide integers with `//`, or round with `int`, `floor`, `ceil` or `round`"),)


class NotACondition(WrongType):
    """A value is used as a condition."""

    value: str
    is_number: bool

    def message(self) -> str:
        return f"{self.value} is neither true nor false"

    def helps(self) -> tuple[Help, ...]:
        return (Help("compare it, as in `x != 0`"),) if self.is_number else ()


class NotAList(WrongType):
    """A value is used as a list."""

    value: str

    def message(self) -> str:
        return f"{self.value} is not a list"


class NotComparable(WrongType):
    """A value cannot be compared."""

    value: str

    def message(self) -> str:
        return f"{self.value} cannot be compared: open sizes are known only when the network runs"


class NotText(WrongType):
    """A value cannot be pasted into text."""

    value: str

    def message(self) -> str:
        return f"{self.value} cannot be pasted into text"


class DivisionByZero(DiagnosticKind):
    """An expression divides by zero.

    It may do so with `/`, `//` and `%`, or by raising zero to a negative power.

    Example:
        ```yaml
        archspec: 1
        params: {groups: 0}
        input: [4]
        layers: [dense: $(16 // groups)]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {groups: 2}
        input: [4]
        layers: [dense: $(16 // groups)]
        ```
    """

    dividend: float

    def message(self) -> str:
        return f"`{self.dividend}` is divided by zero"


class PowerOfZero(DivisionByZero):
    """Zero is raised to a negative power."""

    exponent: float

    def message(self) -> str:
        return f"zero is raised to the negative power `{self.exponent}`"


class UndefinedResult(DiagnosticKind):
    """An expression has no result for its values.

    The logarithm of zero, the square root of a negative number, the minimum of no numbers and a `range` in steps of
    zero do not exist.

    Example:
        ```yaml
        archspec: 1
        params: {width: 0}
        input: [4]
        layers: [dense: $(ceil(log2(width)))]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 64}
        input: [4]
        layers: [dense: $(ceil(log2(width)))]
        ```
    """


class NoExtreme(UndefinedResult):
    """A list without elements has no least or greatest."""

    function: str

    def message(self) -> str:
        return f"an empty list has no `{self.function}`"


class NoPower(UndefinedResult):
    """A power is not a real number."""

    base: float
    exponent: float

    def message(self) -> str:
        return f"the negative number `{self.base}` has no power `{self.exponent}`"


class EndlessRange(UndefinedResult):
    """A range never ends."""

    def message(self) -> str:
        return "a `range` in steps of zero has no end"


class NoLogarithm(UndefinedResult):
    """A number has no logarithm."""

    value: float

    def message(self) -> str:
        return f"`{self.value}` has no logarithm"


class NoMultiples(UndefinedResult):
    """Nothing is a multiple of a number, or all is."""

    value: float

    def message(self) -> str:
        return f"`{self.value}` has no multiples to round to"


class IndexOutOfRange(DiagnosticKind):
    """A list has no element at a position.

    Positions count from 0, or from the end with -1 for the last.

    Example:
        ```yaml
        archspec: 1
        params: {widths: [8, 16]}
        input: [4]
        layers: [dense: "$(widths[2])"]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {widths: [8, 16]}
        input: [4]
        layers: [dense: "$(widths[1])"]
        ```
    """

    position: int
    length: int

    def message(self) -> str:
        items = f"a list of {self.length}" if self.length else "an empty list"
        return f"there is no position {self.position} of {items}"


class TooMuchWork(DiagnosticKind):
    """An expression, or all expressions of a spec, compute too much.

    The lists of one expression have at most 100,000 elements together, and text at most 65,536 characters. All
    expressions together may take 1,000,000 steps: one for each element of a list that they compute or read, one for
    eight letters of a text, and eight for each letter of an expression that is parsed, which happens once for equal
    expressions. A list that a thousand expressions sum up counts a thousand times. Nothing more is checked after that.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        params: {many: $(range(99999))}
        layers:
          - repeat: {times: 100, layers: [dense: $(sum(many) // 10 ** 9)]}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        params: {many: $(range(99999)), width: $(sum(many) // 10 ** 9)}
        layers:
          - repeat: {times: 100, layers: [dense: {units: $width, activation: relu}]}
        ```
    """

    most: int

    def message(self) -> str:
        return f"with this the expressions of the spec take more than {self.most:,} steps"


class TooManyElements(TooMuchWork):
    """The lists of one expression are too long."""

    def message(self) -> str:
        return f"the lists made here have more than {self.most:,} elements"


class TextTooLong(TooMuchWork):
    """A text is too long."""

    def message(self) -> str:
        return f"the text made here has more than {self.most:,} characters"


class ExpressionTooDeep(NestingTooDeep):
    """An expression is nested too deep."""

    most: int

    def message(self) -> str:
        return f"the expression is nested more than {self.most:,} deep"


class TooManyDigits(NumberTooLarge):
    """A result has too many digits."""

    most: int

    def message(self) -> str:
        return f"the number has more than {self.most} digits"


class BeyondFloats(NumberTooLarge):
    """A result is beyond every float."""

    def message(self) -> str:
        return "the number is larger than 1.8e308"


class PowerTooLarge(NumberTooLarge):
    """A power is too large."""

    base: float
    exponent: float
    most: int | None

    def message(self) -> str:
        reach = f"has more than {self.most} digits" if self.most is not None else "is larger than 1.8e308"
        return f"`{self.base}` to the power `{self.exponent}` {reach}"
