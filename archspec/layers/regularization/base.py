"""What the regularizations have in common."""

from typing import ClassVar

from archspec.layers.base import Sign, UnaryLayer, Weight
from archspec.layers.fields import Fraction, Integer
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


class RegularizationLayer(UnaryLayer):
    """Disturbs its input while training; lets it through unchanged otherwise.

    Attributes:
        rate: How much it disturbs.
        seed: Where the random numbers start; elsewhere each time unless given.
    """

    principal: ClassVar[str | None] = "rate"

    rate: Fraction
    seed: Integer | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns none: nothing is learned."""
        del x
        return ()

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns 0: element-wise arithmetic is not counted."""
        del x, y
        return 0


class DroppingLayer(RegularizationLayer):
    """Sets some values to 0 at random while training, and multiplies the others.

    Attributes:
        rate: The part of the values that is dropped.
        seed: Where the random numbers start; elsewhere each time unless given.
    """

    sign: ClassVar[Sign] = "kept"
