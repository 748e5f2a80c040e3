"""Keras layers for sequences: attention in one call, position embeddings, and a layer applied to every step."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from typing import Any

import keras as untyped

keras: Any = untyped
register = keras.saving.register_keras_serializable("archspec")


@register
class Attention(keras.layers.Layer):
    """Keras's `MultiHeadAttention`, called with one tensor, or with two as a list: the queries, and what they look at.

    NOTE: Why not Keras's own? Whether attention is causal is an argument of its call there, and no part of the layer.

    Args:
        causal: Whether a position sees only itself and those before it.
        **options: The arguments of `MultiHeadAttention`, and those that every layer takes.
    """

    def __init__(self, causal: bool = False, **options: Any) -> None:
        common = {key: options.pop(key) for key in ("name", "dtype", "trainable") if key in options}
        super().__init__(**common)
        self.causal = causal
        self.attention = keras.layers.MultiHeadAttention(**options, dtype=self.dtype_policy, name="attention")
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the projections."""
        query, value = input_shape if isinstance(input_shape[0], (list, tuple)) else (input_shape, input_shape)
        self.attention.build(query, value)
        # What is made only now does not know that the layer was frozen.
        self.attention.trainable = self.trainable
        self.built = True

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Returns a tensor of the queries' shape."""
        query, value = inputs if isinstance(inputs, (list, tuple)) else (inputs, inputs)
        mask = _causal(query, value) if self.causal else None
        return self.attention(query, value, attention_mask=mask, training=training)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the queries' shape."""
        return input_shape[0] if isinstance(input_shape[0], (list, tuple)) else input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        options = self.attention.get_config()
        return {
            **{key: value for key, value in options.items() if key not in ("name", "dtype", "trainable")},
            **super().get_config(),
            "causal": self.causal,
        }


def _causal(query: Any, value: Any) -> Any:
    """Returns which values each query sees, `(1, queries, values)`.

    NOTE: Why not Keras's `use_causal_mask`? It counts positions by summing up ones, which no exporter can write where
    the length is open.
    """
    ops = keras.ops
    queries, values = (ops.arange(ops.shape(one)[1]) for one in (query, value))
    return (queries[:, None] >= values[None, :])[None]


@register
class PositionEmbedding(keras.layers.Layer):
    """Adds to every position of a sequence a vector that says where it is.

    Args:
        mode: `learned`, a table; or `sinusoidal`, sines and cosines (arXiv:1706.03762, section 3.5).
        initializer: The initializer of the table.
        regularizer: The penalty on the table.
        constraint: The constraint on the table.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(
        self,
        mode: str = "learned",
        initializer: Any = "glorot_uniform",
        regularizer: Any = None,
        constraint: Any = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.mode = mode
        self.initializer = keras.initializers.get(initializer)
        self.regularizer = keras.regularizers.get(regularizer)
        self.constraint = keras.constraints.get(constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the table."""
        if self.mode == "learned":
            self.positions = self.add_weight(
                name="positions",
                shape=tuple(input_shape[1:]),
                initializer=self.initializer,
                regularizer=self.regularizer,
                constraint=self.constraint,
            )
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns the sequence with positions added."""
        if self.mode == "learned":
            return inputs + keras.ops.cast(self.positions, inputs.dtype)
        return inputs + keras.ops.cast(self._sinusoids(inputs), inputs.dtype)

    def _sinusoids(self, inputs: Any) -> Any:
        """Returns the vectors of all positions, in float32: half precision cannot tell large positions apart."""
        ops = keras.ops
        _, length, channels = ops.shape(inputs)
        position = ops.cast(ops.arange(length), "float32")[:, None]
        channel = ops.arange(channels)
        exponent = ops.cast(channel - channel % 2, "float32") / channels
        angle = position / ops.power(10000.0, exponent)
        return ops.where(channel % 2 == 0, ops.sin(angle), ops.cos(angle))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {
            **super().get_config(),
            "mode": self.mode,
            "initializer": keras.initializers.serialize(self.initializer),
            "regularizer": keras.regularizers.serialize(self.regularizer),
            "constraint": keras.constraints.serialize(self.constraint),
        }


@register
class TimeDistributed(keras.layers.TimeDistributed):
    """Keras's `TimeDistributed`, for any number of steps: the steps of all samples are one large batch.

    NOTE: Why not Keras's own? Where the number of steps is open, that of Keras 3.15 takes the size of the batch for it,
    and leaves steps out; where it is known, it repeats the layer as often in the graph.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Returns what the layer makes of each step."""
        del mask  # no layer of archspec makes one
        ops = keras.ops
        batch, steps, *step = ops.shape(inputs)
        options = {"training": training} if self.layer._call_has_training_arg else {}
        made = self.layer.call(ops.reshape(inputs, (-1, *step)), **options)
        return ops.reshape(made, (batch, steps, *ops.shape(made)[1:]))
