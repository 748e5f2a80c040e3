"""Channels to space."""

from typing import ClassVar, final

from archspec import limits
from archspec.layers.base import Trait
from archspec.layers.fields import Count
from archspec.layers.footprint import UNKNOWN, Footprint, Positions
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.tensors.arithmetic import depth_to_space
from archspec.tensors.shape import Shape


@final
class DepthToSpace(SpatialMovingLayer):
    """Spreads the channels of every position over a block of space.

    Every spatial axis grows from `n` to `n * factor`, and `channels` become `out = channels / factor ** rank`. The
    channels are split block position first, as `tf.nn.depth_to_space` does: channel `(i * factor + j) * out + c` goes
    to channel `c` of row `i`, column `j` of the block (PyTorch's `PixelShuffle` has `c` first). Source: Shi and others.
    Real-time single image and video super-resolution. CVPR 2016. arXiv:1609.05158, equation 4.

    Attributes:
        factor: The size of a block on every spatial axis.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 12, size: 3}
          - depth_to_space: 2
        ```
    """

    principal: ClassVar[str | None] = "factor"
    keras_name: ClassVar[str] = "archspec>DepthToSpace"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "enlarges", "regroups"))

    factor: Count

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with finer space and fewer channels."""
        self.check_rank(x)
        return depth_to_space(x, self.factor)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns one position for all of its block."""
        del y
        if self.factor > limits.PERIOD:
            return ((UNKNOWN,) * x.rank,)
        block = (0,) * self.factor
        return (tuple(Positions(axis, block, block, 1) for axis in range(x.rank)),)
