"""An input that is a picture without an axis of channels."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.channels_first_input import SMALLEST_SIDE, consumers_as_picture
from archspec.lints.subject import Subject


class PictureWithoutChannels(Lint):
    """An input is a square without a channel axis.

    The last axis of a shape is the channels. So `[28, 28]` is not an image but a sequence of 28 positions with 28
    channels each, and a convolution slides along one axis only. A greyscale image is `[28, 28, 1]`. If a sequence is
    meant, the kind can say so: `conv1d`.

    Example:
        ```yaml
        archspec: 1
        input: [28, 28]
        layers:
          - conv: {filters: 32, size: 3, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [28, 28, 1]
        layers:
          - conv: {filters: 32, size: 3, activation: relu}
        ```
    """

    side: int
    taker: str

    def message(self) -> str:
        shape = f"({self.side}, {self.side})"
        return f"is a sequence of {self.side} positions with {self.side} channels, by its shape {shape}"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"for a picture write [{self.side}, {self.side}, 1], for a sequence `{self.taker}1d`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the inputs that are square, have two axes, and meet a layer that works on space of any rank."""
        for index in subject.graph.inputs:
            node = subject.nodes[index]
            side = node.shape[0]
            if node.shape.rank != 1 or node.shape[1] != side or not isinstance(side, int) or side < SMALLEST_SIDE:
                continue
            taker = next(consumers_as_picture(subject, index), None)
            span = None if taker is None else subject.span(taker)
            if taker is None or (span is not None and span.text.endswith("1d")):
                continue
            yield cls(side, subject.kinds[taker]).at(
                subject, index, others=[(taker, f"`{subject.nodes[taker].name}` works along one axis")]
            )
