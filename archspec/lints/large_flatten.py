"""A whole map flattened into a dense layer."""

from collections.abc import Iterator
from dataclasses import field

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

LARGE = 10_000_000
"""How many weights are worth a word: 40 MB in float32."""


class LargeFlatten(Lint):
    """A dense layer on a flattened map has more than ten million weights.

    It has one weight for every position, channel and unit, usually more than all other layers together. They need
    memory, overfit, and fix the size of the input. Since Network in Network, networks average over all positions
    instead. Source: Lin, Chen, Yan. Network In Network. ICLR 2014. arXiv:1312.4400, section 3.2.

    Example:
        ```yaml
        archspec: 1
        input: [64, 64, 3]
        layers:
          - conv: {filters: 64, size: 3, activation: relu}
          - flatten
          - dense: 128
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [64, 64, 3]
        layers:
          - conv: {filters: 64, size: 3, activation: relu}
          - global_pool: avg
          - dense: 128
        ```
    """

    weights: int
    whole: int
    x: Shape
    pooled: Size
    flatten: str = field(compare=False)

    def message(self) -> str:
        return f"has {self.weights:,} of the network's {self.whole:,} weights, for a flattened map of {self.x}"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"`global_pool: avg` in place of `{self.flatten}` leaves {self.pooled:,}"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the dense layers with so many weights."""
        nodes = subject.nodes
        for flatten, _ in subject.of("flatten", "reshape"):
            x, y = subject.argument(flatten), nodes[flatten].shape
            if y.rank or product(x.spatial) == 1:
                continue
            for index in _taken_by(subject, flatten):
                weights = product((y.channels, nodes[index].shape.channels))
                if not isinstance(weights, int) or weights <= LARGE:
                    continue
                pooled = product((x.channels, nodes[index].shape.channels))
                yield cls(weights, subject.graph.params(), x, pooled, nodes[flatten].name).at(
                    subject,
                    index,
                    field="units",
                    others=[(flatten, f"`{nodes[flatten].name}` makes {y.channels:,} values of it")],
                )


def _taken_by(subject: Subject, index: int) -> Iterator[int]:
    """Yields the dense layers that take a node's output, through dropout or as it is."""
    waiting = [index]
    while waiting:
        for consumer in subject.consumers[waiting.pop()]:
            if subject.kinds[consumer] == "dense":
                yield consumer
            elif subject.holds(consumer, "training_only", "identity"):
                waiting.append(consumer)
