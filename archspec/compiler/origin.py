"""Where a value comes from: the field that holds it, the block call or the list of a repeat that gave it, the param."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archspec.diagnostics.source import Span
from archspec.language.document import Architecture, Param
from archspec.language.located import shown
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree

MOST_STEPS = 16
"""The most hands through which a value is followed."""


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


class Place(NamedTuple):
    """Where a node was written.

    Attributes:
        span: Its kind, or an input's shape.
        fields: Its fields as written.
        written: What stands after its kind.
        way: The calls and turns that lead to it.
    """

    span: Span | None
    fields: dict[str, Tree]
    written: Tree | None = None
    way: Way = ()

    def part(self, name: str) -> "Place":
        """Returns where a part of a layer was asked for: the field of its name, else the whole layer."""
        tree = self.fields.get(name)
        return Place(self.span if tree is None or tree.span is None else tree.span, {}, None, self.way)


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

    def default(self, kind: str, field: str) -> Tree | None:
        """Returns what the spec's `defaults` give to a field that an item leaves out."""
        return self._architecture.defaults.get(kind, {}).get(field)

    def values(self, way: Way) -> Mapping[str, Any]:
        """Returns what names stand for at the end of a way."""
        return way[-1].values if way else self._params

    def source(self, tree: Tree, way: Way) -> Given | None:
        """Returns the last hand through which a value went that is one name and nothing else; None if it is no name."""
        found: Given | None = None
        for _ in range(MOST_STEPS):
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
