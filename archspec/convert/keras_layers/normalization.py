"""Normalizations that Keras lacks, written with `keras.ops` for every backend."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from collections.abc import Sequence
from typing import Any

import keras as untyped

keras: Any = untyped
ops: Any = keras.ops


@keras.saving.register_keras_serializable("archspec")
class LocalResponseNormalization(keras.layers.Layer):
    """Divides each value by what the channels beside it hold at the same position.

    Source: Krizhevsky, Sutskever, Hinton. ImageNet Classification with Deep Convolutional Neural Networks. NeurIPS
    2012, section 3.3.

    Attributes:
        size: The number of channels summed over.
        alpha: The sum's factor, not divided by `size`.
        beta: The exponent.
        k: What is added to the sum.
        axis: The axis of the channels.
    """

    def __init__(
        self, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0, axis: int = -1, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
        self.axis = axis

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Checks that the number of channels is known, of which slices are taken."""
        if input_shape[self.axis] is None:
            raise ValueError("a local response norm needs a known number of channels")

    def call(self, inputs: Any) -> Any:
        """Returns the normalized input, computed in float32: squares leave float16 soon."""
        values = ops.moveaxis(ops.cast(inputs, "float32"), self.axis, -1)
        channels = inputs.shape[self.axis]
        before = min(self.size // 2, channels - 1)
        after = min((self.size - 1) // 2, channels - 1)
        squares = ops.pad(ops.reshape(ops.square(values), (-1, channels)), ((0, 0), (before, after)))
        total = sum(squares[:, start : start + channels] for start in range(before + after + 1))
        divisor = ops.power(self.k + self.alpha * total, self.beta)
        result = values / ops.reshape(divisor, ops.shape(values))
        return ops.cast(ops.moveaxis(result, -1, self.axis), self.compute_dtype)

    def compute_output_shape(self, input_shape: Sequence[int | None]) -> tuple[int | None, ...]:
        """Returns the input's shape."""
        return tuple(input_shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        own = {"size": self.size, "alpha": self.alpha, "beta": self.beta, "k": self.k, "axis": self.axis}
        return {**super().get_config(), **own}
