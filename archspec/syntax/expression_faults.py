"""What can be wrong with an expression, in itself or with the values it meets."""

from archspec.diagnostics.kind import DiagnosticKind


class ExpressionError(Exception):
    """An expression cannot be read, or has no value.

    Raised by templates, and by whoever gives them the values of names; the caller, who knows where the text stands,
    makes a diagnostic of it.

    Attributes:
        kind: What kind of fault it is.
        message: What is wrong, in the words of a diagnostic.
        start: Where in the text, in characters from 0.
        length: How many characters; 0 if the place is not yet known.
        helps: Things to do.
        instead: What certainly has to stand in that place, if that is known.
    """

    def __init__(
        self,
        kind: type[DiagnosticKind],
        message: str,
        start: int = 0,
        length: int = 0,
        helps: tuple[str, ...] = (),
        instead: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.start = start
        self.length = length
        self.helps = helps
        self.instead = instead

    def at(self, start: int, length: int) -> "ExpressionError":
        """Returns the fault at another place in the text."""
        return ExpressionError(self.kind, self.message, start, length, self.helps, self.instead)


class InvalidExpression(DiagnosticKind):
    """An expression cannot be read.

    An expression is made of numbers, text in quotes, `true`, `false`, `null`, lists, names, `+ - * / // % **`,
    comparisons, `and`, `or`, `not`, `a if c else b`, `x[i]` and the functions that `archspec explain unknown-function`
    lists. Nothing else that Python has is part of it.

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


class StrayDollar(DiagnosticKind):
    """A dollar sign stands before neither a name nor a parenthesis.

    `$name` and `$(expression)` stand for values. A dollar sign that is meant as one is written `$$`.

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


class ExpressionTooLong(DiagnosticKind):
    """An expression has more than 500 characters, or a text more than 100 expressions.

    An expression of this size is better split: a param may hold a part of it. There is no short example of it.
    """


class ExpressionTooDeep(DiagnosticKind):
    """An expression is nested more than 64 deep.

    Parentheses, lists and calls count, and so does every further term of a sum. Add many numbers with `sum([…])`.
    There is no short example of it.
    """


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


class NotANumber(DiagnosticKind):
    """Something that is not a number is used as one.

    Text, lists, `true`, `false` and `null` are no numbers; neither is an open size such as `H`, whose value is known
    only when the network runs. Nor are infinity and `.nan`, which nothing can be computed from.

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


class NotAnInteger(DiagnosticKind):
    """A number with a fraction stands where an expression needs an integer.

    Positions in a list and the values of `range` are integers. `/` always gives a number with a fraction, `//` divides
    integers.

    Example:
        ```yaml
        archspec: 1
        params: {depth: 4}
        input: [4]
        layers:
          - repeat: {each: {i: $(range(depth / 2))}, layers: [dense: 2]}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {depth: 4}
        input: [4]
        layers:
          - repeat: {each: {i: $(range(depth // 2))}, layers: [dense: 2]}
        ```
    """


class NotAList(DiagnosticKind):
    """Something that is not a list is used as one.

    Only lists have elements `x[i]`, can be reversed and summed.

    Example:
        ```yaml
        archspec: 1
        params: {widths: 8}
        input: [4]
        layers: [dense: "$(widths[0])"]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {widths: [8, 16]}
        input: [4]
        layers: [dense: "$(widths[0])"]
        ```
    """


class NotACondition(DiagnosticKind):
    """Something that is neither true nor false is used as a condition.

    `and`, `or`, `not` and `… if … else …` work on `true` and `false`, which comparisons give. Zero and empty text are
    not taken for `false`.

    Example:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers: [dense: $(width if width else 2)]
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 8}
        input: [4]
        layers: [dense: $(width if width > 0 else 2)]
        ```
    """


class NotComparable(DiagnosticKind):
    """Two values cannot be told equal or different.

    `==` and `!=` compare anything but open sizes, whose values are known only when the network runs. (`<`, `<=`, `>`
    and `>=` compare numbers.)

    Example:
        ```yaml
        archspec: 1
        input: [H, 4]
        layers:
          - dense: {units: 2, when: "$(spatial[0] == 8)"}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [H, 4]
        layers:
          - dense: {units: 2, when: $(channels == 4)}
        ```
    """


class NotText(DiagnosticKind):
    """A value cannot be pasted into text.

    Text, numbers, `true` and `false` can; lists, `null` and open sizes cannot.

    Example:
        ```yaml
        archspec: 1
        params: {widths: [2, 3]}
        input: [4]
        layers:
          - dense: {units: 2, name: dense$widths}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {widths: [2, 3]}
        input: [4]
        layers:
          - dense: {units: 2, name: "dense$(widths[0])"}
        ```
    """


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


class UndefinedResult(DiagnosticKind):
    """An expression has no result for the values it is given.

    The logarithm of zero, the square root of a negative number, the least of no numbers and a `range` in steps of zero
    do not exist.

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


class TooMuchWork(DiagnosticKind):
    """The expressions of a spec cost too much.

    Together they may make, and look at, 1,000,000 elements of lists; eight letters of a text count as one. A list that
    a thousand expressions sum up counts a thousand times. Nothing more is looked at.

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


class ResultTooLong(DiagnosticKind):
    """An expression makes too much.

    The lists that one expression makes have at most 100,000 elements together, and text at most 65,536 characters.

    Example:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - repeat: {each: {i: $(range(10 ** 9))}, layers: [dense: 2]}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers:
          - repeat: {each: {i: $(range(9))}, layers: [dense: 2]}
        ```
    """
