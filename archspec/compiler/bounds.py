"""Limits the size of a network: counts it while it is unfolded, and looks ahead."""

from collections.abc import Sized
from typing import NamedTuple, NoReturn

from archspec import limits
from archspec.budget import Budget
from archspec.compiler.faults import TooManyLayers
from archspec.compiler.values import Report, TooLargeError
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import Span


class LowerBound(NamedTuple):
    """What something unfolds to at least.

    Attributes:
        steps: Items and iterations of repeats. What a block holds may be copied: of that, each name is one.
        layers: Layers.
        names: Names.
    """

    steps: int
    layers: int
    names: int

    def and_then(self, other: "LowerBound") -> "LowerBound":
        """Returns what this and something else come to together."""
        return LowerBound(self.steps + other.steps, self.layers + other.layers, self.names + other.names)


class Bounds:
    """Counts what a walk unfolds.

    Args:
        nodes: The graph so far.
        inputs: How many of its nodes are inputs.
        report: Takes what is wrong.
    """

    def __init__(self, nodes: Sized, inputs: int, report: Report) -> None:
        self._nodes = nodes
        self._most_nodes = limits.LAYERS + inputs
        self._report = report
        self._steps = Budget(limits.STEPS)

    @property
    def share(self) -> float:
        """How large the network is, as a part of how large it may be."""
        return max(self._steps.share, len(self._nodes) / self._most_nodes)

    def step(self, span: Span | None, steps: int = 1, layers: int = 0) -> None:
        """Counts an item, or an iteration of a repeat, before it is unfolded.

        Args:
            span: Where it is.
            steps: As how much it counts.
            layers: How many layers it makes at once.

        Raises:
            TooLargeError: If there are too many items, iterations or layers.
        """
        if not self._steps.spend(steps) or len(self._nodes) + layers > self._most_nodes:
            self._refuse(span)

    def named(self, span: Span | None, path: str) -> None:
        """Counts the path of an item, if it is long.

        Raises:
            TooLargeError: If it is too much.
        """
        if len(path) > limits.PATH_LETTERS:
            self.step(span, len(path) // limits.PATH_LETTERS)

    def layer(self, span: Span | None) -> None:
        """Looks at whether the network may have one more layer.

        Raises:
            TooLargeError: If it may not.
        """
        if len(self._nodes) >= self._most_nodes:
            self._refuse(span)

    def look_ahead(self, span: Span | None, least: LowerBound) -> None:
        """Looks at what something will unfold to at least.

        Raises:
            TooLargeError: If that is too much.
        """
        if not self._steps.affords(least.steps) or len(self._nodes) + least.layers > self._most_nodes:
            self._refuse(span)

    def _refuse(self, span: Span | None) -> NoReturn:
        self._report(Diagnostic(TooManyLayers(limits.LAYERS, limits.STEPS), span))
        raise TooLargeError
