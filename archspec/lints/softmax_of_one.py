"""A softmax over a single value."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

CONSTANT = {"softmax": 1, "log_softmax": 0, "sparsemax": 1}
"""What each of these functions makes of a single value, whatever it is."""


class SoftmaxOfOne(Lint):
    """A softmax has a single channel to share out, and so is constant.

    Softmax turns the channels of each position into shares that sum to 1; one channel alone always gets the share 1,
    and nothing can be learned through it. For a yes or no, use `sigmoid` on one channel, or `softmax` on two.

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

    def message(self) -> str:
        return f"takes the {self.function} of 1 channel, which is always {CONSTANT[self.function]}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("use `sigmoid`, or give it one channel per class"),)

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the softmaxes over one channel."""
        for index, name in enumerate(subject.functions):
            node = subject.nodes[index]
            if name in CONSTANT and node.shape.channels == 1:
                yield cls(name).at(
                    subject, index, field="function" if subject.kinds[index] == "activation" else "activation"
                )
