"""Look-up table."""

from typing import ClassVar, final

from archspec.layers.base import Integers, Lean, Sign, Trait, UnaryLayer, Uncounted, Weight
from archspec.layers.fields import Constraint, Count, MatrixInitializer, Regularizer
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.tensors.shape import Shape


@final
class Embedding(Uncounted, Lean, UnaryLayer):
    """Replaces every integer by the learned vector of that number: `table[x]`.

    An input of shape `(length)`, of integers from 0 to `input_dim - 1`, becomes `(length, output_dim)`; in general
    one axis is added at the end. Source: Bengio, Ducharme, Vincent, Jauvin. A neural probabilistic language model. JMLR
    2003.

    Attributes:
        input_dim: The number of vectors in the table.
        output_dim: The length of a vector.
        embeddings_initializer: The initializer of the table.
        embeddings_regularizer: The penalty on the table.
        embeddings_constraint: The constraint on the table.

    Example:
        ```yaml
        archspec: 1
        inputs:
          tokens: {shape: [T], dtype: int32}
        layers:
          - embedding: {input_dim: 20000, output_dim: 128}
          - lstm: 64
        ```
    """

    integers: ClassVar[Integers] = "cast"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "last"
    width: ClassVar[str | None] = "output_dim"
    keras_name: ClassVar[str] = "Embedding"

    input_dim: Count
    output_dim: Count
    embeddings_initializer: MatrixInitializer = "random_uniform"
    embeddings_regularizer: Regularizer | None = None
    embeddings_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with the vector's length after it."""
        return Shape((*x, self.output_dim))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the table, `(input_dim, output_dim)`."""
        del x
        return (Weight("embeddings", (self.input_dim, self.output_dim)),)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each number alone."""
        del x
        return (own_positions(y.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input: the gradient goes to the vectors that were looked up."""
        del x, y, learns
        return Saved(input=True)
