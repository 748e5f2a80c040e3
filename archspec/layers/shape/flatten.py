"""Flattening."""

from typing import ClassVar, final

from archspec.layers.base import Trait
from archspec.layers.footprint import WHOLE, Footprint
from archspec.layers.layout import ChannelsFirst
from archspec.layers.shape.base import MovingLayer
from archspec.tensors.arithmetic import product
from archspec.tensors.shape import Shape


@final
class Flatten(MovingLayer):
    """Puts all values on one axis, the last axis running fastest.

    The output has one size, the product of all sizes of the input; it is open where one of them is. Source:
    `keras.layers.Flatten`.

    Example:
        ```yaml
        archspec: 1
        input: [28, 28, 1]
        layers:
          - flatten
          - dense: 10
        ```
    """

    keras_name: ClassVar[str] = "Flatten"
    traits: ClassVar[frozenset[Trait]] = frozenset(("view", "linear"))
    channels_first: ClassVar[ChannelsFirst] = "data_format"

    def output(self, x: Shape) -> Shape:
        """Returns the number of values."""
        return Shape((product(x),))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns all of space: all values are on one axis."""
        del y
        return ((WHOLE,) * x.rank,)
