"""Padding that other frameworks place differently."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.arithmetic import effective_window, same_padding


class AsymmetricPadding(Lint):
    """A strided window is padded with `same`, which pads more after its input than before it.

    With a stride, Keras and TensorFlow pad as little as possible, and the odd position is at the end: for a window of 3
    with a stride of 2 on 224 positions, 0 before and 1 after. PyTorch, Caffe and most papers pad 1 on both sides. Both
    work, but weights that were trained with one see the image shifted by one position under the other. This matters if
    you port weights. Open sizes are reported only if it is true for all of them.

    Example:
        ```yaml
        archspec: 1
        input: [224, 224, 3]
        layers:
          - conv: {filters: 16, size: 3, stride: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [224, 224, 3]
        layers:
          - conv: {filters: 16, size: 3, stride: 2, padding: 1}
        ```
    """

    severity = "note"

    before: int
    after: int
    covered: int

    def message(self) -> str:
        others = f"where others pad {self.covered // 2} on both sides"
        return f"is padded by {self.before} before and {self.after} after, {others}"

    def notes(self) -> tuple[str, ...]:
        return ("weights from PyTorch or Caffe would see the image moved by a position",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"for such weights write `padding: {self.covered // 2}`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the windows that `same` pads otherwise than symmetrically."""
        for index, window, x in subject.sliding:
            for n, size, stride, dilation, padding in zip(x.spatial, *window, strict=True):
                covered = effective_window(size, dilation)
                if padding != "same" or stride == 1 or covered % 2 == 0:
                    continue
                # What `same` means depends on `n % stride` alone.
                rest = subject.constant(n - n // stride * stride)
                before, after = (0, 0) if rest is None else same_padding(rest or stride, size, stride, dilation)
                if before == after:
                    continue
                yield cls(before, after, covered).at(subject, index, field="padding")
                break
