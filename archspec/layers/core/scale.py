"""Learned factors."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Trait, Weight
from archspec.layers.core.base import known_channels
from archspec.layers.fields import Constraint, Number, Regularizer
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.shape import Shape


@final
class Scale(ElementwiseLayer):
    """Multiplies every channel by a learned factor: `x * scale`.

    The shape does not change. With `initial: 1e-6` it is the LayerScale of ConvNeXt. Source: Touvron and others. Going
    deeper with image transformers. ICCV 2021. arXiv:2103.17239, equation 4.

    Attributes:
        initial: The initial value of the factors.
        regularizer: The penalty on the factors.
        constraint: The constraint on the factors.

    Example:
        ```yaml
        archspec: 1
        input: [56, 56, 96]
        layers:
          - residual:
              - dense: {units: 384, activation: gelu}
              - dense: 96
              - scale: 1e-6
        ```
    """

    principal: ClassVar[str | None] = "initial"
    keras_name: ClassVar[str] = "archspec>Scale"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "linear"))
    channels_first: ClassVar[ChannelsFirst] = "axis"

    initial: Number = 1.0
    regularizer: Regularizer | None = None
    constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        known_channels(x, "a factor")
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the factors, one per channel."""
        return (Weight("scale", (known_channels(x, "a factor"),)),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, where the factors are trained."""
        del x, y
        return Saved(input=learns)
