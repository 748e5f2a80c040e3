"""Corrects values that are written in a form that specs do not have.

`50%`, `(3, 3)` and `0,5` have one reading each, as does a number in quotes. There is an edit only if the field accepts
the corrected value.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, cast

from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.layers.fields import Accepts
from archspec.syntax.core_schema import by_yaml_1_1, resolve
from archspec.syntax.edit import rewrite
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.parenthesized import as_list
from archspec.syntax.tree import Scalar, Tree

_NAME = r"[A-Za-z_]\w*"
_PLAIN_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_PERCENT = r"([0-9]+(?:\.[0-9]+)?) ?%"
_DECIMAL_COMMA = r"([0-9]+),([0-9]+)"
_TIMES = r"[0-9]+(?: ?[x×] ?[0-9]+)+"
_PASTED = r"[\w\s+*/%().$-]*\$[A-Za-z_][\w\s+*/%().$-]*"
_UNKNOWN = object()
"""What an expression comes to whose names are not known here."""


class _Meaning(NamedTuple):
    """What was meant by a value.

    Attributes:
        written: How it is written.
        value: What it comes to.
        advice: What to do, where that is not just to write it.
        is_certain: Whether it is the only reading.
    """

    written: str
    value: Any
    advice: str = ""
    is_certain: bool = True


def value_helps(
    accepts: Accepts,
    value: object,
    place: Span | None = None,
    names: Mapping[str, Any] | None = None,
    takes: Callable[[Any], bool] | None = None,
    expression: str = "",
) -> tuple[Help, ...]:
    """Returns what to do about a value of the wrong type: most often an expression that lacks its `$`.

    Args:
        accepts: What is accepted.
        value: What was given.
        place: Where it is.
        names: What an expression in its place could name.
        takes: Whether a value would be accepted, if that can be asked.
        expression: The expression that it is the value of, if it is that of one.
    """
    if isinstance(value, float) and accepts.likely == "integer" and expression:
        return _rounded(value, expression)
    text = value if isinstance(value, str) else place.text if place else str(value)
    for meaning in _meanings(accepts, value, text, names or {}):
        if meaning.value is _UNKNOWN:
            certain = False
        elif takes is None:
            certain = meaning.value is not None
        elif takes(meaning.value):
            certain = True
        else:
            continue
        edits = rewrite(place, text, meaning.written)
        return (Help(meaning.advice or f"write `{meaning.written}`", edits, certain and meaning.is_certain),)
    return ()


def _meanings(accepts: Accepts, value: object, text: str, names: Mapping[str, Any]) -> Iterator[_Meaning]:
    """Yields what may be meant by a value and the text that it is written as, the likeliest first."""
    if isinstance(value, str):
        yield from _of_text(accepts, value, names)
    elif isinstance(value, float) and value.is_integer() and accepts.likely == "integer":
        yield _Meaning(str(int(value)), int(value))
    elif isinstance(value, int | float) and not isinstance(value, bool) and accepts.likely == "regularizer":
        yield _Meaning(f"{{l2: {text}}}", {"l2": value}, is_certain=False)
    elif isinstance(value, int) and value > 0 and accepts.likely == "sizes":
        yield _Meaning(f"[{value}]", [value], is_certain=False)
    elif isinstance(value, list) and accepts.likely == "params":
        yield from _named_params(cast("list[object]", value))
    elif isinstance(value, list) and accepts.likely == "sizes":
        yield from _one_size_left(cast("list[object]", value))


def _of_text(accepts: Accepts, text: str, names: Mapping[str, Any]) -> Iterator[_Meaning]:
    if text.lower() == "none":
        yield _Meaning("null", None)
    if accepts.likely == "flag":
        word = {"true": "true", "false": "false"}.get(text.lower()) or by_yaml_1_1(text)
        if word in ("true", "false"):
            yield _Meaning(word, word == "true")
    if accepts.likely == "name" and (name := re.sub(r"\W+", "_", text).strip("_")):
        yield _Meaning(name, name, is_certain=False)
    if not {"integer", "number", "list"}.intersection(accepts.forms):
        return
    if "list" in accepts.forms and (listed := _as_list(text)) is not None:
        yield _Meaning(listed, _values(listed))
    if re.fullmatch(_PLAIN_NUMBER, text):
        yield _Meaning(text, resolve(text), "leave out the quotes")
    if percent := re.fullmatch(_PERCENT, text):
        part = f"{(Decimal(percent[1]) / 100).normalize():f}"
        yield _Meaning(part, float(part))
    if accepts.likely == "number" and (comma := re.fullmatch(_DECIMAL_COMMA, text)):
        number = f"{comma[1]}.{comma[2]}"
        thousands = len(comma[2]) == 3 and comma[1] != "0"
        yield _Meaning(number, float(number), is_certain=not thousands)
    if accepts.likely not in ("number", "integer"):
        return
    if re.fullmatch(_NAME, text):
        advice = f"write `${text}` for the value of a param"
        yield _Meaning(f"${text}", names.get(text, _UNKNOWN), advice)
    elif re.fullmatch(r"[\w\s+*/%().-]+", text):
        yield from _expression(f"$({text})", names)


def pasted_helps(written: Tree, names: Mapping[str, Any], takes: Callable[[Any], bool]) -> tuple[Help, ...]:
    """Returns what to do about a param that is pasted into a text, where the whole is meant to be computed: `$width*2`.

    Args:
        written: What is written.
        names: What an expression in its place can name.
        takes: Whether a value would be accepted.
    """
    text = written.text if isinstance(written, Scalar) else ""
    if not re.fullmatch(_PASTED, text):
        return ()
    for meaning in _expression(f"$({re.sub(r'[$](?=[A-Za-z_(])', '', text)})", names):
        if takes(meaning.value):
            return (Help(f"write `{meaning.written}`", rewrite(written.span, text, meaning.written)),)
    return ()


def _expression(text: str, names: Mapping[str, Any]) -> Iterator[_Meaning]:
    """Yields a text if it is an expression."""

    def named(name: str) -> Any:
        if name not in names:
            raise KeyError(name)
        return names[name]

    advice = f"write `{text}` for its value"
    try:
        parsed = template(text)
        value = _UNKNOWN if parsed is None else parsed.evaluate(named)
    except ExpressionError:
        return
    except KeyError:
        value = _UNKNOWN
    yield _Meaning(text, value, advice)


def _as_list(text: str) -> str | None:
    """Returns a list that is written in another way: `(3, 3)`, `3, 3` or `3x3`."""
    if re.fullmatch(_TIMES, text):
        return f"[{', '.join(re.findall('[0-9]+', text))}]"
    return as_list(text) or as_list(f"({text})")


def _values(listed: str) -> Any:
    """Returns what a list of numbers comes to; `_UNKNOWN` with a name in it."""
    if re.search("[A-Za-z$]", listed):
        return _UNKNOWN
    return [_values(one) if one.startswith("[") else resolve(one) for one in _items(listed)]


def _items(listed: str) -> list[str]:
    """Returns the items of a list as they are written."""
    depth, items, item = 0, list[str](), ""
    for sign in listed[1:-1]:
        depth += (sign == "[") - (sign == "]")
        if sign == "," and not depth:
            items.append(item.strip())
            item = ""
        else:
            item += sign
    return [*items, item.strip()]


def _named_params(names: list[object]) -> Iterator[_Meaning]:
    """Yields how params without defaults are written, for a list of their names."""
    if names and all(isinstance(name, str) and re.fullmatch(_NAME, name) for name in names):
        mapping = f"{{{', '.join(f'{name}: ' for name in names)}}}"
        advice = f"write `{mapping}`; after the name of a param comes its default, if it has one"
        yield _Meaning(mapping, dict.fromkeys(cast("list[str]", names)), advice)


def _one_size_left(sizes: list[object]) -> Iterator[_Meaning]:
    """Yields how a shape with one open size is written."""
    is_open = [one is None or (isinstance(one, str) and one.isidentifier()) for one in sizes]
    if is_open.count(True) != 1 or -1 in sizes:
        return
    shape = [-1 if left else one for one, left in zip(sizes, is_open, strict=True)]
    written = f"[{', '.join(map(str, shape))}]"
    advice = f"write -1 for the size that follows from the others: `{written}`"
    yield _Meaning(written, shape, advice, is_certain=False)


def _rounded(value: float, expression: str) -> tuple[Help, ...]:
    """Returns how an expression is made to come to an integer."""
    inside = re.fullmatch(r"\$\((.*)\)", expression.strip("'\""))
    if inside is None:
        return (Help(f"give it the integer {int(value)}"),) if value.is_integer() else ()
    divides = re.search(r"(?<!/)/(?!/)", inside[1]) is not None
    return (Help(("divide integers with `//`, or " if divides else "") + f"round it: `$(round({inside[1]}))`"),)
