"""A window without a middle."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.arithmetic import effective_window, same_padding


class EvenWindow(Lint):
    """A window of even size is padded with `same`, which shifts everything by half a position.

    An even window has no centre. To keep the size, `same` adds one more position after the input than before it, so
    every output is shifted by half a position; in a stack of such layers, the shifts add up. Only a stride of 1 is
    reported: a window of 2 with a stride of 2 needs no padding.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 4}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 5}
        ```
    """

    severity = "note"

    covered: int
    before: int
    after: int

    def message(self) -> str:
        return f"has a window of {self.covered}, which `same` pads by {self.before} before and {self.after} after"

    def notes(self) -> tuple[str, ...]:
        return ("its output is shifted by half a position",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"use a window of {self.covered - 1} or {self.covered + 1}, which has a middle"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the even windows at stride 1 that `same` pads."""
        for index, window, _ in subject.sliding:
            for size, stride, dilation, padding in zip(*window, strict=True):
                covered = effective_window(size, dilation)
                if padding != "same" or stride != 1 or covered % 2:
                    continue
                before, after = same_padding(1, size, stride, dilation)
                yield cls(covered, before, after).at(subject, index, field="size")
                break
