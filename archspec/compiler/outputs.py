"""The outputs of a network, by name."""

from archspec.compiler.faults import (
    NoOutput,
    NoOutputs,
)
from archspec.compiler.name_faults import (
    OutputListedTwice,
)
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.references import context_of, resolve
from archspec.compiler.values import Context, UnreadableError
from archspec.compiler.walk import Frame, Walk
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Tree, plain


def find_outputs(walk: Walk, current: Tensor | None, frame: Frame) -> tuple[str, dict[str, Tensor]]:
    """Returns how the outputs are given, and the outputs by name."""
    tree = walk.architecture.outputs
    context = context_of(walk, None, frame)
    if tree is None:
        if current is None:
            walk.fault(NoOutput(), None)
            return "single", {"output": UNKNOWN}
        return "single", {_name_of(walk, current): current}
    if isinstance(tree, Scalar):
        return "single", dict([_output(walk, tree, context, frame)])
    if isinstance(tree, TreeMapping):
        entries = {name: one for name, one in tree.entries.items() if not name.startswith("x-")}
        outputs = {name: _output(walk, one, context, frame)[1] for name, one in entries.items()}
        form = "mapping"
    else:
        outputs, form = {}, "list"
        for one in tree.items:
            name, tensor = _output(walk, one, context, frame)
            if name in outputs:
                walk.fault(OutputListedTwice(name), one.span)
            outputs[name] = tensor
    if not outputs:
        walk.fault(NoOutputs(), tree.span)
    return form, outputs


def _output(walk: Walk, tree: Tree, context: Context, frame: Frame) -> tuple[str, Tensor]:
    """Returns the name that stands for an output, and its tensor."""
    try:
        return str(context.value(tree)), resolve(walk, tree, context, frame)
    except UnreadableError:
        return str(plain(tree)), UNKNOWN


def _name_of(walk: Walk, tensor: Tensor) -> str:
    return walk.nodes[tensor.node].name if tensor.node >= 0 else "output"
