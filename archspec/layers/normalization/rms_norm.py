"""Root-mean-square normalization."""

from typing import ClassVar, final

from archspec.layers.base import UnaryLayer, Weight
from archspec.layers.fields import NotNegative
from archspec.layers.layout import ChannelsFirst
from archspec.layers.normalization.base import Float32Norm, SampleNorm, known_sizes
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class RmsNorm(SampleNorm, Float32Norm, UnaryLayer):
    """Divides the channels at each position by their root mean square, then gives each a learned factor.

    `y = scale * x / sqrt(mean(x ** 2) + epsilon)`: a layer norm that takes no mean away. The shape does not change.
    Source: Zhang, Sennrich. Root Mean Square Layer Normalization. NeurIPS 2019. arXiv:1910.07467, equation 4.

    Attributes:
        epsilon: What is added to the mean square, so that nothing is divided by 0.

    Example:
        ```yaml
        archspec: 1
        input: [T, 64]
        layers:
          - dense: 128
          - rms_norm
        ```
    """

    keras_name: ClassVar[str] = "RMSNormalization"
    channels_first: ClassVar[ChannelsFirst] = "last"
    results: ClassVar[int] = 1
    left_of_one: ClassVar[str] = "only the sign of the input is left"

    epsilon: NotNegative = 1e-6

    def shared_by(self, x: Shape) -> tuple[Size, ...]:
        """Returns the number of channels."""
        return (x.channels,)

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        self.weights(x)
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the factor, which Keras calls `scale`: one value per channel."""
        return (Weight("scale", known_sizes(x, (x.channels,))),)
