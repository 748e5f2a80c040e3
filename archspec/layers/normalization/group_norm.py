"""Group normalization."""

from typing import ClassVar, final

from archspec.layers.faults import UnevenGroups
from archspec.layers.fields import Count
from archspec.layers.normalization.base import NormalizationLayer, SampleNorm
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class GroupNorm(SampleNorm, NormalizationLayer):
    """Splits the channels into groups and brings each group, over all of space, to mean 0 and variance 1.

    The shape does not change. Source: Wu, He. Group Normalization. ECCV 2018. arXiv:1803.08494, equation 7.

    Attributes:
        groups: The number of groups, which must divide the channels.
        epsilon: What is added to the variance, so that nothing is divided by 0.
        center: Whether the learned offset, `beta`, is added.
        scale: Whether the learned factor, `gamma`, is multiplied by.
        beta_initializer: The initializer of the offset.
        gamma_initializer: The initializer of the factor.
        beta_regularizer: The penalty on the offset.
        gamma_regularizer: The penalty on the factor.
        beta_constraint: The constraint on the offset.
        gamma_constraint: The constraint on the factor.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 64, size: 3, bias: false}
          - group_norm: 16
          - relu
        ```
    """

    principal: ClassVar[str | None] = "groups"
    keras_name: ClassVar[str] = "GroupNormalization"

    groups: Count = 32

    def shared_by(self, x: Shape) -> tuple[Size, ...]:
        """Returns the sizes of space, and the number of channels in a group."""
        return (*x.spatial, x.channels // self.groups)

    def weight_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the factor and the offset: one value per channel."""
        (channels,) = super().weight_shape(x)
        if channels % self.groups:
            raise ShapeError(UnevenGroups(channels, "channel", self.groups, (channels,)), field="groups")
        return (channels,)

    def cancels_constants(self, x: Shape) -> bool:
        """Returns whether each channel is a group of its own."""
        return self.groups == x.channels
