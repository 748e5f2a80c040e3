"""Resizing."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, final

from archspec.layers.fields import PerAxis, per_axis
from archspec.layers.footprint import Footprint
from archspec.layers.resampling.base import InterpolatingLayer, Interpolation
from archspec.tensors.shape import Shape


@final
class Resize(InterpolatingLayer):
    """Brings space to a given size, without weights.

    The spatial axes become `size`, whatever they were; the shape of things is not kept. Values are interpolated between
    the middles of positions, axis by axis. Source: `keras.layers.Resizing`.

    Attributes:
        size: The size of all spatial axes, or of each.
        interpolation: How values in between come about: `nearest`, `bilinear`, `bicubic`, `lanczos3` or `lanczos5`.
            `bilinear` is linear along each axis, and may be called `linear` or `trilinear` too.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - resize: 224
          - conv: {filters: 16, size: 3}
        ```
    """

    principal: ClassVar[str | None] = "size"
    keras_name: ClassVar[str] = "archspec>Resize"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"size": "size"}

    size: PerAxis
    interpolation: Interpolation = "bilinear"

    def output(self, x: Shape) -> Shape:
        """Returns the size asked for."""
        return Shape((*per_axis(self.size, self.check_rank(x), "size", neutral=None), x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the neighbours that a value is interpolated between."""
        axes = enumerate(zip(x.spatial, y.spatial, strict=True))
        return (tuple(self.read(axis, n, m) for axis, (n, m) in axes),)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the size of each spatial axis and the interpolation."""
        return {**super().keras_arguments(keras, x), "size": per_axis(self.size, x.rank, "size")}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer that a config of ours or of Keras's `Resizing` describes."""
        size = config["size"] if "size" in config else [config["height"], config["width"]]
        return super().from_keras({**config, "size": size})
