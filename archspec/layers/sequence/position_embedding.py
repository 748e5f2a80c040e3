"""Positions, added to a sequence."""

from typing import Annotated, ClassVar, Literal, final

from archspec.diagnostics.help import Help
from archspec.layers.base import Integers, Lean, Sign, Trait, UnaryLayer, Uncounted, Weight
from archspec.layers.faults import OpenPositions
from archspec.layers.fields import Constraint, MatrixInitializer, Regularizer, choice
from archspec.layers.footprint import Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.sequence.base import sequence_features
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

Mode = Annotated[Literal["learned", "sinusoidal"], choice("learned", "sinusoidal")]


@final
class PositionEmbedding(Uncounted, Lean, UnaryLayer):
    """Adds to every position of a sequence a vector that says where it is.

    The shape does not change. `learned` adds a table with one vector per position, which needs a known length.
    `sinusoidal` learns nothing and adds `sin(p / 10000^(c / channels))` to channel `c` of position `p` where `c` is
    even, and `cos(p / 10000^((c - 1) / channels))` where it is odd. Source: Vaswani and others. Attention is all you
    need. NeurIPS 2017. arXiv:1706.03762, section 3.5.

    Attributes:
        mode: `learned` or `sinusoidal`.
        initializer: The initializer of the table.
        regularizer: The penalty on the table.
        constraint: The constraint on the table.

    Example:
        ```yaml
        archspec: 1
        input: [T, 40]
        layers:
          - dense: 128
          - position_embedding: sinusoidal
          - attention: {heads: 4, key_dim: 32}
        ```
    """

    principal: ClassVar[str | None] = "mode"
    keras_name: ClassVar[str] = "archspec>PositionEmbedding"
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "last"

    mode: Mode = "learned"
    initializer: MatrixInitializer = "glorot_uniform"
    regularizer: Regularizer | None = None
    constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        self.weights(x)
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the table, `(length, channels)`; none for `sinusoidal`."""
        channels, length = sequence_features(x), x[0]
        if self.mode == "sinusoidal":
            return ()
        if not isinstance(length, int):
            advice = Help("add positions that are not learned: `position_embedding: sinusoidal`")
            raise ShapeError(OpenPositions(x, "a vector", advice), field="mode")
        return (Weight("positions", (length, channels)),)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone."""
        del y
        return (own_positions(x.rank),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input."""
        del x, y, learns
        return Saved(input=True)
