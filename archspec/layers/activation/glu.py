"""Gated linear unit."""

from typing import ClassVar, final

from archspec.layers.base import Free, Integers, Sign, Trait, UnaryLayer
from archspec.layers.faults import OddChannels, OpenHalves
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class Glu(Free, UnaryLayer):
    """Weights the first half of the channels by the sigmoid of the second: `a * sigmoid(b)`.

    The output has `channels / 2` channels; the other axes do not change. Source: Dauphin, Fan, Auli, Grangier. Language
    modeling with gated convolutional networks. ICML 2017. arXiv:1612.08083, equation 1.

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
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "axis"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with half the channels."""
        if not isinstance(x.channels, int):
            raise ShapeError(OpenHalves(x))
        if x.channels % 2:
            raise ShapeError(OddChannels(x.channels, is_vector=not x.rank))
        return x.with_channels(x.channels // 2)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input."""
        del x, y, learns
        return Saved(input=True)
