"""Batch normalization."""

from typing import ClassVar, final

from archspec.layers.base import Weight
from archspec.layers.fields import Momentum, VectorInitializer
from archspec.layers.normalization.base import NormalizationLayer
from archspec.tensors.shape import Shape


@final
class BatchNorm(NormalizationLayer):
    """Brings each channel to mean 0 and variance 1 over the batch and all of space.

    Training uses the batch's own mean and variance and keeps a moving average of them, which inference uses. Where
    `trainable: false`, training uses the averages too. The shape does not change. Source: Ioffe, Szegedy. Batch
    Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift. ICML 2015. arXiv:1502.03167,
    algorithms 1 and 2.

    Attributes:
        epsilon: What is added to the variance, so that nothing is divided by 0.
        momentum: How much of the moving average each training step keeps; PyTorch's momentum is 1 minus this.
        center: Whether the learned offset, `beta`, is added.
        scale: Whether the learned factor, `gamma`, is multiplied by.
        beta_initializer: The initializer of the offset.
        gamma_initializer: The initializer of the factor.
        moving_mean_initializer: The initializer of the moving mean.
        moving_variance_initializer: The initializer of the moving variance.
        beta_regularizer: The penalty on the offset.
        gamma_regularizer: The penalty on the factor.
        beta_constraint: The constraint on the offset.
        gamma_constraint: The constraint on the factor.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, bias: false}
          - batch_norm: {momentum: 0.9}
          - relu
        ```
    """

    keras_name: ClassVar[str] = "BatchNormalization"

    momentum: Momentum = 0.99
    moving_mean_initializer: VectorInitializer = "zeros"
    moving_variance_initializer: VectorInitializer = "ones"

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the factor, the offset and the moving statistics, which training keeps but does not learn."""
        shape = self.weight_shape(x)
        statistics = (Weight(name, shape, trainable=False) for name in ("moving_mean", "moving_variance"))
        return (*super().weights(x), *statistics)

    def cancels_constants(self, x: Shape) -> bool:
        """Returns True: it subtracts the mean of each channel."""
        del x
        return True
