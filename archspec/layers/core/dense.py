"""Fully connected layer."""

from typing import ClassVar, final

from archspec.layers.base import Lean, Weight
from archspec.layers.core.base import known_channels
from archspec.layers.fields import Count, MatrixInitializer
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.weighted import WeightedLayer
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class Dense(Lean, WeightedLayer):
    """Makes every output channel a weighted sum of all input channels, at each position alike: `x @ kernel + bias`.

    The last axis becomes `units`; the others do not change. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016,
    section 6.1.

    Attributes:
        units: The number of output channels.
        bias: Whether a bias is added. By default yes, but no where a `norm` follows, which would take it out again.
        norm: The norm between the sums and their activation.
        activation: The function applied last.
        kernel_initializer: The initializer of the weights.
        bias_initializer: The initializer of the bias.
        kernel_regularizer: The penalty on the weights.
        bias_regularizer: The penalty on the bias.
        kernel_constraint: The constraint on the weights.
        bias_constraint: The constraint on the bias.

    Example:
        ```yaml
        archspec: 1
        input: [784]
        layers:
          - dense: {units: 128, activation: relu}
          - dense: 10
        ```
    """

    principal: ClassVar[str | None] = "units"
    width: ClassVar[str | None] = "units"
    keras_name: ClassVar[str] = "Dense"
    keras_fields: ClassVar = {"norm": None}
    channels_first: ClassVar[ChannelsFirst] = "last"
    part: ClassVar[str] = "dense"

    units: Count
    kernel_initializer: MatrixInitializer = "glorot_uniform"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with `units` channels."""
        known_channels(x, "a slice of weights")
        return x.with_channels(self.units)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the kernel, `(channels, units)`, and the bias."""
        kernel = Weight("kernel", (known_channels(x, "a slice of weights"), self.units))
        return (kernel, Weight("bias", (self.units,))) if self.has_bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per weight of the kernel and position."""
        del y
        return product((*x, self.units))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, where weights are trained, and what the activation saves."""
        del x
        return self.saved_by_activation(y)._replace(input=learns)
