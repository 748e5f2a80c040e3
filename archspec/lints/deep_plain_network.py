"""Many layers in a row with nothing that carries the gradient."""

from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers import registry
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

MOST = 20
"""How many layers train without help: VGG-19 has 19."""

PLAIN = ("activation", "convolution", "core", "pooling", "regularization", "resampling", "shape")
"""The families whose layers pass gradients on as they are, or multiplied by weights."""


class _Row(NamedTuple):
    """Layers with weights in a row, up to some node: how many, the first and the last of them."""

    length: int
    first: int
    last: int


NO_ROW = _Row(0, -1, -1)


class DeepPlainNetwork(Lint):
    """More than 20 layers with weights follow each other without a norm or a skip connection.

    Gradients are multiplied by every layer on their way back, so they vanish or explode; plain networks of this depth
    train badly or not at all, and get worse with more layers. Add a norm after each convolution, or a residual around
    every two or three. `selu`, which normalizes itself, is not reported. Source: He, Zhang, Ren, Sun. Deep Residual
    Learning for Image Recognition. CVPR 2016. arXiv:1512.03385, sections 1 and 4.1.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat: {times: 24, layers: [conv: {filters: 16, size: 3, activation: relu}]}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat: {times: 24, layers: [conv: {filters: 16, size: 3, norm: batch, activation: relu}]}
        ```
    """

    length: int
    first: str = field(compare=False)
    last: str = field(compare=False)

    def message(self) -> str:
        row = f"{self.length} layers with weights in a row, from `{self.first}` to `{self.last}`"
        return f"{row}, have no norm and no skip"

    def notes(self) -> tuple[str, ...]:
        return ("gradients vanish or explode on their way back through so many layers",)

    def helps(self) -> tuple[Help, ...]:
        return (Help("give each a norm, `norm: batch`, or put every two or three into a `residual`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the last layer of each row that is too long."""
        if len(subject.weighted) - subject.weighted.count(None) <= MOST:
            return
        nodes = subject.nodes
        rows: list[_Row] = []
        ends: dict[int, _Row] = {}
        plain = {layer.kind for layer in subject.layers if layer and registry.family(type(layer)) in PLAIN}
        for index, node in enumerate(nodes):
            row = rows[node.inputs[0]] if len(node.inputs) == 1 else NO_ROW
            function = subject.functions[index]
            if subject.kinds[index] not in plain or (function is not None and function.has("normalizes")):
                row = NO_ROW
            elif subject.is_weighted(index):
                ends.pop(row.last, None)
                row = _Row(row.length + 1, row.first if row.length else index, index)
                if row.length > MOST:
                    ends[index] = row
            rows.append(row)
        for index, row in ends.items():
            first = nodes[row.first].name
            yield cls(row.length, first, nodes[index].name).at(
                subject, index, about="", others=[(row.first, f"`{first}` is the first of them")]
            )
