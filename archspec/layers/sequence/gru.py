"""Gated recurrent unit."""

from typing import ClassVar, final

from archspec.layers.fields import Flag
from archspec.layers.sequence.base import RecurrentLayer


@final
class Gru(RecurrentLayer):
    """Reads a sequence with a state that gates keep or renew.

    At every step, from input `x` and last state `h`: gates `z, r = sigmoid(x W + h U + b)`, candidate
    `n = tanh(x W + r * (h U + b) + b)`, state `h = z * h + (1 - z) * n`, each with weights of its own.
    `(length, features)` becomes `(units)`, or `(length, units)` with `return_sequences`; `2 * units` where both
    directions are joined. Source: Cho and others. Learning phrase representations using RNN encoder-decoder. EMNLP
    2014. arXiv:1406.1078.

    Attributes:
        reset_after: Whether the reset gate acts after the weights on the state, as in cuDNN, or before, as in the
            paper.

    Example:
        ```yaml
        archspec: 1
        input: [T, 40]
        layers:
          - gru: {units: 128, return_sequences: true}
          - gru: 64
        ```
    """

    keras_name: ClassVar[str] = "GRU"
    gates: ClassVar[int] = 3

    reset_after: Flag = True

    def bias_shape(self) -> tuple[int, ...]:
        """Returns one per gate and unit; two where the state has its own, because its gate acts on them too."""
        return (2, self.gates * self.units) if self.reset_after else (self.gates * self.units,)
