"""What a value comes to: expressions evaluated where they stand."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from archspec.compiler.faults import NoInput, UnknownParam
from archspec.compiler.names import Tensor
from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.language.located import did_you_mean
from archspec.syntax.expression import ExpressionError, template
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree

KNOWN_OF_SHAPES = ("channels", "rank", "spatial")
"""What the shape checker knows of the tensor just made."""

Report = Callable[[Diagnostic], None]


class UnreadableError(Exception):
    """A value cannot be known: its fault has been reported, or follows from one that has been."""


UNREADABLE = object()
"""What a param stands for whose value a fault keeps from being known."""


class Context(NamedTuple):
    """What the names in an expression stand for.

    Attributes:
        values: Params and loop names.
        tensor: The tensor just made, if any.
        channels_of: Returns the number of channels of a tensor by name.
        report: Takes what is wrong.
    """

    values: Mapping[str, Any]
    tensor: Tensor | None
    channels_of: Callable[[str], Any]
    report: Report

    def value(self, tree: Tree) -> Any:
        """Returns what a tree comes to.

        Raises:
            UnreadableError: If that cannot be known.
        """
        if isinstance(tree, Scalar):
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
        found: dict[str, Any] = {}
        for name, tree in fields.items():
            try:
                found[name] = self.value(tree)
            except UnreadableError:
                continue
        if len(found) < len(fields):
            raise UnreadableError
        return found

    def _evaluated(self, scalar: Scalar, text: str) -> Any:
        try:
            parsed = template(text)
            return text if parsed is None else parsed.evaluate(self._named, {"channels_of": self.channels_of})
        except ExpressionError as error:
            span = scalar.within(error.start, error.length)
            self.report(Diagnostic(error.kind, error.message, span, helps=tuple(Help(text) for text in error.helps)))
            raise UnreadableError from None

    def _named(self, name: str) -> Any:
        if name in self.values:
            value = self.values[name]
            if value is UNREADABLE:
                raise UnreadableError
            return value
        if name not in KNOWN_OF_SHAPES:
            helps = did_you_mean(name, [*self.values, *KNOWN_OF_SHAPES], "known here are")
            message = f"there is no param `{name}`"
            raise ExpressionError(UnknownParam, message, helps=tuple(one.text for one in helps))
        if self.tensor is None:
            raise ExpressionError(NoInput, f"`{name}` is not known here: no tensor has been made yet")
        if self.tensor.shape is None:
            raise UnreadableError
        known: Any = getattr(self.tensor.shape, name)
        return list(known) if name == "spatial" else known


def fields_of(value: Tree | None, principal: str | None) -> dict[str, Tree] | None:
    """Returns the fields of an item by name, without the author's own notes.

    Args:
        value: What stands after the kind: its fields, or the value of the principal one.
        principal: The field that a bare value sets.

    Returns:
        The fields, or None if a bare value stands where the kind has no principal field.
    """
    if value is None or (isinstance(value, Scalar) and value.value is None):
        return {}
    if isinstance(value, TreeMapping):
        return {key: tree for key, tree in value.entries.items() if not key.startswith("x-")}
    return None if principal is None else {principal: value}
