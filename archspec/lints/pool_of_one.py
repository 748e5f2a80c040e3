"""A pooling with nothing to pool."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape


class PoolOfOne(Lint):
    """A pooling works on a map of a single position.

    The maximum and the mean of one value are that value: the layer does nothing, or, if it is an adaptive pooling,
    repeats one value. The network halves its map more often than its input allows. Global pooling is not reported,
    because it is meant to work for every size.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 16]
        layers:
          - max_pool: 4
          - max_pool: {size: 2, padding: same}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 16]
        layers:
          - max_pool: 4
          - max_pool: {size: 2, padding: same}
        ```
    """

    x: Shape

    def message(self) -> str:
        return f"pools a map of one position, {self.x}"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave it out, or start from a larger input"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the poolings of maps with one position."""
        for index, layer in subject.of("max_pool", "avg_pool", "adaptive_pool"):
            x = subject.argument(index)
            if set(x.spatial) != {1} or (layer.kind == "adaptive_pool" and layer.output(x) == x):
                continue
            yield cls(x).at(subject, index)
