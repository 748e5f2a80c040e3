"""Permutation of axes."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self, final

from pydantic import AfterValidator

from archspec.layers.fields import Accepts, Offset
from archspec.layers.footprint import WHOLE, Footprint, shift
from archspec.layers.rank_faults import WrongOrder
from archspec.layers.shape.base import MovingLayer
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def _check_order(order: tuple[int, ...]) -> tuple[int, ...]:
    if not order or sorted(order) != list(range(len(order))):
        raise ValueError("every axis from 0 on must be there once")
    return order


Order = Annotated[
    tuple[Offset, ...],
    AfterValidator(_check_order),
    Accepts("a list of all axes in their new order, counted from 0, the batch axis left out", ("list",)),
]


@final
class Permute(MovingLayer):
    """Changes the order of the axes: axis `i` of the output is axis `order[i]` of the input.

    The sizes move with their axes. Source: `keras.layers.Permute`.

    Attributes:
        order: The axes in their new order, counted from 0, the batch axis left out.

    Example:
        ```yaml
        archspec: 1
        input: [32, 100, 3]
        layers:
          - permute: [1, 0, 2]
          - conv: {filters: 16, size: 3}
        ```
    """

    principal: ClassVar[str | None] = "order"
    keras_name: ClassVar[str] = "Permute"

    order: Order

    def output(self, x: Shape) -> Shape:
        """Returns the sizes in their new order."""
        if len(self.order) != len(x):
            raise ShapeError(WrongOrder(self.order, x), field="order")
        return Shape(x[axis] for axis in self.order)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position, on the axis that it is moved to; all of an axis that becomes the channels."""
        places = [self.order.index(axis) for axis in range(x.rank)]
        return (tuple(shift(axis) if axis < y.rank else WHOLE for axis in places),)

    def _completed(self, x: Shape) -> list[int]:
        """Returns the order with the axes that it leaves out, and without those that the input has not."""
        named = [axis for axis in self.order if axis < len(x)]
        return [*named, *(axis for axis in range(len(x)) if axis not in named)]

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class, which counts the batch as axis 0."""
        del keras, x
        return {"dims": tuple(axis + 1 for axis in self.order)}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the order that a Keras layer's config gives."""
        return cls(order=tuple(axis - 1 for axis in config["dims"]))
