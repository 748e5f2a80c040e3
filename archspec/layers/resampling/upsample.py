"""Upsampling."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, final

from archspec.layers.fields import PerAxis, per_axis
from archspec.layers.resampling.base import NARROW, Interpolation
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.tensors.arithmetic import upsample_output
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


@final
class Upsample(SpatialMovingLayer):
    """Makes space finer by a whole factor, without weights.

    Every spatial axis grows from `n` to `n * factor`. `nearest` repeats every value; the others interpolate, between
    the middles of positions, and are for 2 spatial axes. Source: `keras.layers.UpSampling2D`.

    Attributes:
        factor: How many times finer, for all spatial axes or each.
        interpolation: How values in between come about: `nearest`, `bilinear`, `bicubic`, `lanczos3` or `lanczos5`.

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

    factor: PerAxis = 2
    interpolation: Interpolation = "nearest"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with larger spatial axes."""
        factors = per_axis(self.factor, self.check_rank(x), "factor")
        if self.interpolation != "nearest" and x.rank != 2:
            raise ShapeError(
                RankMismatch,
                f"interpolates with `{self.interpolation}`, which is for 2 spatial axes, and its input has {x.rank}",
                field="interpolation",
                helps=("`resize` interpolates on 1 to 3 spatial axes",),
            )
        return Shape((*(upsample_output(n, f) for n, f in zip(x.spatial, factors, strict=True)), x.channels))

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing swings below 0: wide kernels have negative weights."""
        return self.interpolation in NARROW and all(inputs)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class, which has an interpolation on 2 spatial axes only."""
        factors = per_axis(self.factor, x.rank, "factor")
        arguments = {**super().keras_arguments(keras, x), "size": factors[0] if x.rank == 1 else factors}
        if self.interpolation == "nearest" and x.rank != 2:
            del arguments["interpolation"]
        return arguments

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's layer, or, for a wide kernel in another precision than float32, one that can be trained."""
        if self.interpolation in NARROW or common["dtype"] == "float32":
            return super().to_keras(keras, x, **common)
        layer = keras.saving.get_registered_object("archspec>UpSampling2D")
        return [layer(**{**self.keras_arguments(keras, x), **common})]
