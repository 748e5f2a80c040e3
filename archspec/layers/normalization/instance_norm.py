"""Instance normalization."""

from typing import Any, ClassVar, final

from archspec.layers.normalization.base import NormalizationLayer, SampleNorm
from archspec.layers.rank_faults import NoSpace
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class InstanceNorm(SampleNorm, NormalizationLayer):
    """Brings each channel of each sample, over all of space, to mean 0 and variance 1.

    It is a group norm with as many groups as channels. The shape does not change. Source: Ulyanov, Vedaldi, Lempitsky.
    Instance
    Normalization: The Missing Ingredient for Fast Stylization. 2016. arXiv:1607.08022, equation 4.

    Attributes:
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
          - conv: {filters: 32, size: 9, bias: false}
          - instance_norm
          - relu
        ```
    """

    keras_name: ClassVar[str] = "GroupNormalization"

    def shared_by(self, x: Shape) -> tuple[Size, ...]:
        """Returns the sizes of space."""
        return x.spatial

    def weight_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the factor and the offset: one value per channel."""
        if x.rank == 0:
            raise ShapeError(NoSpace(x))
        return super().weight_shape(x)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of Keras's group norm, with a group for each channel."""
        return {**super().keras_arguments(keras, x), "groups": x.channels}

    def cancels_constants(self, x: Shape) -> bool:
        """Returns True: it subtracts the mean of each channel."""
        del x
        return True
