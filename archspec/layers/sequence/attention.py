"""Attention with several heads."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, final

from archspec.layers.base import Integers, Sign, Trait, Weight
from archspec.layers.fields import Count, Flag, Fraction, Text
from archspec.layers.footprint import WHOLE, Footprint, own_positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved, Workspace
from archspec.layers.sequence.base import sequence_features
from archspec.layers.weighted import KernelLayer
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


@final
class Attention(KernelLayer):
    """Lets every position look at all positions: each head computes `softmax(Q K^T / sqrt(key_dim)) V`.

    The queries come from the input, keys and values from `value`, or from the input too. The shape does not change:
    what the heads find is brought back to the input's channels. Source: Vaswani and others. Attention is all you need.
    NeurIPS
    2017. arXiv:1706.03762, section 3.2.

    Attributes:
        heads: The number of heads.
        key_dim: The length of a head's queries and keys.
        value_dim: The length of a head's values; `key_dim` unless given.
        value: The name of the sequence to look at; the input itself by default.
        causal: Whether a position sees only itself and those before it.
        bias: Whether the four projections add biases.
        dropout: The share of the attention that is left out in training.

    Example:
        ```yaml
        archspec: 1
        input: [T, 128]
        layers:
          - residual:
              - layer_norm
              - attention: {heads: 4, key_dim: 32}
          - dense: 10
        ```
    """

    references: ClassVar[tuple[str, ...]] = ("value",)
    keras_name: ClassVar[str] = "archspec>Attention"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"value": None, "heads": "num_heads"}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "last"

    heads: Count
    key_dim: Count
    value_dim: Count | None = None
    value: Text | None = None
    causal: Flag = False
    bias: Flag = True
    dropout: Fraction = 0.0

    def output(self, x: Shape | tuple[Shape, Shape]) -> Shape:
        """Returns the input's shape."""
        query, value = _query_and_value(x)
        sequence_features(query)
        sequence_features(value)
        return query

    def weights(self, x: Shape | tuple[Shape, Shape]) -> tuple[Weight, ...]:
        """Returns the projections of queries, keys and values, `(channels, heads, dim)`, and the one back."""
        query, value = _query_and_value(x)
        channels, value_dim = sequence_features(query), self.value_dim or self.key_dim
        projections = (
            ("query", (channels, self.heads, self.key_dim), 2),
            ("key", (sequence_features(value), self.heads, self.key_dim), 2),
            ("value", (sequence_features(value), self.heads, value_dim), 2),
            ("attention_output", (self.heads, value_dim, channels), 1),
        )
        weights: list[Weight] = []
        for name, kernel, bias_axes in projections:
            weights.append(Weight(f"{name}/kernel", kernel))
            if self.bias:
                weights.append(Weight(f"{name}/bias", kernel[-bias_axes:]))
        return tuple(weights)

    def macs(self, x: Shape | tuple[Shape, Shape], y: Shape) -> Size:
        """Returns one per position and weight of each projection, and two matrix products per head."""
        del y
        query, value = _query_and_value(x)
        value_dim = self.value_dim or self.key_dim
        per_query = sequence_features(query) * self.heads * (self.key_dim + value_dim)
        per_value = sequence_features(value) * self.heads * (self.key_dim + value_dim)
        per_pair = self.heads * (self.key_dim + value_dim)
        return product((query[0], per_query)) + product((value[0], per_value)) + product((query[0], value[0], per_pair))

    def footprint(self, x: Shape | tuple[Shape, Shape], y: Shape) -> tuple[Footprint, ...]:
        """Returns the whole sequence that is looked at, and for each position the query from it."""
        return ((WHOLE,),) if isinstance(x, Shape) else (own_positions(y.rank), (WHOLE,))

    def saved_for_backward(self, x: Shape | tuple[Shape, Shape], y: Shape, *, learns: bool) -> Saved:
        """Returns the input, the projections, and each head's attention."""
        del learns
        return Saved(input=True, inner=self.working_values(x, y))

    def working_values(self, x: Shape | tuple[Shape, Shape], y: Shape) -> int:
        """Returns the projections, and each head's attention."""
        del y
        query, value = _query_and_value(x)
        targets, sources = Shape(query[:1]).values(), Shape(value[:1]).values()
        dim = self.key_dim + (self.value_dim or self.key_dim)
        return self.heads * ((targets + sources) * dim + targets * sources)

    def saved_by_tensorflow(self, x: Shape | tuple[Shape, Shape], y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what must be saved: what is multiplied, laid out anew; in half precision the softmax in both."""
        saved = self.saved_for_backward(x, y, learns=learns)
        return saved._replace(inner=(3 if half else 2) * saved.inner)

    def tensorflow_workspace(self, x: Shape | tuple[Shape, Shape], y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns none."""
        del x, y, batch, half
        return Workspace()

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the arguments of the layer, with `value_dim` as Keras would fill it in."""
        return {**super().keras_arguments(keras, x), "value_dim": self.value_dim or self.key_dim}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a Keras layer is in the language; values are as long as keys unless they are not."""
        same = config["value_dim"] == config["key_dim"]
        return super().from_keras({**config, "value_dim": None if same else config["value_dim"]})


def _query_and_value(x: Shape | tuple[Shape, Shape]) -> tuple[Shape, Shape]:
    return (x, x) if isinstance(x, Shape) else x
