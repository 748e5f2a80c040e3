"""Resolves names: in expressions, and of tensors in `from`, `branches` and `outputs`."""

from typing import Any

from archspec import limits
from archspec.compiler.name_faults import OutsideOfSteps, UnknownName
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.values import Context, UnreadableError
from archspec.compiler.walk import Frame, Walk
from archspec.diagnostics.diagnostic import Label
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.edit_faults import DeadReference
from archspec.language.located import shown
from archspec.language.spelling import did_you_mean
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Scalar, Tree


def context_of(walk: Walk, tensor: Tensor | None, frame: Frame) -> Context:
    """Returns what the names in an expression mean.

    Args:
        walk: The walk.
        tensor: The tensor that the item takes, of which `channels`, `rank` and `spatial` are said.
        frame: What holds for the item.
    """

    def channels_of(name: Any) -> Any:
        found = walk.names.find(name, frame.scope) if isinstance(name, str) else None
        if found is None and isinstance(name, str) and (path := walk.names.removed(name, frame.scope)) is not None:
            raise ExpressionError(DeadReference(path))
        if found is None and not (isinstance(name, str) and is_inside_unknown(walk, name, frame.scope)):
            raise ExpressionError(UnknownName(shown(name)), remedies=_suggest(walk, name, frame.scope))
        if found is None or found.shape is None:
            raise UnreadableError
        return found.shape.channels

    return Context(frame.values, tensor, channels_of, walk.report, walk.budgets.expressions)


def resolve(walk: Walk, tree: Tree, context: Context, frame: Frame) -> Tensor:
    """Returns the tensor that a value names.

    Raises:
        UnreadableError: If it names none; that has been reported.
    """
    name = context.value(tree)
    found = walk.names.find(name, frame.scope) if isinstance(name, str) else None
    if found is None and isinstance(name, str):
        if is_inside_unknown(walk, name, frame.scope):
            return UNKNOWN
        if (path := walk.names.removed(name, frame.scope)) is not None:
            label = (Label(tree.span, f"`{name}` is used here"),) if tree.span else ()
            walk.fault(DeadReference(path), walk.names.gone[path], labels=label)
            raise UnreadableError
    if found is None:
        walk.fault(UnknownName(shown(name)), tree.span, remedies=_suggest(walk, name, frame.scope, tree.span))
        raise UnreadableError
    if 0 <= found.node < frame.first:
        walk.fault(OutsideOfSteps(shown(name)), tree.span)
        raise UnreadableError
    return found


def resolve_or_unknown(walk: Walk, tree: Tree, context: Context, frame: Frame) -> Tensor:
    """Returns the tensor that a value names, or `UNKNOWN` if it names none; that has been reported."""
    try:
        return resolve(walk, tree, context, frame)
    except UnreadableError:
        return UNKNOWN


def find_literal(walk: Walk, tree: Tree, frame: Frame) -> Tensor | None:
    """Returns the tensor that a name without expressions means, or None; reports nothing."""
    name = tree.value if isinstance(tree, Scalar) else None
    return walk.names.find(name, frame.scope) if isinstance(name, str) else None


def is_inside_unknown(walk: Walk, name: str, scope: Scope) -> bool:
    """Returns whether a path leads into what an error kept from being made."""
    if walk.names.may_be_elsewhere(name):
        return True
    steps = name.split(".") if name.count(".") < limits.PATH_NAMES else []
    around = (walk.names.find(".".join(steps[:end]), scope) for end in range(1, len(steps)))
    return any(tensor is not None and tensor.shape is None for tensor in around)


def _suggest(walk: Walk, name: object, scope: Scope, span: Span | None = None) -> tuple[Help, ...]:
    """Returns the help that lists the names that there are."""
    if not walk.budgets.words.spend(len(walk.names.tensors) // 10):
        return ()
    comes_later = str(name) in walk.written_names
    return did_you_mean(str(name), walk.names.visible(scope), "made so far are", None if comes_later else span)
