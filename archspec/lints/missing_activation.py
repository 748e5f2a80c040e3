"""Two linear layers with nothing between them."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.layers.base import Layer
from archspec.lints.base import Lint
from archspec.lints.subject import DROPOUTS, Subject

KINDS = ("conv", "dense", "separable_conv", "up_conv")

LINEAR = frozenset(
    (
        "identity", "activation", "linear", "gaussian_noise", *DROPOUTS, "flatten", "reshape", "permute", "pad", "crop",
        "upsample", "resize", "rescale", "scale", "avg_pool", "global_pool", "adaptive_pool",
    )
)  # fmt: skip
"""The kinds that only move, scale or average values, or that act in training alone."""

LINEAR_OR_LEARNED = LINEAR | {"up_conv"}
"""These, and the kind that upsamples with learned weights."""


class MissingActivation(Lint):
    """Two layers with weights follow each other, and nothing between them bends the line.

    A weighted sum of weighted sums is a weighted sum: the two layers can do no more than one, and an activation was
    most likely forgotten. Dropout, padding, reshaping, resampling and averaging are linear too, and do not count as
    something between.

    Some do it on purpose, and that is left alone: a depthwise or grouped convolution beside one that mixes channels, a
    window of `[k, 1]` beside one of `[1, k]`, a layer that is narrower than what stands on both sides of it, a
    transposed convolution beside another layer (it is a learned upsampling), and a layer whose output is used elsewhere
    too, by a skip for example. A norm between the two is something, as in MobileNetV2's linear bottlenecks.

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
        return f"nothing non-linear stands between `{self.first}` and `{self.second}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give the first one an activation: `activation: relu`"),)

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the first layer of each such pair."""
        nodes = subject.nodes
        for index, layer in subject.of(*KINDS):
            first = _linear_source(subject, index)
            before = subject.layers[first]
            if subject.functions[first] is not None or subject.kinds[first] not in KINDS or before is None:
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


def _linear_source(subject: Subject, index: int) -> int:
    """Returns the layer before a node, going back over what is linear and used nowhere else."""
    # For a layer that is no learned upsampling itself, such an upsampling is one of the linear things between.
    through = LINEAR if subject.kinds[index] == "up_conv" else LINEAR_OR_LEARNED
    index = subject.nodes[index].inputs[0]
    while subject.kinds[index] in through and subject.functions[index] is None and subject.only(index) is not None:
        if getattr(subject.layers[index], "mode", "avg") == "max":
            break
        index = subject.nodes[index].inputs[0]
    return index


def _collapse(subject: Subject, first: int, before: Layer, second: int, after: Layer) -> bool:
    """Returns whether two layers could be one, and nobody would split them on purpose."""
    if (before.kind == "up_conv") != (after.kind == "up_conv"):
        return False
    if _is_grouped(before) or _is_grouped(after) or _is_factored(before, after):
        return False
    wide, narrow, out = (
        shape.channels for shape in (subject.argument(first), subject.argument(second), subject.nodes[second].shape)
    )
    return not (isinstance(wide, int) and isinstance(narrow, int) and isinstance(out, int) and narrow < min(wide, out))


def _is_grouped(layer: Layer) -> bool:
    return layer.kind == "conv" and getattr(layer, "groups", 1) > 1


def _is_factored(before: Layer, after: Layer) -> bool:
    """Returns whether two windows lie along different axes: `[k, 1]` and `[1, k]`."""
    sizes: list[Any] = [getattr(layer, "size", 1) for layer in (before, after)]
    return all(isinstance(size, tuple) for size in sizes) and all(min(axis) == 1 for axis in zip(*sizes, strict=False))
