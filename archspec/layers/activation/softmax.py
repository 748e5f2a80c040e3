"""Softmax."""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer, GradientNeeds
from archspec.layers.base import Sign, Trait
from archspec.layers.layout import ChannelsFirst


@final
class Softmax(ElementwiseLayer):
    """Turns the channels of each position into shares that sum to 1: `exp(x_c) / sum over channels of exp(x)`.

    The shape does not change. Source: Bridle. Probabilistic interpretation of feedforward classification network
    outputs. Neurocomputing, 1990.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - softmax
        ```
    """

    keras_name: ClassVar[str] = "Softmax"
    sign: ClassVar[Sign] = "never_negative"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "shares"))
    channels_first: ClassVar[ChannelsFirst] = "axis"
    gradient_needs: ClassVar[GradientNeeds] = "output"
