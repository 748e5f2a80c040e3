"""Where layers are written, and the calls of blocks and iterations of repeats that lead to them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archspec.compiler.values import fields_of
from archspec.diagnostics.source import Span
from archspec.language.document import Param
from archspec.language.located import shown
from archspec.layers.base import Layer
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Tree


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


class Iteration(NamedTuple):
    """One iteration of a repeat.

    Attributes:
        span: Where the repeat is.
        number: The number of the iteration, from 0.
        counters: The values of its counters.
        each: Its lists as written, if it has any.
        values: The values of names in the iteration.
    """

    span: Span | None
    number: int
    counters: Mapping[str, Any]
    each: Tree | None
    values: Mapping[str, Any]


Trace = tuple[Call | Iteration, ...]
"""The calls and iterations that lead to a layer, outermost first."""


class Asked(NamedTuple):
    """A word that asks for a layer, in a field of another one.

    Attributes:
        noun: `norm` or `activation`, as which it is asked for: the name of the field, but for that of an `activation`.
        word: The word, or the expression that comes to it.
        span: Where it is, which may be under `defaults`.
    """

    noun: str
    word: str
    span: Span | None


class Place(NamedTuple):
    """Where a node was written.

    Attributes:
        span: Its kind, or an input's shape.
        fields: Its fields as written.
        written: What is after its kind.
        trace: The calls and iterations that lead to it.
        defaults: What `defaults` give to its kind; what is written at the layer itself wins.
        asked: What asks for it, where that is the field of another layer.
    """

    span: Span | None
    fields: dict[str, Tree]
    written: Tree | None = None
    trace: Trace = ()
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
            return Place(span or self.span, fields, inner, self.trace, defaults, asked)
        return Place(self.span, {}, None, self.trace, {**defaults, **fields}, asked)


def notes_on(trace: Trace) -> Iterator[str]:
    """Yields notes on the calls and iterations that lead to a layer, innermost first."""
    for step in reversed(trace):
        at = f" at line {step.span.line}" if step.span else ""
        if isinstance(step, Call):
            yield f"in block `{step.block}`" + (f", called{at}" if at else "")
        else:
            counters = " and ".join(f"`{name}` is {shown(value)}" for name, value in step.counters.items())
            yield f"in iteration {step.number + 1} of the repeat{at}" + (f", where {counters}" if counters else "")
