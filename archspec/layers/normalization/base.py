"""What the normalizations have in common."""

from abc import ABC, abstractmethod
from typing import ClassVar

from archspec.diagnostics.unconverted import Unconverted
from archspec.layers.base import UnaryLayer, Weight
from archspec.layers.fields import Constraint, Flag, NotNegative, Regularizer, VectorInitializer
from archspec.tensors.dim import Size
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


class NormalizationLayer(UnaryLayer):
    """Brings values to mean 0 and variance 1, then gives each channel a learned factor and offset.

    `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`; kinds differ in what mean and variance are taken over.

    Attributes:
        epsilon: What is added to the variance, so that nothing is divided by 0.
        center: Whether the learned offset, `beta`, is added.
        scale: Whether the learned factor, `gamma`, is multiplied by.
        beta_initializer: How the offset begins.
        gamma_initializer: How the factor begins.
        beta_regularizer: The penalty on the offset.
        gamma_regularizer: The penalty on the factor.
        beta_constraint: What the offset is held to.
        gamma_constraint: What the factor is held to.
    """

    keras_name: ClassVar[str]

    epsilon: NotNegative = 1e-3
    center: Flag = True
    scale: Flag = True
    beta_initializer: VectorInitializer = "zeros"
    gamma_initializer: VectorInitializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape.

        Raises:
            ShapeError: If a size that the weights depend on is open.
        """
        self.weights(x)
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the factor, `gamma`, and the offset, `beta`."""
        shape = self.weight_shape(x)
        wanted = (("gamma", self.scale), ("beta", self.center))
        return tuple(Weight(name, shape) for name, present in wanted if present)

    def weight_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the factor and the offset: one value per channel."""
        return known_sizes(x, (x.channels,))

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns 0: element-wise arithmetic is not counted."""
        del x, y
        return 0


class SampleNorm(ABC):
    """A norm whose statistics are those of one sample.

    Attributes:
        left_of_one: What is left of a value that shares its statistics with no other.
    """

    left_of_one: ClassVar[str] = "nothing of the input is left"

    @abstractmethod
    def shared_by(self, x: Shape) -> tuple[Size, ...]:
        """Returns the sizes whose product is the number of values that share a mean and a variance."""


def known_sizes(x: Shape, sizes: tuple[Size, ...]) -> tuple[int, ...]:
    """Returns sizes of an input that weights depend on.

    Raises:
        ShapeError: If one is open.
    """
    known = tuple(size for size in sizes if isinstance(size, int))
    if len(known) < len(sizes):
        raise ShapeError(
            Unconverted(
                OpenSize,
                f"needs known sizes where it has weights, and {x} leaves one open",
                causes=("a norm learns a factor and an offset for each channel, or for each value where `axes: all`",),
                advice=("give the sizes of the input as numbers",),
            )
        )
    return known
