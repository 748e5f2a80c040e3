"""How large a network may be: counted while it is unfolded, and looked at before."""

from collections.abc import Sized
from typing import NamedTuple, NoReturn

from archspec.compiler.faults import TooManyLayers
from archspec.compiler.values import Report, TooLargeError
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import Span

MOST_LAYERS = 200_000
MOST_STEPS = 500_000
"""How many items, and turns of repeats, are unfolded; of a block that is copied, every name counts as one."""

DEEPEST = 64
"""How many lists of layers may stand in each other, those in the blocks that they call included."""

LONG = 100
"""Each hundred letters of a long path count as an item: paths are most of what a network holds."""


class Least(NamedTuple):
    """What something unfolds to at least.

    Attributes:
        steps: Items and turns of repeats. What a block holds may be copied: of that, each name is one.
        layers: Layers.
        names: Names.
    """

    steps: int
    layers: int
    names: int

    def and_then(self, other: "Least") -> "Least":
        """Returns what this and something else come to together."""
        return Least(self.steps + other.steps, self.layers + other.layers, self.names + other.names)


class Bounds:
    """Counts what a walk unfolds.

    Args:
        nodes: The graph so far.
        inputs: How many of its nodes are inputs.
        report: Takes what is wrong.
    """

    def __init__(self, nodes: Sized, inputs: int, report: Report) -> None:
        self._nodes = nodes
        self._most_nodes = MOST_LAYERS + inputs
        self._report = report
        self._steps = 0

    @property
    def share(self) -> float:
        """How large the network is, as a part of how large it may be."""
        return max(self._steps / MOST_STEPS, len(self._nodes) / self._most_nodes)

    def step(self, span: Span | None, steps: int = 1, layers: int = 0) -> None:
        """Counts an item, or a turn of a repeat, before it is unfolded.

        Args:
            span: Where it stands.
            steps: As how much it counts.
            layers: How many layers it makes at once.

        Raises:
            TooLargeError: If there are too many items, turns or layers.
        """
        self._steps += steps
        if self._steps > MOST_STEPS or len(self._nodes) + layers > self._most_nodes:
            self._refuse(span)

    def named(self, span: Span | None, path: str) -> None:
        """Counts the path of an item, if it is long.

        Raises:
            TooLargeError: If it is too much.
        """
        if len(path) > LONG:
            self.step(span, len(path) // LONG)

    def layer(self, span: Span | None) -> None:
        """Looks at whether the network may have one more layer.

        Raises:
            TooLargeError: If it may not.
        """
        if len(self._nodes) >= self._most_nodes:
            self._refuse(span)

    def foresee(self, span: Span | None, least: Least) -> None:
        """Looks at what something will unfold to at least.

        Raises:
            TooLargeError: If that is too much.
        """
        if self._steps + least.steps > MOST_STEPS or len(self._nodes) + least.layers > self._most_nodes:
            self._refuse(span)

    def _refuse(self, span: Span | None) -> NoReturn:
        self._report(Diagnostic(TooManyLayers(MOST_LAYERS, MOST_STEPS), span))
        raise TooLargeError
