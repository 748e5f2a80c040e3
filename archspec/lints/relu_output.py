"""A head that cannot say anything below zero."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.lints.base import Lint
from archspec.lints.subject import Subject, function

MOVE_ONLY = frozenset(("identity", "flatten", "reshape"))
RELUS = ("relu", "relu6")


class ReluOutput(Lint):
    """The network's last layer cuts off what is below zero.

    A `dense`, or a `conv` of size 1, at the end of a network makes its prediction: a score, a probability, a quantity.
    With a ReLU on it a negative score comes out as 0, and where it does, no gradient goes back; an output that is 0 for
    all samples stays so for ever. Scores want no activation, probabilities `sigmoid` or `softmax`, quantities above
    zero `softplus`. Feature maps, which larger windows or a norm make, may well end in a ReLU and are left alone.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 32, activation: relu}
          - dense: {units: 1, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 32, activation: relu}
          - dense: {units: 1, activation: softplus}
        ```
    """

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the outputs that a ReLU makes right after the last weights."""
        for output in subject.graph.outputs.values():
            index = output
            while (layer := subject.nodes[index].plain) is not None and layer.kind in MOVE_ONLY:
                index = subject.nodes[index].inputs[0]
            if layer is None or function(layer) not in RELUS or subject.consumers[index] not in ([], [output]):
                continue
            head = index if layer.kind in ("dense", "conv") else subject.nodes[index].inputs[0]
            last = subject.nodes[head].plain
            if last is None or not (last.kind == "dense" or (last.kind == "conv" and _is_of_one(last))):
                continue
            name = subject.nodes[index].name
            yield cls.at(
                subject,
                index,
                f"`{name}` ends the network with a {function(layer)}, so that no output is ever below 0",
                field="function" if layer.kind == "activation" else "activation",
                notes=("where a score would be below 0 it is 0, and nothing is learned from it",),
                helps=("leave the activation out, or use `softplus` for quantities, `sigmoid` for probabilities",),
            )


def _is_of_one(layer: object) -> bool:
    """Returns whether a window covers one position."""
    size = getattr(layer, "size", None)
    return size == 1 or (isinstance(size, tuple) and set(size) == {1})  # pyright: ignore[reportUnknownArgumentType]
