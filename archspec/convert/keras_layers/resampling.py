"""Keras layers that upsample or resize on 1 to 3 axes, written with `keras.ops` for every backend."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from collections.abc import Callable
from math import pi, sin
from typing import Any, NamedTuple

import keras as untyped

from archspec.convert.keras_layers.spatial import MovingLayer
from archspec.layers.resampling.base import NARROW

keras: Any = untyped
register = keras.saving.register_keras_serializable("archspec")


class Kernel(NamedTuple):
    """How much a value in between takes of the values around it.

    Attributes:
        reach: The distance from which on it takes nothing.
        weight: The weight of a value, by its distance.
    """

    reach: int
    weight: Callable[[float], float]


def _linear(distance: float) -> float:
    return max(0.0, 1 - distance)


def _cubic(distance: float) -> float:
    """Keys's kernel with the slope -1/2, which reproduces parabolas."""
    if distance < 1:
        return (1.5 * distance - 2.5) * distance**2 + 1
    return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 if distance < 2 else 0.0


def _lanczos(reach: int) -> Kernel:
    def weight(distance: float) -> float:
        x = pi * distance
        return 1.0 if distance == 0 else reach * sin(x) * sin(x / reach) / x**2 if distance < reach else 0.0

    return Kernel(reach, weight)


KERNELS = {
    "bilinear": Kernel(1, _linear),
    "bicubic": Kernel(2, _cubic),
    "lanczos3": _lanczos(3),
    "lanczos5": _lanczos(5),
}
"""The kernels by the name of the interpolation, as `tf.image.resize` has them."""


@register
class UpSampling(MovingLayer):
    """Space made finer by interpolation, on 1 to 3 spatial axes of any size, known or open.

    NOTE: Why not `keras.layers.UpSampling2D`? It is for 2 spatial axes; on TensorFlow it works at the first size that
    `predict` or `fit` meets, and fails at the second (Keras 3.15); and what it makes with a wide kernel in half
    precision cannot be trained.

    Args:
        size: How many times finer each spatial axis becomes.
        interpolation: One of `KERNELS`.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, size: Any, interpolation: str, **common: Any) -> None:
        super().__init__(**common)
        self.size = tuple(size)
        if not self.size:
            raise ValueError("there is no spatial axis to make finer")
        self.interpolation = interpolation

    def call(self, inputs: Any) -> Any:
        """Returns finer space, made axis by axis in float32: half precision would round the weights."""
        values = keras.ops.cast(inputs, "float32")
        for axis, factor in enumerate(self.size, self.first_axis):
            # Of a kernel that reaches over the edge, what lies inside counts as the whole.
            inside = self._finer(keras.ops.ones_like(_line(values, axis)), axis, factor)
            values = self._finer(values, axis, factor) / inside
        return keras.ops.cast(values, inputs.dtype)

    def _finer(self, values: Any, axis: int, factor: int) -> Any:
        """Returns, for every position of an axis, a sum over its surroundings for each that takes its place."""
        ops = keras.ops
        reach, weight = KERNELS[self.interpolation]
        padded = ops.pad(values, [(reach, reach) if axis == one else (0, 0) for one in range(len(values.shape))])
        places: list[Any] = []
        for place in range(factor):
            middle = (place + 0.5) / factor - 0.5
            weights = {step: weight(abs(step - middle)) for step in range(-reach, reach + 1)}
            places.append(sum(w * _shifted(padded, axis, step, reach) for step, w in weights.items() if w))
        sizes = list(ops.shape(values))
        sizes[axis] = sizes[axis] * factor
        return ops.reshape(ops.stack(places, axis + 1), sizes)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns every spatial axis times its factor."""
        batch, spatial, channels = self.split(input_shape)
        finer = [None if size is None else size * factor for size, factor in zip(spatial, self.size, strict=True)]
        return self.joined(batch, finer, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "size": self.size, "interpolation": self.interpolation}


def _line(values: Any, axis: int) -> Any:
    """Returns a tensor with the first position alone of every axis but one."""
    return values[tuple(slice(None) if axis == one else slice(1) for one in range(len(values.shape)))]


def _shifted(padded: Any, axis: int, step: int, reach: int) -> Any:
    """Returns what lies some steps from each position of an axis that was padded by the reach of a kernel."""
    stop = step - reach or None
    return padded[(slice(None),) * axis + (slice(reach + step, stop),)]


def trainable(tensor: Any, interpolation: str) -> Any:
    """Returns a tensor in a precision in which it can be interpolated, and what comes before it trained.

    TensorFlow interpolates with wide kernels in float32 whatever the precision, and has a gradient of that in float32
    alone: of `lanczos3` it fails in any other, of `bicubic` in half precision there is none, without a word.
    """
    wide = interpolation not in NARROW and keras.config.backend() == "tensorflow"
    return keras.ops.cast(tensor, "float32") if wide else tensor


@register
class Resize(MovingLayer):
    """Space at a given size, on 1 to 3 spatial axes.

    NOTE: Why not `keras.layers.Resizing`? It is for 2 spatial axes, and claims floats where integers come out.

    Args:
        size: The size of each spatial axis.
        interpolation: As `keras.ops.image.resize` takes it.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, size: Any, interpolation: str, **common: Any) -> None:
        super().__init__(**common)
        self.size = tuple(size)
        self.interpolation = interpolation

    def call(self, inputs: Any) -> Any:
        """Returns the resized tensor: interpolation works axis by axis, so 2 axes at a time will do."""
        ops = keras.ops
        whole = not keras.backend.is_float_dtype(inputs.dtype)
        tensor = ops.cast(inputs, "float32") if whole else trainable(inputs, self.interpolation)
        _, spatial, channels = self.split(ops.shape(tensor))
        if len(spatial) == 1:
            line = ops.expand_dims(tensor, self.first_axis + 1)
            tensor = ops.squeeze(self._resize(line, (*self.size, 1)), self.first_axis + 1)
        elif len(spatial) == 2:
            tensor = self._resize(tensor, self.size)
        else:
            depth, height, width = self.size
            # Whatever is not resized goes into the batch, or, channels first, into the channels.
            planes = (*spatial, channels)[1:] if self.data_format == "channels_last" else spatial
            tensor = self._resize(ops.reshape(tensor, (-1, *planes)), (height, width))
            tensor = ops.reshape(tensor, self.joined(-1, (spatial[0], height * width), channels))
            tensor = ops.reshape(self._resize(tensor, (depth, height * width)), self.joined(-1, self.size, channels))
        return ops.cast(ops.round(tensor) if whole else tensor, inputs.dtype)

    def _resize(self, tensor: Any, size: tuple[int, int]) -> Any:
        return keras.ops.image.resize(tensor, size, self.interpolation, data_format=self.data_format)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape with the spatial axes asked for."""
        batch, _, channels = self.split(input_shape)
        return self.joined(batch, self.size, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "size": self.size, "interpolation": self.interpolation}
