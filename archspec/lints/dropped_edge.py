"""The end of a map, which no window reaches."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.words import plural
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.arithmetic import AxisPadding, effective_window, window_output
from archspec.tensors.dim import Size

AXES = {1: ("position",), 2: ("row", "column"), 3: ("slice", "row", "column")}
"""What one step along each axis is called, for each number of spatial axes."""


class DroppedEdge(Lint):
    """A strided window does not reach the end of its input.

    `(n - window) / stride` is rounded down, so the remaining positions at the end of each axis are ignored: of 11 rows,
    a window of 2 with a stride of 2 sees 10. This does little harm in a classifier. If maps are brought back to their
    size, it shifts the image, and skip connections no longer fit. Open sizes are reported only if it is true for all of
    them.

    Example:
        ```yaml
        archspec: 1
        input: [11, 11, 16]
        layers:
          - max_pool: 2
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [11, 11, 16]
        layers:
          - max_pool: {size: 2, padding: same}
        ```
    """

    severity = "note"

    spatial: tuple[Size, ...]
    left_out: tuple[int, ...]

    def message(self) -> str:
        named = [(count, axis) for count, axis in zip(self.left_out, AXES[len(self.spatial)], strict=True) if count]
        what = " and ".join(f"the last {axis if count == 1 else plural(count, axis)}" for count, axis in named)
        return f"leaves out {what} of {' × '.join(map(str, self.spatial))}"

    def notes(self) -> tuple[str, ...]:
        return ("too little is left there for another window",)

    def helps(self) -> tuple[Help, ...]:
        return (Help("`padding: same` reaches the end"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the windows that leave out the end of an axis."""
        for index, window, x in subject.sliding:
            if max(window.stride) == 1 or max(window.size) == 1:
                continue
            axes = zip(x.spatial, *window, strict=True)
            left = [_left_over(subject, *axis) for axis in axes]
            if any(left):
                yield cls(x.spatial, tuple(left)).at(subject, index)


def _left_over(subject: Subject, n: Size, size: int, stride: int, dilation: int, padding: AxisPadding) -> int:
    """Returns how many positions at the end of an axis no window reaches; 0 if that depends on open sizes."""
    covered = effective_window(size, dilation)
    if padding in ("same", "causal") or stride == 1 or covered < stride:
        return 0
    before = 0 if padding == "valid" else padding[0]
    reached = (window_output(n, size, stride, dilation, padding) - 1) * stride + (covered - before)
    return max(subject.constant(n - reached) or 0, 0)
