"""Channel shuffle."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, final

from archspec.layers.base import Free, Integers, Sign, Trait, UnaryLayer
from archspec.layers.faults import OpenChannels, UnevenGroups
from archspec.layers.fields import Count
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class ChannelShuffle(Free, UnaryLayer):
    """Deals the channels of several groups out in turn, so that the next grouped convolution sees some of each.

    Channel `i` of group `g` goes to channel `i * groups + g`. The shape stays. Source: Zhang, Zhou, Lin, Sun.
    ShuffleNet. CVPR 2018. arXiv:1707.01083, section 3.1.

    Attributes:
        groups: The number of groups.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 12, size: 1}
          - channel_shuffle: 3
          - conv: {filters: 12, size: 3, groups: 3}
        ```
    """

    principal: ClassVar[str | None] = "groups"
    keras_name: ClassVar[str] = "archspec_shuffle>ChannelShuffle"
    keras_fields: ClassVar[Mapping[str, str | None]] = {}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear",))
    channels_first: ClassVar[ChannelsFirst] = "last"

    groups: Count

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        if not isinstance(x.channels, int):
            raise ShapeError(OpenChannels(x))
        if x.channels % self.groups:
            fault = UnevenGroups(x.channels, "channel", self.groups, (x.channels,))
            raise ShapeError(fault, field="groups")
        return x

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns nothing: values are moved."""
        del x, y, learns
        return Saved()

    def keras_class(self, keras: Any, x: Any) -> Any:
        """Returns the Keras class, whose module is imported only now: checking a spec does not need Keras."""
        import_module("archspec_shuffle.keras_layers")
        return super().keras_class(keras, x)
