"""An input whose shape begins with the batch axis."""

from collections.abc import Iterator
from typing import Any

from archspec.compiler.batch_axis import says_batch, without_batch_axis
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers import registry
from archspec.layers.base import MergeLayer
from archspec.layers.normalization.base import NormalizationLayer
from archspec.layers.stepwise import StepwiseLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape

AXIS_BY_AXIS = ("size", "stride", "dilation", "padding", "factor", "cropping", "order")
"""The fields that may list a value for each axis of space."""

PER_POSITION = ("activation", "core", "regularization")
"""The families whose layers treat each position by itself."""

AN_IMAGE = 3
"""The number of axes of an image, with its channels."""


class BatchAxisInShape(Lint):
    """The shape of an input seems to begin with the batch axis.

    Shapes do not contain the batch axis: an RGB image is `[32, 32, 3]`, and `[null, 32, 32, 3]` is a volume of any
    depth, on which a convolution works in three dimensions. This is reported if the first size is called `batch`; or if
    it is `null`, 1, `B` or `N`, numbers follow, and nothing in the network treats it as an axis of space or time: no
    window lists three sizes, no layer is called `conv3d`, none works step by step. A first axis with another name, such
    as `D` or `T`, is not reported.

    Example:
        ```yaml
        archspec: 1
        input: [null, 32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, activation: relu}
          - global_pool
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, activation: relu}
          - global_pool
          - dense: 10
        ```
    """

    shape: Shape
    says_batch: bool

    def message(self) -> str:
        return "seems to begin with the batch axis, which shapes leave out"

    def notes(self) -> tuple[str, ...]:
        return (f"{self.shape} is read as {_read_as(self.shape)}",)

    def helps(self) -> tuple[Help, ...]:
        rest = ", ".join(map(str, self.shape[1:]))
        is_image = len(self.shape) == AN_IMAGE and not self.says_batch
        return (
            Help(f"write `[{rest}{', 1' if is_image else ''}]`"),
            Help(f"or, if the axis is one of space or time, give its size a name: `[T, {rest}]`"),
        )

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the inputs whose first axis seems to be that of the batch."""
        for index in subject.graph.inputs:
            name, shape = subject.nodes[index].name, subject.nodes[index].shape
            rest = without_batch_axis(shape)
            if rest is None or (not says_batch(shape[0]) and _is_meant(subject, index)):
                continue
            yield cls(shape, says_batch(shape[0])).at(subject, index, about=f"the shape of `{name}`")


def _read_as(shape: tuple[Any, ...]) -> str:
    """Says what a shape means."""
    if len(shape) > AN_IMAGE:
        return f"{len(shape) - 1} axes of space, with {shape[-1]} channels"
    if len(shape) == AN_IMAGE:
        return f"an image with {shape[-1]} channels"
    return f"a sequence of vectors of {shape[-1]}"


def _is_meant(subject: Subject, index: int) -> bool:
    """Returns whether the first axis of an input is one of space or time, by its shape or by a layer that takes it so.

    An image whose sides are unlike, such as a spectrogram of any length, is one. A first axis of size 1 before two
    others is that of the channels, if anything.
    """
    shape = subject.nodes[index].shape
    rank, is_sequence = shape.rank, shape.rank == 1
    if len(shape) == AN_IMAGE and (shape[1] != shape[2] or shape[0] == 1):
        return True
    reached = {index}
    for number, node in enumerate(subject.nodes):
        if node.layer is None or reached.isdisjoint(node.inputs):
            continue
        if _names_axes(subject, number, rank) or (is_sequence and not _is_per_position(subject, number)):
            return True
        if node.shape.rank == rank:
            reached.add(number)
    return False


def _names_axes(subject: Subject, index: int, rank: int) -> bool:
    """Returns whether a layer says of how many axes its input is, or takes the first of them for its own."""
    layer, span = subject.layers[index], subject.places[index].span
    if isinstance(subject.nodes[index].layer, StepwiseLayer):
        return True
    if span is not None and registry.split_rank(span.text)[1] == rank:
        return True
    lists = (getattr(layer, field, None) for field in AXIS_BY_AXIS)
    return rank > 1 and any(isinstance(one, tuple) for one in lists)


def _is_per_position(subject: Subject, index: int) -> bool:
    """Returns whether a layer treats each position by itself."""
    layer = subject.layers[index]
    assert layer is not None
    return registry.family(type(layer)) in PER_POSITION or isinstance(layer, NormalizationLayer | MergeLayer)
