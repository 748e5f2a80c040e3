"""What the recurrent layers have in common."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from archspec.layers.base import Integers, Lean, Sign, Trait, UnaryLayer, Weight
from archspec.layers.faults import OpenChannels
from archspec.layers.fields import (
    ActivationName,
    Constraint,
    Count,
    Flag,
    Fraction,
    MatrixInitializer,
    Regularizer,
    choice,
)
from archspec.layers.footprint import WHOLE, Footprint
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.rank_faults import NoSequence
from archspec.layers.weighted import KernelLayer
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

MergeMode = Annotated[
    Literal["concat", "sum", "mul", "ave"],
    choice("concat", "sum", "mul", "ave"),
]


def sequence_features(x: Shape) -> int:
    """Returns the number of features of a sequence.

    Raises:
        ShapeError: If the input is no `(length, features)`, or its number of features is open.
    """
    if x.rank != 1:
        raise ShapeError(NoSequence(x), ranks=(1,))
    if not isinstance(x.channels, int):
        raise ShapeError(OpenChannels(x, "features"))
    return x.channels


class RecurrentLayer(Lean, KernelLayer, UnaryLayer):
    """A layer that reads a sequence step by step and carries a state along.

    Attributes:
        units: The length of the state, and of what comes out at every step.
        return_sequences: Whether the state of every step comes out, rather than the last one.
        bidirectional: Whether a second layer of the same kind reads the sequence from its end.
        merge_mode: How the two directions become one: `concat`, `sum`, `mul` or `ave`.
        bias: Whether biases are added.
        activation: The function that makes a new state.
        recurrent_activation: The function of the gates.
        dropout: The share of the inputs that is left out in training.
        recurrent_dropout: The share of the state that is left out in training.
        kernel_initializer: The initializer of the weights on the input.
        recurrent_initializer: The initializer of the weights on the state.
        bias_initializer: The initializer of the biases.
        kernel_regularizer: The penalty on the weights on the input.
        recurrent_regularizer: The penalty on the weights on the state.
        bias_regularizer: The penalty on the biases.
        kernel_constraint: The constraint on the weights on the input.
        recurrent_constraint: The constraint on the weights on the state.
        bias_constraint: The constraint on the biases.
    """

    principal: ClassVar[str | None] = "units"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"bidirectional": None, "merge_mode": None}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "last"
    gates: ClassVar[int]
    """How many vectors of `units` values are computed from the input and the state at every step."""

    units: Count
    return_sequences: Flag = False
    bidirectional: Flag = False
    merge_mode: MergeMode = "concat"
    bias: Flag = True
    activation: ActivationName = "tanh"
    recurrent_activation: ActivationName = "sigmoid"
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    kernel_initializer: MatrixInitializer = "glorot_uniform"
    recurrent_initializer: MatrixInitializer = "orthogonal"
    recurrent_regularizer: Regularizer | None = None
    recurrent_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns `(units)`, or `(length, units)`; twice the units where two directions are joined."""
        sequence_features(x)
        units = 2 * self.units if self.bidirectional and self.merge_mode == "concat" else self.units
        return x.with_channels(units) if self.return_sequences else Shape((units,))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns, for each direction, the weights on the input, the weights on the state, and the biases."""
        columns = self.gates * self.units
        one = (
            Weight("kernel", (sequence_features(x), columns)),
            Weight("recurrent_kernel", (self.units, columns)),
            *((Weight("bias", self.bias_shape()),) if self.bias else ()),
        )
        if not self.bidirectional:
            return one
        return tuple(
            weight._replace(name=f"{direction}/{weight.name}")
            for direction in ("forward", "backward")
            for weight in one
        )

    @abstractmethod
    def bias_shape(self) -> tuple[int, ...]:
        """Returns the shape of the biases of one direction."""

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns one per weight and step, biases aside."""
        del y
        directions = 2 if self.bidirectional else 1
        rows = sequence_features(x) + self.units
        return product((x[0], directions, rows, self.gates, self.units))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the whole sequence."""
        del y
        return ((WHOLE,) * x.rank,)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input, the output, and at every step the gates and the state."""
        del y, learns
        directions = 2 if self.bidirectional else 1
        return Saved(
            input=True, output=True, inner=Shape((x[0],)).values() * directions * (self.gates + 1) * self.units
        )

    def to_keras(self, keras: Any, x: Any, **common: Any) -> list[Any]:
        """Returns the Keras layer, inside `Bidirectional` where the sequence is read both ways."""
        layers = super().to_keras(keras, x, **common)
        if not self.bidirectional:
            return layers
        return [keras.layers.Bidirectional(layers[0], merge_mode=self.merge_mode, **common)]

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the fields that the config of a Keras layer or of its `Bidirectional` gives."""
        if "layer" not in config:
            return super().from_keras(config)
        one = super().from_keras(config["layer"]["config"])
        return cls.model_validate({**one.explicit_fields(), "bidirectional": True, "merge_mode": config["merge_mode"]})
