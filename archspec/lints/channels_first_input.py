"""An input that is written as PyTorch writes it."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.window import SpatialLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape

FEW = (1, 3, 4)
"""The numbers of channels that pictures have: grey, colours, colours with transparency."""

SMALLEST_SIDE = 16
"""The sides of a picture, in pixels, from which on a last axis is taken for one of them."""


class ChannelsFirstInput(Lint):
    """The shape of an input seems to begin with its channels.

    Shapes are written with the spatial axes first and the channels last, whatever the layout of the model: `[224, 224,
    3]`. `[3, 224, 224]`, as in PyTorch, is an image of 3 × 224 pixels with 224 channels. An input that is permuted
    first is not reported.

    Example:
        ```yaml
        archspec: 1
        input: [3, 224, 224]
        layers:
          - conv: {filters: 64, size: 3, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [224, 224, 3]
        layers:
          - conv: {filters: 64, size: 3, activation: relu}
        ```
    """

    shape: Shape

    def message(self) -> str:
        return f"has {self.shape.channels} channels, by its shape {self.shape}"

    def notes(self) -> tuple[str, ...]:
        return ("shapes are written spatial axes first, channels last",)

    def helps(self) -> tuple[Help, ...]:
        channels, *sides = self.shape
        plural = "" if channels == 1 else "s"
        return (Help(f"for {channels} channel{plural} write [{', '.join(map(str, (*sides, channels)))}]"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the inputs that are used as pictures and look as if their channels came first."""
        for index in subject.graph.inputs:
            shape = subject.nodes[index].shape
            if not _looks_channels_first(shape) or not any(True for _ in consumers_as_picture(subject, index)):
                continue
            yield cls(shape).at(subject, index)


def _looks_channels_first(shape: Shape) -> bool:
    """Returns whether a shape has few channels first, and then the sides of a picture."""
    if shape.rank not in (2, 3) or shape[0] not in FEW:
        return False
    *_, height, width = shape
    if not (isinstance(height, int) and isinstance(width, int)):
        return False
    smallest = min(height, width)
    return smallest >= SMALLEST_SIDE and (height == width or (shape[0] == 3 and smallest >= 4 * SMALLEST_SIDE))


def consumers_as_picture(subject: Subject, index: int) -> Iterator[int]:
    """Yields the layers that work on space and take a node's output, as it is or with its values changed."""
    waiting = [index]
    while waiting:
        for consumer in subject.consumers[waiting.pop()]:
            if isinstance(subject.layers[consumer], SpatialLayer):
                yield consumer
            if subject.holds(consumer, "in_place"):
                waiting.append(consumer)
