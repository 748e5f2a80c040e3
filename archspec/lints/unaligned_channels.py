"""Channels that tensor cores cannot take eight at a time."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

ALIGNMENT = 8


class UnalignedChannels(Lint):
    """A layer in mixed precision has a number of channels that is not divisible by 8.

    GPUs multiply 16-bit matrices fastest if all sizes are multiples of 8 (16 bytes); other sizes are padded or computed
    more slowly. The last layers, whose channels are the classes, and depthwise convolutions are not reported. Source:
    NVIDIA. Matrix Multiplication Background User's Guide, Requirements to use Tensor Cores.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 30, size: 3, activation: relu}
          - conv: {filters: 64, size: 3, activation: relu}
        build: {precision: mixed_float16}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 32, size: 3, activation: relu}
          - conv: {filters: 64, size: 3, activation: relu}
        build: {precision: mixed_float16}
        ```
    """

    severity = "note"

    channels: int
    precision: str

    def message(self) -> str:
        fastest = f"which is fastest with multiples of {ALIGNMENT}"
        return f"makes {self.channels} channels in {self.precision}, {fastest}"

    def helps(self) -> tuple[Help, ...]:
        rounded = -(-self.channels // ALIGNMENT) * ALIGNMENT
        computed = f"`round_to(channels, {ALIGNMENT})` rounds a number that is computed"
        return (Help(f"take {rounded}; {computed}"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the layers in mixed precision with such a number of channels, but for the last ones."""
        whole = subject.architecture.build.precision
        nodes = subject.nodes
        if not whole.startswith("mixed") and not any((node.precision or "").startswith("mixed") for node in nodes):
            return
        feeds = _feeds_weights(subject)
        for index, layer in enumerate(subject.weighted):
            if layer is None or not layer.mixes_channels:
                continue
            precision, channels = nodes[index].precision or whole, nodes[index].shape.channels
            if not (precision.startswith("mixed") and isinstance(channels, int) and channels % ALIGNMENT):
                continue
            if feeds[index]:
                yield cls(channels, precision).at(subject, index, field=layer.width)


def _feeds_weights(subject: Subject) -> list[bool]:
    """Returns, for each node, whether a layer with weights comes after it."""
    feeds = [False] * len(subject.nodes)
    for index in range(len(feeds) - 1, -1, -1):
        if feeds[index] or subject.is_weighted(index):
            for one in subject.nodes[index].inputs:
                feeds[one] = True
    return feeds
