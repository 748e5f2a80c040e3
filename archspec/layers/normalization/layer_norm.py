"""Layer normalization."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from archspec.layers.fields import choice
from archspec.layers.footprint import WHOLE, Footprint
from archspec.layers.layout import ChannelsFirst
from archspec.layers.normalization.base import NormalizationLayer, SampleNorm, known_sizes
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class LayerNorm(SampleNorm, NormalizationLayer):
    """Brings the channels at each position, or each whole sample, to mean 0 and variance 1.

    The shape does not change. Source: Ba, Kiros, Hinton. Layer Normalization. 2016. arXiv:1607.06450, equation 3.

    Attributes:
        axes: What mean and variance are taken over: the `channels` at each position, or `all` values of a sample, which
            needs every size known. The learned factor and offset have one value for each value taken.
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
        input: [T, 64]
        layers:
          - dense: 128
          - layer_norm: {epsilon: 1e-6}
        ```
    """

    keras_name: ClassVar[str] = "LayerNormalization"
    channels_first: ClassVar[ChannelsFirst] = "last"
    results: ClassVar[int] = 1

    axes: Annotated[Literal["channels", "all"], choice("channels", "all")] = "channels"

    def shared_by(self, x: Shape) -> tuple[Size, ...]:
        """Returns the number of channels, or all sizes."""
        return tuple(x) if self.axes == "all" else (x.channels,)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone, or all of them where all values share one mean."""
        return ((WHOLE,) * x.rank,) if self.axes == "all" else super().footprint(x, y)

    def weight_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the factor and the offset: one value per channel, or per value of a sample."""
        return known_sizes(x, tuple(x) if self.axes == "all" else (x.channels,))

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        arguments = super().keras_arguments(keras, x)
        axes = arguments.pop("axes")
        return {**arguments, "axis": list(range(1, len(x) + 1)) if axes == "all" else -1}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the fields that a Keras config gives: more axes than the last are all of them."""
        one = config.get("axis", -1) in (-1, [-1], (-1,))
        return super().from_keras({**config, "axes": "channels" if one else "all"})

    def cancels_constants(self, x: Shape) -> bool:
        """Returns False: it subtracts the mean of many channels."""
        del x
        return False
