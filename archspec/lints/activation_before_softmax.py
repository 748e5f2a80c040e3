"""A softmax of what another activation has cut or squeezed."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
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
    """A softmax takes the output of a ReLU, a sigmoid or another softmax.

    Softmax wants scores that may be any number. A ReLU before it cuts off everything below 0, so that an unlikely class
    keeps a share and passes no gradient back. A softmax of a softmax makes shares of shares, which are nearly equal
    whatever the network has learned. SqueezeNet and Network in Network have a global pooling between the two, and mean
    it.

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

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the softmaxes, each with the activation before it."""
        for index, last in enumerate(subject.functions):
            if last is None or not last.has("shares") or subject.is_weighted(index):
                continue
            source = subject.source(index, "view", "training_only")
            first = subject.functions[source]
            harm = None if first is None else HARM.get(first.kind, CUT if first.has("cuts") else None)
            if first is not None and harm is not None:
                name, other = subject.nodes[index].name, subject.nodes[source].name
                yield cls.at(
                    subject,
                    index,
                    f"`{name}` takes the {last.kind} of a {first.kind}",
                    others=[(source, f"`{other}` applies {first.kind}")],
                    notes=(harm,),
                    helps=(f"leave out the {first.kind}: a softmax wants scores that may be any number",),
                )
