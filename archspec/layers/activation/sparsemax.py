"""Sparsemax.

NOTE: Why not Keras's own, and why can no layer be given `activation: sparsemax`? Up to Keras 3.15 the sum of its output
is not 1 wherever more than one channel has a share (keras-team/keras#23425).
"""

from typing import ClassVar, final

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Sign, Trait
from archspec.layers.layout import ChannelsFirst


@final
class Sparsemax(ElementwiseLayer):
    """Projects the channels of each position onto the shares that sum to 1, many of them exactly 0.

    The output is `max(x_c - tau, 0)`, where `tau` is what makes the channels sum to 1. The shape does not change.
    Source: Martins, Astudillo. From softmax to sparsemax. ICML 2016. arXiv:1602.02068, algorithm 1.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - sparsemax
        ```
    """

    keras_name: ClassVar[str] = "archspec>Sparsemax"
    sign: ClassVar[Sign] = "never_negative"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "shares"))
    channels_first: ClassVar[ChannelsFirst] = "axis"
