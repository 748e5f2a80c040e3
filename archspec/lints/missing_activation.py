"""Two linear layers with nothing between them."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.base import Layer
from archspec.layers.weighted import WeightedLayer
from archspec.layers.window import WindowLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class MissingActivation(Lint):
    """Two layers with weights follow each other without a nonlinearity between them.

    A weighted sum of weighted sums is a weighted sum: the two layers can compute no more than one, and an activation
    was probably forgotten. Dropout, padding, reshaping, resampling and averaging are linear too, so they do not count
    as something between.

    Common intended cases are not reported: a depthwise or grouped convolution next to one that mixes channels, a window
    of `[k, 1]` next to one of `[1, k]`, a layer that is narrower than its neighbours, a transposed convolution next to
    another layer (a learned upsampling), and a layer whose output is also used elsewhere, such as by a skip connection.
    A norm between the two counts as something, as in MobileNetV2's linear bottlenecks.

    Example:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - dense: 128
          - dropout: 0.2
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - dense: {units: 128, activation: relu}
          - dropout: 0.2
          - dense: 10
        ```
    """

    first: str = field(compare=False)
    second: str = field(compare=False)

    def message(self) -> str:
        return f"there is nothing non-linear between `{self.first}` and `{self.second}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give the first one an activation: `activation: relu`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the first layer of each such pair."""
        nodes = subject.nodes
        for index, layer in enumerate(subject.weighted):
            if layer is None or not layer.mixes_channels:
                continue
            first = _linear_source(subject, index, layer)
            before = subject.weighted[first]
            if subject.functions[first] is not None or before is None or not before.mixes_channels:
                continue
            if subject.only(first) is None or not _collapse(subject, first, before, index, layer):
                continue
            name, other = nodes[first].name, nodes[index].name
            yield cls(name, other).at(
                subject,
                first,
                about="",
                label="no activation",
                others=[(index, f"`{other}` follows: the two can do no more than one layer")],
            )


def _linear_source(subject: Subject, index: int, layer: WeightedLayer) -> int:
    """Returns the layer before a node, going back over what is linear and used nowhere else."""
    index = subject.nodes[index].inputs[0]
    while subject.only(index) is not None and _is_between(subject, index, layer):
        index = subject.nodes[index].inputs[0]
    return index


def _is_between(subject: Subject, index: int, after: WeightedLayer) -> bool:
    """Returns whether a node is something linear between two layers.

    What exchanges channels for positions is learned by the layer beside it. So is a transposed convolution, which is
    only between two layers that are none.
    """
    layer = subject.layers[index]
    if layer is not None and _spreads(layer):
        return not _spreads(after) and subject.functions[index] is None
    return subject.holds(index, "linear") and not subject.holds(index, "regroups")


def _spreads(layer: Layer) -> bool:
    return isinstance(layer, WindowLayer) and layer.spreads


def _collapse(subject: Subject, first: int, before: Layer, second: int, after: Layer) -> bool:
    """Returns whether two layers could be one, and nobody would split them on purpose."""
    if _spreads(before) != _spreads(after):
        return False
    if _is_grouped(before) or _is_grouped(after) or _is_factored(before, after):
        return False
    wide, narrow, out = (
        shape.channels for shape in (subject.argument(first), subject.argument(second), subject.nodes[second].shape)
    )
    return not (isinstance(wide, int) and isinstance(narrow, int) and isinstance(out, int) and narrow < min(wide, out))


def _is_grouped(layer: Layer) -> bool:
    return getattr(layer, "groups", 1) > 1


def _is_factored(before: Layer, after: Layer) -> bool:
    """Returns whether two windows lie along different axes: `[k, 1]` and `[1, k]`."""
    sizes: list[Any] = [getattr(layer, "size", 1) for layer in (before, after)]
    return all(isinstance(size, tuple) for size in sizes) and all(min(axis) == 1 for axis in zip(*sizes, strict=False))
