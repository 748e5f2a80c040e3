"""Base classes of elementwise merges.

NOTE: Why are integers an error, although Keras accepts them? Keras declares floats as the result but computes in the
type of the inputs, so that two `uint8` images are added modulo 256. Use `rescale` to make floats first.
"""

from collections.abc import Mapping
from typing import ClassVar

from archspec.layers.base import Free, Integers, MergeLayer, Sign, Trait
from archspec.layers.fields import Flag
from archspec.layers.footprint import UNKNOWN, Footprint, shift
from archspec.layers.layout import ChannelsFirst, Form, Layout, Placing, channels_last
from archspec.layers.memory import Saved
from archspec.tensors.arithmetic import merge
from archspec.tensors.dim import known
from archspec.tensors.shape import Shape


class ElementwiseMergeLayer(Free, MergeLayer):
    """Makes one value of the values that stand at the same place.

    Attributes:
        broadcast: Whether an axis of size 1 is stretched to the size that it has in the other branches.
    """

    keras_fields: ClassVar[Mapping[str, str | None]] = {"branches": None, "broadcast": None}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place",))
    channels_first: ClassVar[ChannelsFirst] = "any"
    gradient_needs_inputs: ClassVar[bool]
    """Whether its gradient is computed from what it was given."""

    broadcast: Flag = False

    def output(self, x: tuple[Shape, ...]) -> Shape:
        """Returns the shape that all branches have, or can be stretched to."""
        return merge(x, broadcast=self.broadcast)

    def footprint(self, x: tuple[Shape, ...], y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone, and nothing that can be told of an axis that is stretched."""
        return tuple(
            tuple(UNKNOWN if known(shape[axis]) == 1 != known(y[axis]) else shift(axis) for axis in range(shape.rank))
            for shape in x
        )

    def saved_for_backward(self, x: tuple[Shape, ...], y: Shape, *, learns: bool) -> Saved:
        """Returns the inputs, or nothing."""
        del x, y, learns
        return Saved(input=self.gradient_needs_inputs)


class SumLayer(ElementwiseMergeLayer):
    """A weighted sum of the values that stand at the same place."""

    gradient_needs_inputs: ClassVar[bool] = False

    def placing(self, x: tuple[Shape, ...], form: Form, layout: Layout) -> Placing:
        """Returns how it is placed.

        Keras's sums on TensorFlow take what is like a bias for one along the last axis, if that is as long.
        """
        like_biases = self.broadcast and any(sum(size != 1 for size in shape) < 2 for shape in x)
        return channels_last(form) if like_biases else super().placing(x, form, layout)
