"""Transposed convolutions whose windows overlap unevenly."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.window import WindowLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class Checkerboard(Lint):
    """The stride of a transposed convolution does not divide its window.

    The windows then overlap unevenly: in a regular pattern, one position of the output is the sum of two windows and
    the next of one, which shows in images as a checkerboard. If the stride divides the window, all positions are sums
    of equally many; `upsample` and a convolution avoid the problem altogether. Source: Odena, Dumoulin, Olah.
    Deconvolution and Checkerboard Artifacts. Distill. 2016.

    Example:
        ```yaml
        archspec: 1
        input: [16, 16, 64]
        layers:
          - up_conv: {filters: 32, size: 3, stride: 2, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16, 16, 64]
        layers:
          - up_conv: {filters: 32, size: 4, stride: 2, activation: relu}
        ```
    """

    size: int
    stride: int

    def message(self) -> str:
        more = -(-self.size // self.stride)
        fewer = "none" if more == 1 else more - 1
        where = f"some positions lie in {more} of them, others in {fewer}"
        return f"spreads windows of {self.size} at a stride of {self.stride}: {where}"

    def helps(self) -> tuple[Help, ...]:
        larger = -(-self.size // self.stride) * self.stride
        return (
            Help(f"use a window that {self.stride} divides: {larger}"),
            Help(f"or `upsample: {self.stride}` and a `conv` after it"),
        )

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the transposed convolutions with an uneven overlap."""
        for index, layer in subject.of("up_conv"):
            assert isinstance(layer, WindowLayer)
            window = layer.window(subject.argument(index).rank)
            uneven = [(size, stride) for size, stride in zip(window.size, window.stride, strict=True) if size % stride]
            if not uneven:
                continue
            yield cls(*uneven[0]).at(subject, index, field="size")
