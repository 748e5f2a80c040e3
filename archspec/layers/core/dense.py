"""Fully connected layer."""

from collections.abc import Sequence
from typing import ClassVar, final

from archspec.layers import registry
from archspec.layers.base import UnaryLayer, Weight
from archspec.layers.core.base import known_channels
from archspec.layers.fields import (
    ActivationName,
    Constraint,
    Count,
    Flag,
    MatrixInitializer,
    Regularizer,
    VectorInitializer,
)
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class Dense(UnaryLayer):
    """Makes every output channel a weighted sum of all input channels, at each position alike: `x @ kernel + bias`.

    The last axis becomes `units`; the others stay. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section
    6.1.

    Attributes:
        units: The number of output channels.
        bias: Whether a bias is added.
        activation: The function applied last.
        kernel_initializer: How the weights begin.
        bias_initializer: How the bias begins.
        kernel_regularizer: The penalty on the weights.
        bias_regularizer: The penalty on the bias.
        kernel_constraint: What the weights are held to.
        bias_constraint: What the bias is held to.

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

    units: Count
    bias: Flag = True
    activation: ActivationName | None = None
    kernel_initializer: MatrixInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with `units` channels."""
        known_channels(x, "a slice of weights")
        return x.with_channels(self.units)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the kernel, `(channels, units)`, and the bias."""
        kernel = Weight("kernel", (known_channels(x, "a slice of weights"), self.units))
        return (kernel, Weight("bias", (self.units,))) if self.bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per weight of the kernel and position."""
        del y
        return product((*x, self.units))

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out of the activation, whatever the sum."""
        del inputs
        return self.activation is not None and registry.get(self.activation)().never_negative([False])
