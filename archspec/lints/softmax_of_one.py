"""A softmax over a single value."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class SoftmaxOfOne(Lint):
    """A softmax has a single channel, so its output is constant.

    Softmax turns the channels of each position into probabilities that sum to 1; the probability of a single channel is
    always 1, and nothing can be learned through it. For a yes or no, use `sigmoid` on one channel, or `softmax` on two.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 1, activation: softmax}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 1, activation: sigmoid}
        ```
    """

    function: str
    constant: int

    def message(self) -> str:
        return f"takes the {self.function} of 1 channel, which is always {self.constant}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("use `sigmoid`, or give it one channel per class"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the softmaxes over one channel."""
        for index, function in enumerate(subject.functions):
            node = subject.nodes[index]
            if function is not None and function.has("shares") and node.shape.channels == 1:
                constant = 1 if function.never_negative([False]) else 0  # of a share, or of its logarithm
                yield cls(function.kind, constant).at(
                    subject, index, field="activation" if subject.is_weighted(index) else "function"
                )
