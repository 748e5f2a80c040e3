"""The memory of a layer besides its output: what is saved for its gradient, and the workspace of its computation.

The rules are those of TensorFlow's CPU kernels without oneDNN, according to its sources and its allocation log.
Frameworks that fuse operations, or do not unfold windows, need less.
"""

from math import prod
from typing import NamedTuple

from archspec.tensors.shape import Shape

FLOAT = 4
"""The bytes of a value in float32, in which norms and sums are computed whatever the precision."""
COLUMNS = 30 * 2**20
"""The bytes that the gradients of a convolution unfold at a time: `l3_cache_size` in TensorFlow's sources."""
PACKED = 2 * 320
"""How many values of a window Eigen copies at most for each place: two blocks of at most 320."""


class Saved(NamedTuple):
    """What a layer saves in its forward pass until its gradient is computed, for one sample.

    Attributes:
        input: Whether its inputs are saved.
        output: Whether its output is.
        inner: How many values are saved that are neither.
        flags: How many bytes are saved that say only whether a value was used.
    """

    input: bool = False
    output: bool = False
    inner: int = 0
    flags: int = 0

    def times(self, steps: int) -> "Saved":
        """Returns what a layer saves that works on each of several steps."""
        return self._replace(inner=steps * self.inner, flags=steps * self.flags)


class Workspace(NamedTuple):
    """The bytes that a layer takes while it is computed, beside its tensors.

    Attributes:
        forward: In the forward pass.
        backward: While its gradients are computed.
    """

    forward: int = 0
    backward: int = 0


def unfolded(x: Shape, y: Shape, window: int, groups: int, batch: int, *, half: bool) -> Workspace:
    """Returns what a convolution takes: its windows unfolded, forward for all places, backward image by image.

    Args:
        x: The shape that the windows slide over; every size is known.
        y: The shape of what they make.
        window: The number of positions in a window.
        groups: The number of groups of channels.
        batch: The number of samples.
        half: Whether it computes in half precision.
    """
    size = FLOAT // (1 + half)
    places, channels, filters = Shape(y[:-1]).values(), Shape(x[-1:]).values(), Shape(y[-1:]).values()
    values = window * channels // groups
    packed = batch * places * min(values, PACKED) * FLOAT  # in half precision too: what is multiplied is cast
    result = batch * places * filters * FLOAT if half else 0
    columns = places * values
    image = columns + places * filters + values * filters
    images = min(batch, -(-(COLUMNS // size) // image))
    # The gradients of the weights and of the input are computed at the same time.
    return Workspace(packed + result, 2 * images * columns * size)


def without_gaps(x: Shape, size: tuple[int, ...], dilation: tuple[int, ...]) -> int:
    """Returns the size of an input that is laid out anew for a window with gaps: as many images without gaps."""
    spread = zip(x.spatial, size, dilation, strict=True)
    rows = (-(-(n + (width - 1) * step) // step) * step for n, width, step in spread if isinstance(n, int))
    return prod(rows) * Shape(x[-1:]).values()
