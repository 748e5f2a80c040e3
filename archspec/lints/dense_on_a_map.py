"""A classifier that classifies every position."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape

PICTURE = 2
"""The fewest spatial axes of what is no sequence."""


class DenseOnAMap(Lint):
    """A network that reduces its feature maps ends in a dense layer on a map.

    As in Keras, a dense layer works on the last axis, at each position separately: on 7 × 7 positions, `dense: 10`
    gives 7 × 7 predictions. A classifier first makes a vector of its map, with `flatten` or `global_pool`. If you want
    a prediction for each position, `conv: {filters: 10, size: 1}` is the same layer and says so. Networks that enlarge
    their maps again, and sequences, are not reported.

    Example:
        ```yaml
        archspec: 1
        input: [28, 28, 1]
        layers:
          - conv: {filters: 16, size: 3, activation: relu}
          - max_pool: 4
          - dense: {units: 10, activation: softmax}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [28, 28, 1]
        layers:
          - conv: {filters: 16, size: 3, activation: relu}
          - max_pool: 4
          - flatten
          - dense: {units: 10, activation: softmax}
        ```
    """

    x: Shape
    y: Shape

    def message(self) -> str:
        return f"works at each position of {self.x} alike, and the output is {self.y}"

    def helps(self) -> tuple[Help, ...]:
        conv = f"`conv: {{filters: {self.y.channels}, size: 1}}`"
        return (Help(f"put `flatten` or `global_pool` before it; or write {conv} for an answer at each position"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the dense layers on maps that are outputs of the network."""
        if any(layer is not None and layer.has("enlarges") for layer in subject.distinct.values()):
            return
        sides = {subject.nodes[index].shape.spatial for index in subject.graph.inputs}
        for index, _ in subject.of("dense"):
            x = subject.argument(index)
            if index not in subject.outputs or x.rank < PICTURE or x.spatial in sides or set(x.spatial) == {1}:
                continue
            yield cls(x, subject.nodes[index].shape).at(subject, index)
