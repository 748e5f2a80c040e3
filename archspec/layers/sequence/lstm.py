"""Long short-term memory."""

from typing import ClassVar, final

from archspec.layers.fields import Flag
from archspec.layers.sequence.base import RecurrentLayer


@final
class Lstm(RecurrentLayer):
    """Reads a sequence with a memory that gates open and shut.

    At every step, from input `x` and last output `h`: gates `i, f, o = sigmoid(x W + h U + b)`, memory
    `c = f * c + i * tanh(x W + h U + b)`, output `h = o * tanh(c)`, each with weights of its own. `(length, features)`
    becomes `(units)`, or `(length, units)` with `return_sequences`; `2 * units` where both directions are joined.
    Source: Hochreiter, Schmidhuber. Long short-term memory. 1997; Gers, Schmidhuber, Cummins. Learning to forget. 2000.

    Attributes:
        unit_forget_bias: Whether the bias of the forget gate begins at 1.

    Example:
        ```yaml
        archspec: 1
        input: [T, 40]
        layers:
          - lstm: {units: 128, return_sequences: true, bidirectional: true}
          - lstm: 64
        ```
    """

    keras_name: ClassVar[str] = "LSTM"
    gates: ClassVar[int] = 4

    unit_forget_bias: Flag = True

    def bias_shape(self) -> tuple[int, ...]:
        """Returns one per gate and unit."""
        return (self.gates * self.units,)
