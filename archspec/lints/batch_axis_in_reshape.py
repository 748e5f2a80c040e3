"""A reshape that makes room for a batch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.layers.shape.reshape import Reshape


class BatchAxisInReshape(Lint):
    """A reshape begins with -1, which is always 1.

    Shapes do not contain the batch axis, as in Keras. PyTorch's `x.view(-1, 800)` keeps the batch axis as the -1.
    Written as a reshape, the same numbers make one position with 800 channels of each sample, and every later layer has
    an extra axis of size 1.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 50]
        layers:
          - reshape: [-1, 800]
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 4, 50]
        layers:
          - reshape: [800]
          - dense: 10
        ```
    """

    x: Shape
    y: Shape
    asked: tuple[int, ...]

    def message(self) -> str:
        return f"makes {self.y} out of {self.x}: the -1 comes to 1"

    def notes(self) -> tuple[str, ...]:
        return ("a shape leaves the batch axis out",)

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write `reshape: [{', '.join(map(str, self.asked[1:]))}]`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the reshapes whose first size is a -1 that comes to 1."""
        for index, one in subject.of("reshape"):
            layer = cast("Reshape", one)
            first, *rest = layer.shape
            x = subject.argument(index)
            y = layer.output(x)
            if first != -1 or y[0] != 1 or x[0] == 1 or not rest or 1 in rest:
                continue
            yield cls(x, y, tuple(layer.shape)).at(subject, index, field="shape")
