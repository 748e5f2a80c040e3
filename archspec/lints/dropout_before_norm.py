"""Dropout in front of a batch norm."""

from collections.abc import Iterator
from dataclasses import field

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers import registry
from archspec.lints.base import Lint
from archspec.lints.subject import Subject

SHIFTING = ("dropout", "spatial_dropout")
"""The kinds that change the variance in training; `alpha_dropout` keeps it."""


class DropoutBeforeNorm(Lint):
    """A batch norm follows dropout.

    Dropout raises the variance of its output, in training only. The batch norm after it learns that variance and uses
    it in inference, where there is no dropout and the variance is different. Put dropout after the last batch norm.
    Source: Li, Chen, Hu, Yang. Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift.
    CVPR 2019. arXiv:1801.05134.

    Example:
        ```yaml
        archspec: 1
        input: [64]
        layers:
          - dense: {units: 32, activation: relu}
          - dropout: 0.5
          - dense: {units: 32, bias: false}
          - batch_norm
          - relu
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [64]
        layers:
          - dense: {units: 32, activation: relu}
          - dense: {units: 32, bias: false}
          - batch_norm
          - relu
          - dropout: 0.5
          - dense: 10
        ```
    """

    norm: str = field(compare=False)

    def message(self) -> str:
        return f"changes the variance that `{self.norm}` learns"

    def helps(self) -> tuple[Help, ...]:
        return (Help("put dropout after the last batch norm"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the dropouts that reach a batch norm, past layers with one input, before any other norm."""
        if not (subject.has(*SHIFTING) and subject.has("batch_norm")):
            return
        dropped: list[int | None] = []
        """The dropout whose output reaches a node's, if one's does."""
        for index, (node, layer) in enumerate(zip(subject.nodes, subject.layers, strict=True)):
            arriving = dropped[node.inputs[0]] if len(node.inputs) == 1 else None
            if layer is not None and layer.kind == "batch_norm" and arriving is not None:
                yield cls(node.name).at(
                    subject, arriving, others=[(index, f"`{node.name}` learns a variance that only training has")]
                )
            if layer is None or registry.family(type(layer)) == "normalization":
                arriving = None
            elif layer.kind in SHIFTING and getattr(layer, "rate", 0) > 0:
                arriving = index
            dropped.append(arriving)
