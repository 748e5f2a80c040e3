"""Binds params: to their settings, or else to their defaults."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any, cast

from archspec.compiler.faults import MissingParam, ParamOutOfRange
from archspec.compiler.name_faults import ReservedParam
from archspec.compiler.values import KNOWN_OF_SHAPES, UNREADABLE, Context, UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.document import Param
from archspec.language.faults import UnknownParam
from archspec.language.located import shown
from archspec.language.spelling import did_you_mean, nearest
from archspec.syntax.edit import key_before
from archspec.syntax.tree import Hole, Tree

RESERVED = (*KNOWN_OF_SHAPES, "channels_of")


def bind(
    params: Mapping[str, Param],
    given: Mapping[str, Tree],
    caller: Context,
    around: Mapping[str, Any],
    owner: str,
    span: Span | None,
    key_span: Callable[[str], Span | None],
) -> dict[str, Any]:
    """Returns the value of each param; `UNREADABLE` for one that has none, or a wrong one, which is reported.

    Args:
        params: The params declared.
        given: The values given, evaluated where they are given.
        caller: What names stand for there.
        around: What the defaults may name besides the params declared before them.
        owner: Whose params they are, for messages.
        span: Where they are given.
        key_span: Where a given name is.
    """
    report = caller.report
    given = dict(given)
    for name in [name for name in given if name not in params]:
        free = [param for param in params if param not in given]
        place = key_before(given[name].span, name) or key_span(name)
        helps = did_you_mean(name, params, "its params are", place, given)
        report(Diagnostic(UnknownParam(name, owner), place, remedies=helps))
        near = nearest(name, free)
        if near is not None:
            given[near] = given[name]
    values: dict[str, Any] = {}
    inside = caller._replace(values=ChainMap(values, {**around}), tensor=None)  # it sees those declared before
    for name, param in params.items():
        values[name] = UNREADABLE
        tree = given.get(name, param.default)
        if name in RESERVED:
            place = tree.span if tree is not None and tree.span is not None else span
            report(Diagnostic(ReservedParam(name), place))
        elif isinstance(tree, Hole):
            continue
        elif tree is None:
            report(Diagnostic(MissingParam(name, owner, None, param.help or "", span is None), span))
        else:
            context = caller if name in given else inside
            try:
                value = context.value(tree)
            except UnreadableError:
                continue
            if _allowed(name, param, value, tree.span or span, caller):
                values[name] = value
    return values


def _allowed(name: str, param: Param, value: Any, span: Span | None, context: Context) -> bool:
    least = most = choices = None
    helps: tuple[Help, ...] = ()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if param.min is not None and not (number and value >= param.min):
        least = shown(_tidy(param.min))
    if param.max is not None and not (number and value <= param.max):
        most = shown(_tidy(param.max))
    if param.choices is not None:
        allowed = context.value(param.choices)
        if not isinstance(allowed, list) or value not in allowed:
            choices = shown(allowed)
            if isinstance(value, str) and nearest(value, words := _words(allowed)):
                helps = did_you_mean(value, words, "", span)
    if (least, most, choices) == (None, None, None):
        return True
    context.report(Diagnostic(ParamOutOfRange(name, shown(value), least, most, choices), span, remedies=helps))
    return False


def _words(choices: Any) -> list[str]:
    return [one for one in cast("list[Any]", choices) if isinstance(one, str)] if isinstance(choices, list) else []


def _tidy(number: float) -> float | int:
    return int(number) if number.is_integer() else number
