"""Upsampling."""

from collections.abc import Mapping
from typing import Any, ClassVar, final

from archspec.layers.fields import PerAxis, per_axis
from archspec.layers.footprint import Footprint
from archspec.layers.layout import ChannelsFirst
from archspec.layers.resampling.base import NARROW, InterpolatingLayer
from archspec.tensors.arithmetic import upsample_output
from archspec.tensors.shape import Shape


@final
class Upsample(InterpolatingLayer):
    """Makes space finer by a whole factor, without weights.

    Every spatial axis grows from `n` to `n * factor`. `nearest` repeats every value; the others interpolate between the
    middles of positions, axis by axis. Source: `keras.layers.UpSampling2D`.

    Attributes:
        factor: How many times finer, for all spatial axes or each.
        interpolation: How values in between come about: `nearest`, `bilinear`, `bicubic`, `lanczos3` or `lanczos5`.
            `bilinear` is linear along each axis, and may be called `linear` or `trilinear` too.

    Example:
        ```yaml
        archspec: 1
        input: [16, 16, 64]
        layers:
          - upsample: {factor: 2, interpolation: bilinear}
          - conv: {filters: 32, size: 3}
        ```
    """

    principal: ClassVar[str | None] = "factor"
    keras_name: ClassVar[str] = "UpSampling{rank}D"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"factor": "size"}
    channels_first: ClassVar[ChannelsFirst] = "data_format_on_planes"

    factor: PerAxis = 2

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with larger spatial axes."""
        factors = per_axis(self.factor, self.check_rank(x), "factor")
        return Shape((*(upsample_output(n, f) for n, f in zip(x.spatial, factors, strict=True)), x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the neighbours that a value is interpolated between."""
        del y
        return (
            tuple(self.read(axis, 1, factor) for axis, factor in enumerate(per_axis(self.factor, x.rank, "factor"))),
        )

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's layer, or ours for what Keras lacks."""
        factors = per_axis(self.factor, x.rank, "factor")
        if self.interpolation == "nearest":
            made = self.keras_class(keras, x)(size=factors[0] if x.rank == 1 else factors, **common)
        elif self._is_for_keras(keras, x, common["dtype"]):
            made = self.keras_class(keras, x)(size=factors, interpolation=self.interpolation, **common)
        else:
            layer = keras.saving.get_registered_object("archspec>UpSampling")
            made = layer(size=factors, interpolation=self.interpolation, **common)
        return [made]

    def _is_for_keras(self, keras: Any, x: Shape, dtype: str) -> bool:
        """Returns whether Keras interpolates here, which it does on 2 axes of known sizes, and can be trained."""
        if x.rank != 2 or not all(isinstance(size, int) for size in x.spatial):
            return False
        is_lacking = self.interpolation.startswith("lanczos") and keras.backend.backend() == "torch"
        return self.interpolation in NARROW or (dtype == "float32" and not is_lacking)
