"""The inputs of a network: its first nodes, with their sizes, open ones among them."""

from typing import Any

from archspec import limits
from archspec.compiler.faults import (
    WRITE_NULL,
    NoInput,
    NoSize,
    ParamAsSize,
)
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.places import Place
from archspec.compiler.values import Context, UnreadableError
from archspec.compiler.walk import Walk
from archspec.diagnostics.help import Help
from archspec.graph import Node
from archspec.language.accepts import NAME_PATTERN
from archspec.language.document import Input
from archspec.language.faults import NotAccepted
from archspec.layers.fields import Accepts
from archspec.syntax.edit import respell, rewrite
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree
from archspec.tensors.dim import Dim, Size
from archspec.tensors.shape import Shape

_SIZES = Accepts("a list of sizes: integers of at least 1, or names of open sizes", ("sizes", "list", "integer"))
_SHAPE = Accepts(f"a list of 1 to {limits.AXES} sizes")


def make_inputs(walk: Walk, context: Context) -> list[Tensor]:
    """Makes the inputs and gives them their names.

    Args:
        walk: The walk, which has made nothing yet.
        context: What the names in expressions mean.

    Raises:
        UnreadableError: If there are none; that has been reported.
    """
    declared = dict(walk.architecture.inputs)
    if walk.architecture.input is not None:
        declared = {"input": walk.architecture.input, **declared}
    if not declared:
        walk.fault(NoInput(), walk.architecture.layers.span if walk.architecture.layers else None)
        raise UnreadableError
    return [_input(walk, context, name, one) for name, one in declared.items()]


def _input(walk: Walk, context: Context, name: str, declared: Input) -> Tensor:
    tree = declared.shape
    if isinstance(tree, Hole):
        tensor = UNKNOWN
    elif not isinstance(tree, Sequence) or not 0 < len(tree.items) <= limits.AXES:
        walk.fault(NotAccepted(f"the shape of `{name}`", _SHAPE), tree.span)
        tensor = UNKNOWN
    else:
        sizes = [_size(walk, context, name, axis, one) for axis, one in enumerate(tree.items)]
        if None in sizes:
            tensor = UNKNOWN
        else:
            shape = Shape(size for size in sizes if size is not None)
            walk.nodes.append(Node(name, None, (), shape, declared.dtype))
            walk.places.append(Place(tree.span, {}))
            tensor = Tensor(len(walk.nodes) - 1, shape, declared.dtype)
    if tensor is UNKNOWN:
        walk.gap(name, "input", Place(tree.span, {}))
    walk.names.define(name, tensor, tree.span)
    return tensor


def _size(walk: Walk, context: Context, name: str, axis: int, tree: Tree) -> Size | None:
    """Returns a size of an input: a number, or an open size with the name that it is given or that of its axis."""
    written = tree.value if isinstance(tree, Scalar) else None
    if isinstance(tree, Scalar) and written is None:
        return Dim.symbol(f"{name}[{axis}]")
    if isinstance(written, str) and "$" not in written:
        if written.lower() == "none":
            helps = (WRITE_NULL._replace(edits=rewrite(tree.span, written, "null")),)
            walk.fault(NoSize(written, axis), tree.span, remedies=helps)
            return None
        if written in context.values:
            data, edits = ParamAsSize(written), respell(tree.span, written, f"${written}")
            helps = (data.helps()[0]._replace(edits=edits, is_certain=_is_size(context.values[written])),)
            walk.fault(data, tree.span, remedies=helps)
            return None
        if NAME_PATTERN.fullmatch(written) and not written[0].isdigit():
            return Dim.symbol(written)
    try:
        value = context.value(tree)
    except UnreadableError:
        return None
    if _is_size(value):
        return value
    if value == -1:
        batch = () if axis else (Help("leave the batch axis out of the shape"),)
        walk.fault(NotAccepted(f"`{name}`", _SIZES, "-1"), tree.span, remedies=(*batch, WRITE_NULL))
    else:
        walk.wrong_value(name, _SIZES, value, tree)
    return None


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= limits.SIZE
