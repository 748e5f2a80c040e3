"""Traces a value back: to the field that holds it, the call or list that set it, or the param."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from archspec import limits
from archspec.compiler.places import Call, Iteration, Trace
from archspec.language.document import Architecture
from archspec.language.located import shown
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree


class Given(NamedTuple):
    """A name that was given a value.

    Attributes:
        name: The name.
        value: The value.
        tree: What is written there.
        trace: The calls and iterations that lead there.
    """

    name: str
    value: Any
    tree: Tree
    trace: Trace


class ValueProvenance:
    """Follows values back to where they were written."""

    def __init__(self, architecture: Architecture | None = None, params: Mapping[str, Any] | None = None) -> None:
        self._architecture = architecture or Architecture(layers=[])
        self._params = params or {}

    @property
    def architecture(self) -> Architecture:
        """What is walked over."""
        return self._architecture

    def values(self, trace: Trace) -> Mapping[str, Any]:
        """Returns what names stand for at the end of a way."""
        return trace[-1].values if trace else self._params

    def source(self, tree: Tree, trace: Trace) -> Given | None:
        """Returns the last hand through which a value went that is one name and nothing else; None if it is no name."""
        found: Given | None = None
        for _ in range(limits.FOLLOWED):
            name = _only_name(tree)
            given = None if name is None else self.given(name, trace)
            if given is None:
                break
            found, tree, trace = given, given.tree, given.trace
        return found

    def given(self, name: str, trace: Trace) -> Given | None:
        """Returns where a name that is known at the end of a way was given its value."""
        value = self.values(trace).get(name)
        for depth in range(len(trace) - 1, -1, -1):
            step = trace[depth]
            if isinstance(step, Call):
                if name in step.given:
                    return Given(name, value, step.given[name], trace[:depth])
                if name in step.params:
                    default = step.params[name].default
                    return None if default is None else Given(name, value, default, trace[: depth + 1])
                break
            if name in step.counters:
                tree = _element(step, name)
                return None if tree is None else Given(name, value, tree, trace[:depth])
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

    def explain_value(self, tree: Tree, trace: Trace) -> str | None:
        """Says what an expression comes to and what its names stand for; None if that says nothing."""
        text = tree.value if isinstance(tree, Scalar) else None
        if not isinstance(text, str) or _only_name(tree) is not None:
            return None
        try:
            parsed = template(text)
            values = self.values(trace)
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


def _element(iteration: Iteration, name: str) -> Tree | None:
    """Returns what a counter stood for in an iteration, as it is written in the list of the repeat."""
    lists = iteration.each.entries.get(name) if isinstance(iteration.each, TreeMapping) else None
    if isinstance(lists, Sequence) and iteration.number < len(lists.items):
        return lists.items[iteration.number]
    return lists
