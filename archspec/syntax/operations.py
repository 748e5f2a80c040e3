"""What the operators and functions of expressions do to values.

Every operation checks what it is given and bounds what it makes, so that no expression fails in Python's own words or
takes more than a moment. The faults raised here have no place yet: the walker adds it.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterable
from typing import TypeGuard

from archspec.diagnostics.words import short
from archspec.syntax.core_schema import INTEGER_BOUND, MAX_INTEGER_DIGITS
from archspec.syntax.expression_faults import (
    DivisionByZero,
    ExpressionError,
    IndexOutOfRange,
    NotACondition,
    NotAList,
    NotAnInteger,
    NotANumber,
    NotComparable,
    NotText,
    ResultTooLong,
    TooMuchWork,
    UndefinedResult,
)
from archspec.syntax.faults import NumberTooLarge

Value = object
"""What an expression may be about: None, booleans, numbers, text, lists of values, and objects that only its caller
knows (open sizes), which are handed on untouched."""

MAX_ELEMENTS = 100_000
"""How many elements the lists made by one expression may have together."""

MAX_TEXT = 1 << 16
"""How many characters a text made by an expression may have."""


MOST_WORK = 1_000_000
"""How many elements all expressions of one spec may make, or look at, together."""

_NUMBERS = (int, float)
_LETTERS = 8
"""How many letters of a text are as much work as an element of a list."""


class Work:
    """What the expressions of one spec may still cost.

    Attributes:
        is_done: Whether they have cost all that they may.
    """

    def __init__(self) -> None:
        self._left = MOST_WORK
        self.is_done = False

    @property
    def share(self) -> float:
        """Which part of what they may cost they have cost."""
        return 1 - self._left / MOST_WORK

    def spend(self, elements: int) -> None:
        """Takes note of elements that are made or looked at.

        Raises:
            ExpressionError: If these are too many.
        """
        self._left -= elements
        if self._left < 0:
            self.is_done = True
            message = f"with this the expressions of the spec make or look at more than {MOST_WORK:,} elements of lists"
            raise ExpressionError(TooMuchWork, message)


def shown(value: Value) -> str:
    """Returns a value as a message shows it."""
    if is_list(value):
        return f"a list of {len(value)}"
    match value:
        case None:
            return "`null`"
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f"the text `{short(value)}`"
        case _:
            return f"`{short(str(value))}`"


def is_list(value: Value) -> TypeGuard[list[Value]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def is_foreign(value: Value) -> bool:
    """Whether a value is an object that only the caller knows."""
    return not (value is None or is_list(value) or isinstance(value, bool | int | float | str))


# What a value must be -------------------------------------------------------------------------------------------------


def number(value: Value) -> int | float:
    """Returns the value if it is a finite number; booleans are none."""
    if type(value) is int and -INTEGER_BOUND < value < INTEGER_BOUND:
        return value
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            raise ExpressionError(NotANumber, f"`{value}` cannot be computed with")
        return bounded(value)
    message = f"{shown(value)} is not a number"
    if is_foreign(value):
        message += ": open sizes are known only when the network runs"
    raise ExpressionError(NotANumber, message)


def integer(value: Value) -> int:
    """Returns the value if it is an integer."""
    value = number(value)
    if isinstance(value, float):
        helps = ("divide integers with `//`, or round with `int`, `floor`, `ceil` or `round`",)
        raise ExpressionError(NotAnInteger, f"`{value}` is not an integer", helps=helps)
    return value


def condition(value: Value) -> bool:
    """Returns the value if it is a boolean."""
    if not isinstance(value, bool):
        helps = ("compare it, as in `x != 0`",) if isinstance(value, int | float) else ()
        raise ExpressionError(NotACondition, f"{shown(value)} is neither true nor false", helps=helps)
    return value


def elements(value: Value) -> list[Value]:
    """Returns the value if it is a list."""
    if not is_list(value):
        raise ExpressionError(NotAList, f"{shown(value)} is not a list")
    return value


def paste(value: Value) -> str:
    """Returns the value as it stands inside longer text."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return str(number(value))
        case _:
            raise ExpressionError(NotText, f"{shown(value)} cannot be pasted into text")


