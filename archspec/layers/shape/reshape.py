"""Reshaping."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, final

from pydantic import AfterValidator

from archspec.layers.base import Trait
from archspec.layers.fields import Accepts, Count
from archspec.layers.footprint import UNKNOWN, WHOLE, Footprint, own_positions
from archspec.layers.shape.base import MovingLayer
from archspec.tensors.arithmetic import reshape
from archspec.tensors.shape import Shape


def _check_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    if not shape:
        raise ValueError("a shape has at least one size")
    if shape.count(-1) > 1:
        raise ValueError("only one size may be -1")
    return shape


TargetShape = Annotated[
    tuple[Count | Literal[-1], ...],
    AfterValidator(_check_shape),
    Accepts("a list of sizes without the batch axis, one of which may be -1", ("sizes", "list")),
]


@final
class Reshape(MovingLayer):
    """Puts the values on other axes, in the same order, the last axis running fastest.

    The output has the shape asked for, with as many values as the input; -1 stands for what is left. Source:
    `keras.layers.Reshape`.

    Attributes:
        shape: The sizes, without the batch axis; one of them may be -1.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 16]
        layers:
          - reshape: [-1, 16]
          - dense: 32
        ```
    """

    principal: ClassVar[str | None] = "shape"
    keras_name: ClassVar[str] = "Reshape"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"shape": "target_shape"}
    traits: ClassVar[frozenset[Trait]] = frozenset(("view", "linear"))

    shape: TargetShape

    def output(self, x: Shape) -> Shape:
        """Returns the shape asked for."""
        return reshape(x, self.shape)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone, if they stay where they are; all of space, if one is left of it."""
        if x.spatial == y.spatial:
            return (own_positions(y.rank),)
        return ((UNKNOWN if y.rank else WHOLE,) * x.rank,)
