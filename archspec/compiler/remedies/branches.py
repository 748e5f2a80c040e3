"""The branches of a merge as they are written, and how to add a layer to one."""

from typing import Any, NamedTuple

from archspec.compiler.names import Tensor
from archspec.compiler.remedies.conflict import Conflict
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree
from archspec.tensors.shape import Shape


class Branch(NamedTuple):
    """A branch of a merge.

    Attributes:
        tree: What is written; None for the input of a residual.
        title: What it is called.
        tensor: What it makes.
        shape: Its shape.
    """

    tree: Tree | None
    title: str
    tensor: Tensor
    shape: Shape

    @property
    def name(self) -> str | None:
        """The name that is written, if the branch is one."""
        return self.tree.text if isinstance(self.tree, Scalar) and self.tree.value != "." else None


def branches_of(conflict: Conflict) -> list[Branch]:
    """Returns the branches of a merge; none where they are not written one by one, or the shape of one is unknown."""
    fields = conflict.place.fields
    tree, layers, shortcut = fields.get("branches"), fields.get("layers"), fields.get("shortcut")
    if isinstance(tree, Sequence) and len(tree.items) == len(conflict.inputs):
        items = [(item, f"branch {number}") for number, item in enumerate(tree.items, 1)]
    elif isinstance(layers, Sequence) and isinstance(shortcut, Sequence) and len(conflict.inputs) == 2:
        items = [(layers, "`layers`"), (shortcut, "`shortcut`")]
    else:
        return []
    tensors = zip(items, conflict.inputs, strict=True)
    found = [Branch(*item, tensor, tensor.shape) for item, tensor in tensors if tensor.shape is not None]
    return found if len(found) == len(items) else []


def applied(layer: str, branch: Branch) -> str:
    """Explains how to add a layer to a branch."""
    tree = branch.tree
    if isinstance(tree, Scalar):
        written = f"[{layer}]" if tree.value == "." else f"{{from: {tree.text}, layers: [{layer}]}}"
        return f"`{written}` in place of `{tree.text}`"
    if isinstance(tree, Mapping) and "layers" not in tree.entries:
        return f"`layers: [{layer}]` in {branch.title}"
    return f"`{layer}` at the end of {branch.title}"


def width_of(conflict: Conflict, wide: Branch) -> object:
    """Returns the number of channels of a branch in words that hold in other calls and iterations too."""
    index = conflict.provenance.producer(wide.tensor, "channels")
    field = conflict.provenance.width(index)
    if not conflict.place.trace:
        return wide.shape.channels
    if isinstance(field, Scalar) and conflict.provenance.places[index].trace == conflict.place.trace:
        return field.text
    return f"$(channels_of('{wide.name}'))" if wide.name and "$" not in wide.name else wide.shape.channels


def one_or_list(values: list[int]) -> Any:
    """Returns what all values are, or the values where they differ."""
    return values[0] if len(set(values)) == 1 else values
