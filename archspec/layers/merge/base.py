"""What the merges that work value by value have in common.

NOTE: Why do they refuse whole numbers, which Keras takes? Keras says that floats come out, and computes in what came
in, so that two pictures of `uint8` are added modulo 256. `rescale` makes floats first.
"""

from collections.abc import Mapping
from typing import ClassVar

from archspec.layers.base import MergeLayer, Weight
from archspec.layers.fields import Flag
from archspec.tensors.arithmetic import merge
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


class ElementwiseMergeLayer(MergeLayer):
    """Makes one value of the values that stand at the same place.

    Attributes:
        broadcast: Whether an axis of size 1 is stretched to the size that it has in the other branches.
    """

    keras_fields: ClassVar[Mapping[str, str | None]] = {"branches": None, "broadcast": None}

    broadcast: Flag = False

    def output(self, x: tuple[Shape, ...]) -> Shape:
        """Returns the shape that all branches have, or can be stretched to."""
        return merge(x, broadcast=self.broadcast)

    def weights(self, x: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Returns none."""
        del x
        return ()

    def macs(self, x: tuple[Shape, ...], y: Shape) -> Size:
        """Returns none: arithmetic on single values is not counted."""
        del x, y
        return 0
