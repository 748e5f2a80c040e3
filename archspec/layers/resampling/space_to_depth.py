"""Space to channels."""

from typing import ClassVar, final

from archspec.layers.base import Trait
from archspec.layers.fields import Count
from archspec.layers.footprint import Footprint, Positions
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.tensors.arithmetic import space_to_depth
from archspec.tensors.shape import Shape


@final
class SpaceToDepth(SpatialMovingLayer):
    """Gathers every block of space into the channels of one position.

    Every spatial axis shrinks from `n` to `n / factor`, which must be whole, and `channels` become
    `channels * factor ** rank`. The channels are ordered block position first, as `tf.nn.space_to_depth` does: channel
    `c` of row `i`, column `j` of a block becomes channel `(i * factor + j) * channels + c`.

    Attributes:
        factor: The size of a block on every spatial axis.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - space_to_depth: 2
        ```
    """

    principal: ClassVar[str | None] = "factor"
    keras_name: ClassVar[str] = "archspec>SpaceToDepth"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "regroups"))

    factor: Count

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with coarser space and more channels."""
        self.check_rank(x)
        return space_to_depth(x, self.factor)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the block of a position."""
        del y
        return (tuple(Positions(axis, (0,), (self.factor - 1,), self.factor) for axis in range(x.rank)),)
