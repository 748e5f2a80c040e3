"""Adaptive pooling.

NOTE: Why not Keras's own adaptive poolings? On TensorFlow they need every spatial size known, and end the process
where an axis is pooled to one position (Keras 3.15).
"""

from typing import Any, ClassVar, final

from archspec import limits
from archspec.layers.fields import PerAxis, per_axis
from archspec.layers.footprint import UNKNOWN, WHOLE, Footprint, Positions, Read
from archspec.layers.pooling.base import RegionPoolingLayer
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class AdaptivePool(RegionPoolingLayer):
    """Divides space into a given number of bins and takes the mean, or the largest, of each, channel by channel.

    Along an axis of `n` positions pooled to `size`, bin `i` holds the positions from `floor(i * n / size)` up to, but
    not including, `ceil((i + 1) * n / size)`: neighbours share a position where `size` does not divide `n`. The output
    has `size` positions whatever the input has. Source: PyTorch's `AdaptiveAvgPool2d`; the idea is that of He, Zhang,
    Ren, Sun. Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition. ECCV 2014.
    arXiv:1406.4729, section 2.2.

    Attributes:
        size: The output's size.
        mode: What is taken: `avg` or `max`.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 16, size: 3, activation: relu}
          - adaptive_pool: 7
          - flatten
          - dense: 10
        ```
    """

    principal: ClassVar[str | None] = "size"
    keras_name: ClassVar[str] = "archspec>AdaptivePooling"
    keras_fields: ClassVar = {"size": "output_size"}

    size: PerAxis

    def output(self, x: Shape) -> Shape:
        """Returns the given size, and the channels."""
        return Shape((*per_axis(self.size, self.check_rank(x), "size", neutral=None), x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the positions in each bin."""
        return (tuple(_binned(axis, n, m) for axis, (n, m) in enumerate(zip(x.spatial, y.spatial, strict=True))),)

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's own pooling where the bins are equal windows, or one for all of space; else one of ours.

        In half precision not every backend sums up large windows in float32, as ours does, and Keras's global ones.
        """
        bins = per_axis(self.size, x.rank, "size")
        mode = "Average" if self.mode == "avg" else "Max"
        if set(bins) == {1}:
            return [getattr(keras.layers, f"Global{mode}Pooling{x.rank}D")(keepdims=True, **common)]
        if self.mode == "max" or common["dtype"] == "float32":
            windows = [
                n // size for n, size in zip(x.spatial, bins, strict=True) if isinstance(n, int) and not n % size
            ]
            if len(windows) == x.rank:
                return [getattr(keras.layers, f"{mode}Pooling{x.rank}D")(windows, **common)]
        return super().to_keras(keras, x, **common)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        return {**super().keras_arguments(keras, x), "output_size": per_axis(self.size, x.rank, "size")}


def _binned(axis: int, n: Size, m: Size) -> Read:
    if m == 1:
        return WHOLE
    if not isinstance(n, int) or not isinstance(m, int) or m > limits.PERIOD:
        return UNKNOWN
    return Positions(axis, tuple(i * n // m for i in range(m)), tuple(-(-(i + 1) * n // m) - 1 for i in range(m)), n)
