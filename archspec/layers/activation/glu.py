"""Gated linear unit."""

from typing import ClassVar, final

from archspec.diagnostics.unconverted import Unconverted
from archspec.layers.base import Sign, UnaryLayer, Weight
from archspec.tensors.dim import Size
from archspec.tensors.faults import OpenSize, ShapeError, SizeNotDivisible
from archspec.tensors.shape import Shape


@final
class Glu(UnaryLayer):
    """Weights the first half of the channels by the sigmoid of the second: `a * sigmoid(b)`.

    The output has `channels / 2` channels; the other axes stay. Source: Dauphin, Fan, Auli, Grangier. Language modeling
    with gated convolutional networks. ICML 2017. arXiv:1612.08083, equation 1.

    Example:
        ```yaml
        archspec: 1
        input: [100, 8]
        layers:
          - conv: {filters: 32, size: 3}
          - glu
        ```
    """

    keras_name: ClassVar[str] = "archspec>GatedLinearUnit"
    sign: ClassVar[Sign] = "kept"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with half the channels."""
        if not isinstance(x.channels, int):
            raise ShapeError(
                Unconverted(
                    OpenSize,
                    f"halves the channels, and {x} leaves their number open",
                    advice=("give the last axis of the input as a number",),
                )
            )
        if x.channels % 2:
            raise ShapeError(
                Unconverted(
                    SizeNotDivisible,
                    f"halves the channels, and {x.channels} is odd",
                    causes=("one half is weighted by the sigmoid of the other",),
                    advice=(f"make it even, in a layer before it: `conv: {{filters: {x.channels + 1}, size: 1}}`",)
                    if x.rank
                    else (f"make it even, in a layer before it: `dense: {x.channels + 1}`",),
                )
            )
        return x.with_channels(x.channels // 2)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns none."""
        del x
        return ()

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns none: what is done to each value alone is not counted."""
        del x, y
        return 0
