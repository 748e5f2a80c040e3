"""A softmax after another activation."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

CUT = "what is below 0 counts as 0: no class can be ruled out, and no gradient goes back"
"""What a function that cuts off what is below zero does to the softmax after it."""
HARM = {
    "relu6": "scores are held between 0 and 6: no class can be ruled out",
    "sigmoid": "scores are held between 0 and 1: no class gets more than e times the share of another",
    "softmax": "shares are taken of shares: no class gets more than e times the share of another",
}
"""What others do to it, by kind: a sentence for each. A softmax of a log-softmax is what it should be."""


class ActivationBeforeSoftmax(Lint):
    """A softmax follows a ReLU, a sigmoid or another softmax.

    The input of a softmax should be able to be any number. A ReLU before it cuts off everything below 0, so an unlikely
    class keeps some probability and gets no gradient. A softmax of a softmax is nearly uniform, whatever the network
    has learned. A global pooling between the two, as in SqueezeNet and Network in Network, is intended and not
    reported.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 10, activation: relu}
          - softmax
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10
          - softmax
        ```
    """

    last: str
    first: str

    def message(self) -> str:
        return f"takes the {self.last} of a {self.first}"

    def notes(self) -> tuple[str, ...]:
        return (HARM.get(self.first, CUT),)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"leave out the {self.first}: a softmax wants scores that may be any number"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the softmaxes, each with the activation before it."""
        for index, last in enumerate(subject.functions):
            if last is None or not last.has("shares") or subject.is_weighted(index):
                continue
            source = subject.source(index, "view", "training_only")
            first = subject.functions[source]
            if first is not None and (first.kind in HARM or first.has("cuts")):
                others = [(source, f"`{subject.nodes[source].name}` applies {first.kind}")]
                yield cls(last.kind, first.kind).at(subject, index, others=others)
