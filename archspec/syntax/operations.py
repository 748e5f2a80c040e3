"""What the operators and functions of expressions do to values.

Every operation checks what it is given and bounds what it makes, so that no expression fails in Python's own words or
takes more than a moment. The faults raised here have no place yet: the walker adds it.
"""

import ast
import math
import operator
from collections.abc import Callable

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


def shown(value: Value) -> str:
    """Returns a value as a message shows it."""
    match value:
        case None:
            return "`null`"
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f"the text `{_short(value)}`"
        case list():
            return f"a list of {len(value)}"  # pyright: ignore[reportUnknownArgumentType] - of whatever
        case _:
            return f"`{_short(str(value))}`"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…"


# What a value must be -------------------------------------------------------------------------------------------------


def number(value: Value) -> int | float:
    """Returns the value if it is a finite number; booleans are none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            raise ExpressionError(NotANumber, f"`{value}` cannot be computed with")
        return bounded(value)
    if value is None or isinstance(value, bool | str | list):
        raise ExpressionError(NotANumber, f"{shown(value)} is not a number")
    raise ExpressionError(NotANumber, f"{shown(value)} is not a number: open sizes are known only when the network runs")


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
        helps = (f"compare it: `{value} != 0`",) if isinstance(value, int) else ()
        raise ExpressionError(NotACondition, f"{shown(value)} is neither true nor false", helps=helps)
    return value


def elements(value: Value) -> list[Value]:
    """Returns the value if it is a list."""
    if not isinstance(value, list):
        raise ExpressionError(NotAList, f"{shown(value)} is not a list")
    return value  # pyright: ignore[reportUnknownVariableType] - its elements are any values


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
        waiting += (elements(item) for item in innermost if isinstance(item, list))
    return total


def too_many_elements() -> ExpressionError:
    """Returns the fault of an expression that makes too many elements."""
    return ExpressionError(ResultTooLong, f"the lists made here have more than {MAX_ELEMENTS:,} elements")


def checked_text(text: str) -> str:
    """Returns a text that is not too long."""
    if len(text) > MAX_TEXT:
        message = f"the text made here has {len(text):,} characters, more than {MAX_TEXT:,}"
        raise ExpressionError(ResultTooLong, message)
    return text


# Operators ------------------------------------------------------------------------------------------------------------


def _add(left: Value, right: Value) -> Value:
    match left, right:
        case str(), str():
            return checked_text(left + right)
        case list(), list():
            return elements(left) + elements(right)
        case _:
            return number(left) + number(right)


def _arithmetic(compute: Callable[..., int | float]) -> Callable[[Value, Value], Value]:
    return lambda left, right: compute(number(left), number(right))


def _division(compute: Callable[..., int | float]) -> Callable[[Value, Value], Value]:
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
    # Bounded before it is computed: the integers that pass have at most 66 bits more than the limit allows.
    if isinstance(base, int) and abs(base) > 1 and exponent > INTEGER_BOUND.bit_length():
        raise ExpressionError(NumberTooLarge, f"`{base}` to the power `{exponent}` has more than 20 digits")
    try:
        return base**exponent
    except OverflowError:
        message = f"`{base}` to the power `{exponent}` is larger than 1.8e308"
        raise ExpressionError(NumberTooLarge, message) from None


OPERATORS: dict[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: _add,
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _division(operator.truediv),
    ast.FloorDiv: _division(operator.floordiv),
    ast.Mod: _division(operator.mod),
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
        pair = waiting.pop()
        kinds = tuple(map(_kind, pair))
        if kinds[0] != kinds[1]:
            return False
        if kinds[0] != "list":
            if pair[0] != pair[1]:
                return False
            continue
        lists = elements(pair[0]), elements(pair[1])
        if len(lists[0]) != len(lists[1]):
            return False
        waiting += zip(*lists, strict=True)
    return True


def _kind(value: Value) -> str:
    match value:
        case None | bool() | str() | list():
            return type(value).__name__  # pyright: ignore[reportUnknownArgumentType] - lists of whatever
        case int() | float():
            return "number"
        case _:
            message = f"{shown(value)} cannot be compared: open sizes are known only when the network runs"
            raise ExpressionError(NotComparable, message)


def _ordering(compare: Callable[..., bool]) -> Callable[[Value, Value], bool]:
    def decide(left: Value, right: Value) -> bool:
        for value in (left, right):
            if _kind(value) != "number":
                raise ExpressionError(NotComparable, f"{shown(value)} is neither less nor greater than anything")
        return compare(number(left), number(right))

    return decide


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


def _extreme(choose: Callable[..., int | float], name: str) -> Callable[..., Value]:
    def find(value: Value, *more: Value) -> Value:
        values = [value, *more] if more else elements(value)
        if not values:
            raise ExpressionError(UndefinedResult, f"an empty list has no `{name}`")
        return choose(map(number, values))

    return find


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
    return max(step, (2 * dividend + divisor) // (2 * divisor) * step)


def _rounding(rule: Callable[..., int]) -> Callable[[Value], Value]:
    return lambda value: rule(number(value))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": _extreme(min, "min"),
    "max": _extreme(max, "max"),
    "abs": lambda value: abs(number(value)),
    "round": _rounding(round),
    "floor": _rounding(math.floor),
    "ceil": _rounding(math.ceil),
    "int": _rounding(int),
    "len": _len,
    "range": _range,
    "reversed": lambda value: elements(value)[::-1],
    "sum": lambda value: sum(map(number, elements(value))),
    "log2": _log2,
    "round_to": round_to,
}