# What a result may be -------------------------------------------------------------------------------------------------


def bounded(value: int | float) -> int | float:
    """Returns a result that is not too large."""
    if isinstance(value, int):
        if not -INTEGER_BOUND < value < INTEGER_BOUND:
            raise ExpressionError(NumberTooLarge, f"the number has more than {MAX_INTEGER_DIGITS} digits")
    elif not math.isfinite(value):
        raise ExpressionError(NumberTooLarge, "the number is larger than 1.8e308")
    return value


def weight(value: list[Value]) -> int:
    """Returns how many elements a list has, those of lists inside it included; it stops counting at the limit."""
    total = 0
    waiting = [value]
    while waiting and total <= MAX_ELEMENTS:
        innermost = waiting.pop()
        total += len(innermost)
        waiting += filter(is_list, innermost)
    return total


def size(value: Value) -> int:
    """Returns how many elements a value has that some operation looks at, or copies."""
    if isinstance(value, str):
        return len(value) // _LETTERS
    return weight(value) if is_list(value) else 0


def too_many_elements() -> ExpressionError:
    """Returns the fault of an expression that makes too many elements."""
    return ExpressionError(ResultTooLong, f"the lists made here have more than {MAX_ELEMENTS:,} elements")


def joined(pieces: Iterable[str]) -> str:
    """Returns one text made of several, giving up as soon as it is too long."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > MAX_TEXT:
            raise ExpressionError(ResultTooLong, f"the text made here has more than {MAX_TEXT:,} characters")
    return "".join(kept)


# Operators ------------------------------------------------------------------------------------------------------------


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return joined((left, right))
    if is_list(left) and is_list(right):
        return left + right
    return number(left) + number(right)


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    return lambda left, right: compute(number(left), number(right))


def _division(compute: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def divide(left: Value, right: Value) -> Value:
        dividend, divisor = number(left), number(right)
        if divisor == 0:
            raise ExpressionError(DivisionByZero, f"`{dividend}` is divided by zero")
        return compute(dividend, divisor)

    return divide


def _power(left: Value, right: Value) -> Value:
    base, exponent = number(left), number(right)
    if base == 0 and exponent < 0:
        raise ExpressionError(DivisionByZero, f"zero is raised to the negative power `{exponent}`")
    if base < 0 and exponent != math.floor(exponent):
        raise ExpressionError(UndefinedResult, f"the negative number `{base}` has no power `{exponent}`")
    # Bounded before it is computed: even 2 would be too large, and no result that passes has more than 1,400 digits.
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1 and exponent > INTEGER_BOUND.bit_length():
        raise ExpressionError(NumberTooLarge, f"`{base}` to the power `{exponent}` has more than 20 digits")
    try:
        return base**exponent
    except OverflowError:
        message = f"`{base}` to the power `{exponent}` is larger than 1.8e308"
        raise ExpressionError(NumberTooLarge, message) from None


OPERATORS: dict[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: _add,
    ast.Sub: _arithmetic(lambda left, right: left - right),
    ast.Mult: _arithmetic(lambda left, right: left * right),
    ast.Div: _division(lambda dividend, divisor: dividend / divisor),
    ast.FloorDiv: _division(lambda dividend, divisor: dividend // divisor),
    ast.Mod: _division(lambda dividend, divisor: dividend % divisor),
    ast.Pow: _power,
}

UNARY_OPERATORS: dict[type[ast.unaryop], Callable[[Value], Value]] = {
    ast.Not: lambda value: not condition(value),
    ast.USub: lambda value: -number(value),
    ast.UAdd: number,
}


# Comparisons ----------------------------------------------------------------------------------------------------------


def _equal(left: Value, right: Value) -> bool:
    """Whether two values are the same; values of different kinds are not, and `true` is not 1."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        for value in (one, other):
            if type(value) is not int and is_foreign(value):
                message = f"{shown(value)} cannot be compared: open sizes are known only when the network runs"
                raise ExpressionError(NotComparable, message)
        if is_list(one) and is_list(other):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        elif isinstance(one, bool) != isinstance(other, bool) or one != other:
            return False
    return True


