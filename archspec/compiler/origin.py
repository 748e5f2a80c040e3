"""Where a value comes from: the field that holds it, the block call or the list of a repeat that gave it, the param."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archspec import limits
from archspec.compiler.values import fields_of
from archspec.diagnostics.source import Span
from archspec.language.document import Architecture, Param
from archspec.language.located import shown
from archspec.layers.base import Layer
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree


class Call(NamedTuple):
    """The call of a block.

    Attributes:
        block: The block's name.
        span: Where it is called.
        given: The values that the call gives to the block's params.
        params: The block's params.
        values: What names stand for in the block.
    """

    block: str
    span: Span | None
    given: Mapping[str, Tree] = {}
    params: Mapping[str, Param] = {}
    values: Mapping[str, Any] = {}


class Turn(NamedTuple):
    """One turn of a repeat.

    Attributes:
        span: Where the repeat stands.
        number: Which turn it is, counted from 0.
        counters: The values of its loop names.
        each: Its lists as written, if it has any.
        values: What names stand for in the turn.
    """

    span: Span | None
    number: int
    counters: Mapping[str, Any]
    each: Tree | None
    values: Mapping[str, Any]


Way = tuple[Call | Turn, ...]
"""The calls and turns that lead to a layer, outermost first."""


class Asked(NamedTuple):
    """A word that asks for a layer, in a field of another one.

    Attributes:
        noun: `norm` or `activation`, as which it is asked for: the name of the field, but for that of an `activation`.
        word: The word, or the expression that comes to it.
        span: Where it stands, which may be under `defaults`.
    """

    noun: str
    word: str
    span: Span | None


class Place(NamedTuple):
    """Where a node was written.

    Attributes:
        span: Its kind, or an input's shape.
        fields: Its fields as written.
        written: What stands after its kind.
        way: The calls and turns that lead to it.
        defaults: What `defaults` give to its kind; what is written at the layer itself wins.
        asked: What asks for it, where that is the field of another layer.
    """

    span: Span | None
    fields: dict[str, Tree]
    written: Tree | None = None
    way: Way = ()
    defaults: Mapping[str, Tree] = {}
    asked: Asked | None = None

    def field(self, name: str | None) -> Tree | None:
        """Returns the value of a field as it is written, at the layer or else under `defaults`."""
        return None if name is None else self.fields.get(name) or self.defaults.get(name)

    def part(self, field: str, kind: type[Layer], defaults: Mapping[str, Tree]) -> "Place":
        """Returns where a layer is written that a field asks for by a word.

        Args:
            field: The field.
            kind: The kind that the word stands for.
            defaults: What `defaults` give to a layer of that kind.
        """
        tree = self.field(field)
        word, inner, span = str(getattr(tree, "value", "")), None, tree.span if tree else None
        if isinstance(tree, TreeMapping) and (entries := fields_of(tree, None)):
            word, inner = next(iter(entries.items()))
            span = tree.keys[word] or span
        fields = fields_of(inner, kind.principal) or {}
        asked = Asked("norm" if field == "norm" else "activation", word, span)
        if field in self.fields:
            return Place(span or self.span, fields, inner, self.way, defaults, asked)
        return Place(self.span, {}, None, self.way, {**defaults, **fields}, asked)


class Given(NamedTuple):
    """A name that was given a value.

    Attributes:
        name: The name.
        value: The value.
        tree: What is written there.
        way: The calls and turns that lead there.
    """

    name: str
    value: Any
    tree: Tree
    way: Way


class Origins:
    """Follows values back to where they were written."""

    def __init__(self, architecture: Architecture | None = None, params: Mapping[str, Any] | None = None) -> None:
        self._architecture = architecture or Architecture(layers=[])
        self._params = params or {}

    @property
    def architecture(self) -> Architecture:
        """What is walked over."""
        return self._architecture

    def values(self, way: Way) -> Mapping[str, Any]:
        """Returns what names stand for at the end of a way."""
        return way[-1].values if way else self._params

    def source(self, tree: Tree, way: Way) -> Given | None:
        """Returns the last hand through which a value went that is one name and nothing else; None if it is no name."""
        found: Given | None = None
        for _ in range(limits.FOLLOWED):
            name = _only_name(tree)
            given = None if name is None else self.given(name, way)
            if given is None:
                break
            found, tree, way = given, given.tree, given.way
        return found

    def given(self, name: str, way: Way) -> Given | None:
        """Returns where a name that is known at the end of a way was given its value."""
        value = self.values(way).get(name)
        for depth in range(len(way) - 1, -1, -1):
            step = way[depth]
            if isinstance(step, Call):
                if name in step.given:
                    return Given(name, value, step.given[name], way[:depth])
                if name in step.params:
                    default = step.params[name].default
                    return None if default is None else Given(name, value, default, way[: depth + 1])
                break
            if name in step.counters:
                tree = _element(step, name)
                return None if tree is None else Given(name, value, tree, way[:depth])
        tree = self._param(name)
        return None if tree is None else Given(name, value, tree, ())

    def _param(self, name: str) -> Tree | None:
        """Returns what a param of the spec was set to."""
        architecture = self._architecture
        variant = architecture.variants.get(architecture.variant or "", {})
        if name in architecture.settings or name in variant:
            return architecture.settings.get(name) or variant[name]
        param = architecture.params.get(name)
        return param.default if param is not None else None

    def worded(self, tree: Tree, way: Way) -> str | None:
        """Says what an expression comes to and what its names stand for; None if that says nothing."""
        text = tree.value if isinstance(tree, Scalar) else None
        if not isinstance(text, str) or _only_name(tree) is not None:
            return None
        try:
            parsed = template(text)
            values = self.values(way)
            names = sorted(parsed.names) if parsed else []
            if parsed is None or not names or any(name not in values for name in names):
                return None
            value = parsed.evaluate(values.__getitem__)
        except (ExpressionError, KeyError):
            return None
        where = " and ".join(f"`{name}` is {shown(values[name])}" for name in names)
        return f"`{text}` is {shown(value)} where {where}"


def _only_name(tree: Tree) -> str | None:
    """Returns the name that an expression consists of, if it is one name and nothing else."""
    text = tree.value if isinstance(tree, Scalar) else None
    match = re.fullmatch(r"\$(?:(\w+)|\(\s*(\w+)\s*\))", text) if isinstance(text, str) else None
    return (match[1] or match[2]) if match else None


def _element(turn: Turn, name: str) -> Tree | None:
    """Returns what a loop name stood for in a turn, as it is written in the list of the repeat."""
    lists = turn.each.entries.get(name) if isinstance(turn.each, TreeMapping) else None
    if isinstance(lists, Sequence) and turn.number < len(lists.items):
        return lists.items[turn.number]
    return lists


def led_here(way: Way) -> Iterator[str]:
    """Yields notes on the calls and turns that lead to a layer, innermost first."""
    for step in reversed(way):
        at = f" at line {step.span.line}" if step.span else ""
        if isinstance(step, Call):
            yield f"in block `{step.block}`" + (f", called{at}" if at else "")
        else:
            counters = " and ".join(f"`{name}` is {shown(value)}" for name, value in step.counters.items())
            yield f"in turn {step.number + 1} of the repeat{at}" + (f", where {counters}" if counters else "")
