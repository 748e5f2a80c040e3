"""Base classes of the spatial layers that Keras lacks."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from collections.abc import Sequence
from typing import Any

import keras as untyped

keras: Any = untyped


class SpatialLayer(keras.layers.Layer):
    """A layer that tells the spatial axes of a tensor from its channels.

    Args:
        data_format: `channels_last`, or `channels_first`, where channels come before space.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, data_format: str = "channels_last", **common: Any) -> None:
        super().__init__(**common)
        self.data_format = data_format

    @property
    def first_axis(self) -> int:
        """The first spatial axis, the batch counted."""
        return 1 if self.data_format == "channels_last" else 2

    def split(self, shape: Sequence[Any]) -> tuple[Any, list[Any], Any]:
        """Returns the batch, the spatial sizes and the channels of a shape."""
        batch, *sizes = shape
        return (batch, sizes[:-1], sizes[-1]) if self.data_format == "channels_last" else (batch, sizes[1:], sizes[0])

    def joined(self, batch: Any, spatial: Sequence[Any], channels: Any) -> tuple[Any, ...]:
        """Returns a shape, or whatever there is one of for each axis."""
        if self.data_format == "channels_last":
            return (batch, *spatial, channels)
        return (batch, channels, *spatial)

    def get_config(self) -> dict[str, Any]:
        """Returns the layout, and what every layer is made from."""
        return {**super().get_config(), "data_format": self.data_format}


class MovingLayer(SpatialLayer):
    """A layer that moves values, and leaves their dtype alone: integers stay integers."""

    def __init__(self, **common: Any) -> None:
        super().__init__(**common)
        self.built = True

    def compute_output_spec(self, inputs: Any) -> Any:
        """Returns the output's shape, with the dtype of the first input."""
        several = isinstance(inputs, (list, tuple))
        shape = [tensor.shape for tensor in inputs] if several else inputs.shape
        return keras.KerasTensor(self.compute_output_shape(shape), dtype=(inputs[0] if several else inputs).dtype)
