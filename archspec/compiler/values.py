"""Evaluates values: expressions at the place where they are."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

from archspec.budget import Budget
from archspec.compiler.faults import NoTensorYet
from archspec.compiler.name_faults import UndeclaredParam
from archspec.compiler.names import Tensor
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.spelling import did_you_mean, meant
from archspec.syntax.edit import rewrite
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree
from archspec.syntax.tree import Mapping as TreeMapping

KNOWN_OF_SHAPES = ("channels", "rank", "spatial")
"""What the shape checker knows of the tensor just made."""

Report = Callable[[Diagnostic], None]


class UnreadableError(Exception):
    """A value cannot be known: its fault has been reported, or follows from one that has been."""


class TooLargeError(Exception):
    """A limit is passed, and nothing more is looked at; that has been reported."""


UNREADABLE = object()
"""What a param stands for whose value a fault keeps from being known."""


def ignore(diagnostic: Diagnostic) -> None:
    """Takes a diagnostic that is reported elsewhere, or not at all."""
    del diagnostic


class Context(NamedTuple):
    """What the names in an expression stand for.

    Attributes:
        values: Params and counters.
        tensor: The tensor just made, if any.
        channels_of: Returns the number of channels of a tensor by name.
        report: Takes what is wrong.
        budget: What expressions may cost.
    """

    values: Mapping[str, Any]
    tensor: Tensor | None
    channels_of: Callable[[str], Any]
    report: Report
    budget: Budget

    def value(self, tree: Tree) -> Any:
        """Returns what a tree comes to.

        Raises:
            UnreadableError: If that cannot be known.
        """
        if isinstance(tree, Scalar):
            if isinstance(tree, Hole):
                raise UnreadableError
            value = tree.value
            return self._evaluated(tree, value) if isinstance(value, str) and "$" in value else value
        if isinstance(tree, Sequence):
            return [self.value(item) for item in tree.items]
        return {key: self.value(item) for key, item in tree.entries.items()}

    def values_of(self, fields: Mapping[str, Tree]) -> dict[str, Any]:
        """Returns what each of several fields comes to, after reporting the faults of all.

        Raises:
            UnreadableError: If one of them cannot be known.
        """
        found = self.values_that_can_be_read(fields)
        if len(found) < len(fields):
            raise UnreadableError
        return found

    def values_that_can_be_read(self, fields: Mapping[str, Tree]) -> dict[str, Any]:
        """Returns what each of several fields comes to, without those that cannot be known."""
        found: dict[str, Any] = {}
        for name, tree in fields.items():
            try:
                found[name] = self.value(tree)
            except UnreadableError:
                continue
        return found

    def _evaluated(self, scalar: Scalar, text: str) -> Any:
        try:
            parsed = template(text)
            functions = {"channels_of": self.channels_of}
            return text if parsed is None else parsed.evaluate(self._named, functions, self.budget)
        except ExpressionError as error:
            self.report(_in_words(error, scalar))
            raise (TooLargeError if self.budget.is_spent else UnreadableError) from None

    def _named(self, name: str) -> Any:
        if name in self.values:
            value = self.values[name]
            if value is UNREADABLE:
                raise UnreadableError
            return value
        if name not in KNOWN_OF_SHAPES:
            known = [*self.values, *KNOWN_OF_SHAPES]
            helps = did_you_mean(name, known, "known here are")
            raise ExpressionError(UndeclaredParam(name), instead=meant(name, known), remedies=helps)
        if self.tensor is None:
            raise ExpressionError(NoTensorYet(name))
        if self.tensor.shape is None:
            raise UnreadableError
        known: Any = getattr(self.tensor.shape, name)
        return list(known) if name == "spatial" else known


def _in_words(error: ExpressionError, scalar: Scalar) -> Diagnostic:
    """Returns the diagnostic for a fault in an expression; its first help puts it right, where that is certain."""
    span = scalar.within(error.start, error.length)
    written = scalar.text[error.start : error.start + error.length]
    helps = error.data.helps() if error.remedies is None else error.remedies
    if error.instead is not None and span is not None and span.text == written:
        dollar = "$" if written.startswith("$") and written != "$" else ""
        edits = rewrite(span, written, dollar + error.instead)
        helps = (*(one._replace(edits=edits) for one in helps[:1]), *helps[1:])
    return Diagnostic(error.data, span, remedies=helps)


def fields_of(value: Tree | None, principal: str | None) -> dict[str, Tree] | None:
    """Returns the fields of an item by name, without the author's own notes.

    Args:
        value: What is after the kind: its fields, or the value of the principal one.
        principal: The field that a bare value sets.

    Returns:
        The fields, or None if a bare value is where the kind has no principal field.
    """
    if value is None or (isinstance(value, Scalar) and value.value is None):
        return {}
    if isinstance(value, TreeMapping):
        return {key: tree for key, tree in value.entries.items() if not key.startswith("x-")}
    return None if principal is None else {principal: value}


def identity(value: Any) -> Any:
    """Returns a key for what a value came to, which tells 1, 1.0 and true apart."""
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return tuple([(name, identity(one)) for name, one in named.items()])
    if isinstance(value, list):
        return tuple([identity(one) for one in cast("list[Any]", value)])
    return (type(value), value)
