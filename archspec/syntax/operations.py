"""The operators and functions of expressions.

Every operation checks its operands and limits its result, so that no expression fails with an exception of Python or
takes long. The errors raised here have no place yet: the evaluation adds it.
"""

import math
import operator
from collections.abc import Callable, Iterable
from typing import TypeGuard

from archspec import limits
from archspec.budget import Budget
from archspec.diagnostics.words import short
from archspec.syntax.core_schema import INTEGER_BOUND
from archspec.syntax.expression_faults import (
    BeyondFloats,
    DivisionByZero,
    EndlessRange,
    ExpressionError,
    IndexOutOfRange,
    NoExtreme,
    NoLogarithm,
    NoMultiples,
    NoPower,
    NotACondition,
    NotAList,
    NotAnInteger,
    NotANumber,
    NotComparable,
    NotFinite,
    NotText,
    PowerOfZero,
    PowerTooLarge,
    TextTooLong,
    TooManyDigits,
    TooManyElements,
    TooMuchWork,
)

Value = object
"""What an expression may be about: None, booleans, numbers, text, lists of values, and objects that only its caller
knows (open sizes), which are handed on untouched."""

_NUMBERS = (int, float)
_LETTERS = 8
"""How many letters of a text are as much work as an element of a list."""


def spend(budget: Budget, steps: int) -> None:
    """Spends steps, such as elements of lists that are made or looked at.

    Raises:
        ExpressionError: If these are too many.
    """
    if not budget.spend(steps):
        raise ExpressionError(TooMuchWork(limits.EXPRESSION_WORK))


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
            raise ExpressionError(NotFinite(value))
        return bounded(value)
    raise ExpressionError(NotANumber(shown(value), is_foreign(value)))


def integer(value: Value) -> int:
    """Returns the value if it is an integer."""
    value = number(value)
    if isinstance(value, float):
        raise ExpressionError(NotAnInteger(value))
    return value


def condition(value: Value) -> bool:
    """Returns the value if it is a boolean."""
    if not isinstance(value, bool):
        raise ExpressionError(NotACondition(shown(value), isinstance(value, int | float)))
    return value


def elements(value: Value) -> list[Value]:
    """Returns the value if it is a list."""
    if not is_list(value):
        raise ExpressionError(NotAList(shown(value)))
    return value


def paste(value: Value) -> str:
    """Returns the value as it is inside longer text."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return str(number(value))
        case _:
            raise ExpressionError(NotText(shown(value)))


# What a result may be -------------------------------------------------------------------------------------------------


def bounded(value: int | float) -> int | float:
    """Returns a result that is not too large."""
    if isinstance(value, int):
        if not -INTEGER_BOUND < value < INTEGER_BOUND:
            raise ExpressionError(TooManyDigits(limits.DIGITS))
    elif not math.isfinite(value):
        raise ExpressionError(BeyondFloats())
    return value


def weight(value: list[Value]) -> int:
    """Returns how many elements a list has, those of lists inside it included; it stops counting at the limit."""
    total = 0
    waiting = [value]
    while waiting and total <= limits.ELEMENTS:
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
    return ExpressionError(TooManyElements(limits.ELEMENTS))


def joined(pieces: Iterable[str]) -> str:
    """Returns one text made of several, giving up as soon as it is too long."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > limits.RESULT:
            raise ExpressionError(TextTooLong(limits.RESULT))
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
            raise ExpressionError(DivisionByZero(dividend))
        return compute(dividend, divisor)

    return divide


def _power(left: Value, right: Value) -> Value:
    base, exponent = number(left), number(right)
    if base == 0 and exponent < 0:
        raise ExpressionError(PowerOfZero(base, exponent))
    if base < 0 and exponent != math.floor(exponent):
        raise ExpressionError(NoPower(base, exponent))
    # Bounded before it is computed: even 2 would be too large, and no result that passes has more than 1,400 digits.
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1 and exponent > INTEGER_BOUND.bit_length():
        raise ExpressionError(PowerTooLarge(base, exponent, limits.DIGITS))
    try:
        return base**exponent
    except OverflowError:
        raise ExpressionError(PowerTooLarge(base, exponent, None)) from None


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _add,
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(lambda left, right: left * right),
    "/": _division(lambda dividend, divisor: dividend / divisor),
    "//": _division(lambda dividend, divisor: dividend // divisor),
    "%": _division(lambda dividend, divisor: dividend % divisor),
    "**": _power,
}

PREFIXES: dict[str, Callable[[Value], Value]] = {
    "not": lambda value: not condition(value),
    "-": lambda value: -number(value),
    "+": number,
}


# Comparisons ----------------------------------------------------------------------------------------------------------


def _equal(left: Value, right: Value) -> bool:
    """Whether two values are the same; values of different kinds are not, and `true` is not 1."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        for value in (one, other):
            if type(value) is not int and is_foreign(value):
                raise ExpressionError(NotComparable(shown(value)))
        if is_list(one) and is_list(other):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        elif isinstance(one, bool) != isinstance(other, bool) or one != other:
            return False
    return True


def _ordering(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    return lambda left, right: compare(number(left), number(right))


COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordering(operator.lt),
    "<=": _ordering(operator.le),
    ">": _ordering(operator.gt),
    ">=": _ordering(operator.ge),
}


# Elements and functions -----------------------------------------------------------------------------------------------


def element(value: Value, position: Value) -> Value:
    """Returns the element of a list at a position, counted from 0, or from the end with -1 for the last."""
    items, index = elements(value), integer(position)
    if not -len(items) <= index < len(items):
        raise ExpressionError(IndexOutOfRange(index, len(items)))
    return items[index]


def _extreme(choose: Callable[[Iterable[float]], float], name: str) -> Callable[..., Value]:
    def find(value: Value, *more: Value) -> Value:
        values = [value, *more] if more else elements(value)
        if not values:
            raise ExpressionError(NoExtreme(name))
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
        raise ExpressionError(EndlessRange())
    numbers = range(*bounds, stride)
    if numbers[limits.ELEMENTS :]:  # not `len`, which a C integer bounds
        raise too_many_elements()
    return list(numbers)


def _log2(value: Value) -> Value:
    argument = number(value)
    if argument <= 0:
        raise ExpressionError(NoLogarithm(argument))
    return math.log2(argument)


def round_to(value: Value, multiple: Value) -> Value:
    """Returns the multiple of `multiple` that is nearest to a value, but never less than `multiple` itself.

    Halves are rounded up: `max(multiple, floor(value / multiple + 1/2) * multiple)`, computed without rounding errors.
    `round_to(20, 8)` is 24, `round_to(19, 8)` is 16 and `round_to(1, 8)` is 8. Widths of scaled networks are rounded so
    (Tan, Le. EfficientNet. ICML 2019), there with the further rule that none shrinks by more than a tenth.
    """
    step = number(multiple)
    if step <= 0:
        raise ExpressionError(NoMultiples(step))
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
