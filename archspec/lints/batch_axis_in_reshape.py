"""A reshape that makes room for a batch."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.layers.shape.reshape import Reshape
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape


class BatchAxisInReshape(Lint):
    """The -1 with which a reshape begins comes to 1.

    Shapes leave the batch axis out, here as in Keras. PyTorch's `x.view(-1, 800)` keeps it as the -1; written as a
    reshape, the same numbers make one position with 800 channels out of each sample, and every layer behind it carries
    an axis of size 1 along, up to the output.

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
        for index, layer in subject.of("reshape"):
            assert isinstance(layer, Reshape)
            first, *rest = layer.shape
            x = subject.argument(index)
            y = layer.output(x)
            if first != -1 or y[0] != 1 or x[0] == 1 or not rest or 1 in rest:
                continue
            yield cls(x, y, tuple(layer.shape)).at(subject, index, field="shape")
