"""A norm over a single value."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.normalization.base import SampleNorm
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class NormOfOne(Lint):
    """A norm computes its mean and variance over a single value.

    The mean of one value is that value, so the result is always 0: the output is the learned offset, and everything
    that earlier layers computed is lost. This happens to an instance norm on a map of 1 × 1, to a group norm with a
    group for each channel there, and to a layer norm on one channel. A batch norm also averages over the batch and is
    not reported.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 8]
        layers:
          - conv: {filters: 16, size: 4, padding: valid, norm: instance, activation: relu}
          - conv: {filters: 2, size: 1}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 4, 8]
        layers:
          - conv: {filters: 16, size: 4, padding: valid, activation: relu}
          - conv: {filters: 2, size: 1}
        ```
    """

    left: str

    def message(self) -> str:
        return f"normalizes every value by itself: {self.left}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave the norm out here, or use a batch norm, which compares the samples of a batch"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the norms over a single value."""
        for index, layer in enumerate(subject.layers):
            if not isinstance(layer, SampleNorm):
                continue
            x = subject.argument(index)
            if all(subject.constant(size) == 1 for size in layer.shared_by(x)):
                yield cls(layer.left_of_one).at(subject, index, label=str(x))
