"""What the normalizations have in common."""

from abc import ABC, abstractmethod
from typing import ClassVar

from archspec.layers.base import Integers, Sign, Trait, UnaryLayer, Uncounted, Weight
from archspec.layers.faults import OpenWeights
from archspec.layers.fields import Constraint, Flag, NotNegative, Regularizer, VectorInitializer
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import FLOAT, Saved, Workspace
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


class Float32Norm(Uncounted):
    """A kind that brings values to one measure, and computes in float32 whatever its precision."""

    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "float32", "normalizes"))
    channels_first: ClassVar[ChannelsFirst] = "axis"
    results: ClassVar[int] = 0
    """How many results TensorFlow saves for each value beside it."""

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone: statistics are no positions."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input."""
        del x, y, learns
        return Saved(input=True)

    def working_values(self, x: Shape, y: Shape) -> int:
        """Returns 0."""
        del x, y
        return 0

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns the input and the results; in half precision the copy of the input in float32, not the input."""
        del x, learns
        wide = 2 if half else 1
        return Saved(input=not half, inner=wide * (self.results + half) * y.values())

    def tensorflow_workspace(self, x: Shape, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns the squares, forward; backward, the gradient through the value, the mean and the variance."""
        del x
        values = batch * y.values() * FLOAT
        return Workspace((1 + half) * values, (3 + half) * values)


class NormalizationLayer(Float32Norm, UnaryLayer):
    """Brings values to mean 0 and variance 1, then gives each channel a learned factor and offset.

    `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`; kinds differ in what mean and variance are taken over.

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

    @abstractmethod
    def cancels_constants(self, x: Shape) -> bool:
        """Returns whether it takes out again what was added to a whole channel of its input."""

    def weight_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the factor and the offset: one value per channel."""
        return known_sizes(x, (x.channels,))


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
        raise ShapeError(OpenWeights(x))
    return known
