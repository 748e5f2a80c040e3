"""A head that cannot say anything below zero."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.base import Layer
from archspec.layers.weighted import WeightedLayer
from archspec.layers.window import WindowLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

ONE = (1, (1,), (1, 1), (1, 1, 1))
"""The size of a window of one position, as it may be written."""


class ReluOutput(Lint):
    """The last layer of the network cuts off negative values.

    A `dense`, or a `conv` of size 1, at the end of a network makes its prediction: a score, a probability, a quantity.
    With a ReLU, a negative score becomes 0 and has no gradient; an output that is 0 for all samples stays 0 forever.
    Use no activation for scores, `sigmoid` or `softmax` for probabilities, and `softplus` for positive quantities.
    Feature maps, made by larger windows or a norm, may well end in a ReLU and are not reported.

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

    function: str
    by_default: bool

    def message(self) -> str:
        return f"ends the network with a {self.function}, so that no output is ever below 0"

    def notes(self) -> tuple[str, ...]:
        return ("where a score would be below 0 it is 0, and nothing is learned from it",)

    def helps(self) -> tuple[Help, ...]:
        without = "say `activation: null` there" if self.by_default else "leave the activation out"
        return (Help(f"{without}, or use `softplus` for quantities, `sigmoid` for probabilities"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the outputs that a ReLU makes right after the last weights."""
        for output in subject.graph.outputs.values():
            index = output
            ends = not subject.consumers[output]
            while ends and subject.holds(index, "view"):
                index = subject.nodes[index].inputs[0]
                ends = subject.only(index) is not None
            relu = subject.functions[index]
            if not ends or relu is None or not relu.has("cuts"):
                continue
            head = index if subject.is_weighted(index) else subject.nodes[index].inputs[0]
            if not _is_head(subject.layers[head]):
                continue
            field = "activation" if subject.is_weighted(index) else "function"
            yield cls(relu.kind, subject.has_by_default(index, field)).at(subject, index, field=field)


def _is_head(layer: Layer | None) -> bool:
    """Returns whether a layer makes a prediction of each position by itself: a dense one, or a window of 1."""
    is_upsampling = isinstance(layer, WindowLayer) and layer.spreads
    return isinstance(layer, WeightedLayer) and not is_upsampling and getattr(layer, "size", 1) in ONE
