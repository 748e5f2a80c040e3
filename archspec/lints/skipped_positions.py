"""Windows with gaps between them."""

from collections.abc import Iterator
from itertools import count
from math import gcd

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.arithmetic import effective_window


class SkippedPositions(Lint):
    """The stride of a window is so large that it skips positions of its input.

    If the stride is larger than the window, there are gaps between windows: the values in them are computed and then
    ignored. A window of 1 with a stride is not reported, because subsampling is its purpose, as in the shortcuts of
    ResNet.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, stride: 4}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 4, stride: 4}
        ```
    """

    size: int
    stride: int
    dilation: int
    axis: int | None

    def message(self) -> str:
        apart = "" if self.dilation == 1 else f", a dilation of {self.dilation}"
        where = "" if self.axis is None else f" on axis {self.axis}"
        window = f"has a window of {self.size}{apart} and a stride of {self.stride}{where}"
        return f"{window}: it sees {_seen(self.size, self.stride, self.dilation)} of every {self.stride} positions"

    def helps(self) -> tuple[Help, ...]:
        size, stride, dilation = self.size, self.stride, self.dilation
        if gcd(dilation, stride) == 1:
            return (Help(f"use a window of at least {stride}, or a stride of at most {size}"),)
        near = next(
            one for far in count(1) for one in (dilation - far, dilation + far) if one > 0 and gcd(one, stride) == 1
        )
        wider = f" and a window of at least {stride}" if size < stride else ""
        factor = "which has no factor in common with the stride"
        return (Help(f"use `dilation: {near}`{wider}, {factor}, or `stride: 1`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the windows that step over positions."""
        for index, window, x in subject.sliding:
            if max(window.stride) == 1 or max(window.size) == 1:
                continue
            for axis, (n, size, stride, dilation) in enumerate(
                zip(x.spatial, window.size, window.stride, window.dilation, strict=True)
            ):
                if _seen(size, stride, dilation) == stride or (
                    isinstance(n, int) and n <= effective_window(size, dilation)
                ):
                    continue
                alike = x.rank == 1 or len(set(window.stride)) == len(set(window.size)) == 1
                yield cls(size, stride, dilation, None if alike else axis).at(subject, index, field="stride")
                break


def _seen(size: int, stride: int, dilation: int) -> int:
    """Returns how many of `stride` neighbouring positions a window sees."""
    # Positions `dilation` apart come back to where they began after `stride / gcd` of them.
    return min(size, stride // gcd(dilation, stride))