def _ordering(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    return lambda left, right: compare(number(left), number(right))


COMPARISONS: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Lt: _ordering(operator.lt),
    ast.LtE: _ordering(operator.le),
    ast.Gt: _ordering(operator.gt),
    ast.GtE: _ordering(operator.ge),
}


# Elements and functions -----------------------------------------------------------------------------------------------


def element(value: Value, position: Value) -> Value:
    """Returns the element of a list at a position, counted from 0, or from the end with -1 for the last."""
    items, index = elements(value), integer(position)
    if not -len(items) <= index < len(items):
        message = f"position {index} of {shown(items)}" if items else f"position {index} of an empty list"
        raise ExpressionError(IndexOutOfRange, f"there is no {message}")
    return items[index]


def _extreme(choose: Callable[[Iterable[float]], float], name: str) -> Callable[..., Value]:
    def find(value: Value, *more: Value) -> Value:
        values = [value, *more] if more else elements(value)
        if not values:
            raise ExpressionError(UndefinedResult, f"an empty list has no `{name}`")
        return choose(map(number, values))

    return find


def _abs(value: Value) -> Value:
    return abs(number(value))


def _sum(value: Value) -> Value:
    return sum(map(number, elements(value)))


def _reversed(value: Value) -> Value:
    return elements(value)[::-1]


def _len(value: Value) -> Value:
    return len(value if isinstance(value, str) else elements(value))


def _range(first: Value, end: Value = ..., step: Value = 1) -> Value:
    bounds = (0, integer(first)) if end is ... else (integer(first), integer(end))
    stride = integer(step)
    if stride == 0:
        raise ExpressionError(UndefinedResult, "a `range` in steps of zero has no end")
    numbers = range(*bounds, stride)
    if numbers[MAX_ELEMENTS:]:  # not `len`, which a C integer bounds
        raise too_many_elements()
    return list(numbers)


def _log2(value: Value) -> Value:
    argument = number(value)
    if argument <= 0:
        raise ExpressionError(UndefinedResult, f"`{argument}` has no logarithm")
    return math.log2(argument)


def round_to(value: Value, multiple: Value) -> Value:
    """Returns the multiple of `multiple` that is nearest to a value, but never less than `multiple` itself.

    Halves are rounded up: `max(multiple, floor(value / multiple + 1/2) * multiple)`, computed without rounding errors.
    `round_to(20, 8)` is 24, `round_to(19, 8)` is 16 and `round_to(1, 8)` is 8. Widths of scaled networks are rounded so
    (Tan, Le. EfficientNet. ICML 2019), there with the further rule that none shrinks by more than a tenth.
    """
    step = number(multiple)
    if step <= 0:
        raise ExpressionError(UndefinedResult, f"`{step}` has no multiples to round to")
    (above, below), (unit, part) = number(value).as_integer_ratio(), step.as_integer_ratio()
    dividend, divisor = above * part, below * unit
    nearest = (2 * dividend + divisor) // (2 * divisor) * unit
    return max(step, nearest if part == 1 else nearest / part)


def _rounding(rule: Callable[[float], int]) -> Callable[[Value], Value]:
    return lambda value: rule(number(value))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": _extreme(min, "min"),
    "max": _extreme(max, "max"),
    "abs": _abs,
    "round": _rounding(round),
    "floor": _rounding(math.floor),
    "ceil": _rounding(math.ceil),
    "int": _rounding(int),
    "len": _len,
    "range": _range,
    "reversed": _reversed,
    "sum": _sum,
    "log2": _log2,
    "round_to": round_to,
}
