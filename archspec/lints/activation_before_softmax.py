"""A softmax of what another activation has cut or squeezed."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.lints.base import Lint
from archspec.lints.subject import DROPOUTS, Subject

MOVE_ONLY = frozenset(("identity", "linear", "flatten", "reshape", *DROPOUTS))
SOFTMAXES = ("softmax", "log_softmax", "sparsemax")

HARM = {
    "relu": "what is below 0 counts as 0: no class can be ruled out, and no gradient goes back",
    "relu6": "scores are held between 0 and 6: no class can be ruled out",
    "sigmoid": "scores are held between 0 and 1: no class gets more than e times the share of another",
    "softmax": "shares are taken of shares: no class gets more than e times the share of another",
}
"""What each of these functions does to the softmax after it; one of a log-softmax is what it should be."""


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

    last: str
    first: str

    def message(self) -> str:
        return f"takes the {self.last} of a {self.first}"

    def notes(self) -> tuple[str, ...]:
        return (HARM[self.first],)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"leave out the {self.first}: a softmax wants scores that may be any number"),)

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the softmaxes, each with the activation before it."""
        for index, _ in subject.of(*SOFTMAXES, "activation"):
            last = subject.functions[index]
            if last not in SOFTMAXES:
                continue
            source = subject.source(index, MOVE_ONLY)
            first = subject.functions[source]
            if first in HARM:
                other = subject.nodes[source].name
                yield cls(last, first).at(subject, index, others=[(source, f"`{other}` applies {first}")])
