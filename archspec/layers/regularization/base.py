"""What the regularizations have in common."""

from typing import ClassVar

from archspec.layers.base import Free, Integers, Sign, Trait, UnaryLayer
from archspec.layers.fields import Fraction, Integer
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.shape import Shape


class RegularizationLayer(Free, UnaryLayer):
    """Disturbs its input in training; lets it through unchanged otherwise.

    Attributes:
        rate: How much it disturbs.
        seed: Where the random numbers start; elsewhere each time by default.
    """

    principal: ClassVar[str | None] = "rate"
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset(("training_only", "in_place", "linear"))
    channels_first: ClassVar[ChannelsFirst] = "any"

    rate: Fraction
    seed: Integer | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        return x

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns for each value whether it was dropped."""
        del x, learns
        return Saved(flags=y.values())


class DroppingLayer(RegularizationLayer):
    """Sets some values to 0 at random in training, and multiplies the others.

    Attributes:
        rate: The part of the values that is dropped.
        seed: Where the random numbers start; elsewhere each time by default.
    """

    sign: ClassVar[Sign] = "kept"
