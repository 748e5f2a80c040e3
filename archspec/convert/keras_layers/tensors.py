"""Keras layers for functions with arguments, factors, and rearranged axes and positions."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from typing import Any

import keras as untyped

from archspec.convert.keras_layers.spatial import MovingLayer

keras: Any = untyped
register = keras.saving.register_keras_serializable("archspec")


@register
class ActivationFunction(keras.layers.Layer):
    """One of Keras's activation functions with arguments, which `keras.layers.Activation` cannot be given.

    Args:
        activation: The function's name in `keras.activations`.
        arguments: Its arguments by name.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, activation: str, arguments: dict[str, Any], **common: Any) -> None:
        super().__init__(**common)
        self.activation = activation
        self.arguments = dict(arguments)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns the function of every value."""
        return getattr(keras.activations, self.activation)(inputs, **self.arguments)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "activation": self.activation, "arguments": dict(self.arguments)}


@register
class GatedLinearUnit(keras.layers.Layer):
    """The first half of the channels, weighted by the sigmoid of the second.

    NOTE: Why not `keras.layers.Activation("glu")`? It says that its output has as many channels as its input.

    Args:
        axis: The axis of the channels.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, axis: int = -1, **common: Any) -> None:
        super().__init__(**common)
        self.axis = axis
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns half as many channels."""
        return keras.ops.glu(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape with half the channels."""
        sizes = list(input_shape)
        sizes[self.axis] //= 2
        return tuple(sizes)

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "axis": self.axis}


@register
class Sparsemax(keras.layers.Layer):
    """The channels of each position, projected onto the shares that sum to 1 (arXiv:1602.02068, algorithm 1).

    Args:
        axis: The axis of the channels.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, axis: int = -1, **common: Any) -> None:
        super().__init__(**common)
        self.axis = axis
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns the shares, computed in float32: how many are not 0 depends on small differences."""
        ops = keras.ops
        values = ops.moveaxis(ops.cast(inputs, "float32"), self.axis, -1)
        values = values - ops.max(values, axis=-1, keepdims=True)
        largest_first = ops.flip(ops.sort(values, axis=-1), axis=-1)
        sums = ops.cumsum(largest_first, axis=-1)
        counts = ops.cast(ops.arange(1, ops.shape(values)[-1] + 1), "float32")
        has_share = ops.cast(1 + counts * largest_first > sums, "float32")
        shares = ops.sum(has_share, axis=-1, keepdims=True)
        tau = (ops.sum(has_share * largest_first, axis=-1, keepdims=True) - 1) / shares
        return ops.cast(ops.moveaxis(ops.relu(values - tau), -1, self.axis), self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "axis": self.axis}


@register
class Scale(keras.layers.Layer):
    """One learned factor per channel.

    Args:
        initial: The initial value of the factors.
        regularizer: The penalty on the factors.
        constraint: The constraint on the factors.
        axis: The axis of the channels.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(
        self, initial: float = 1.0, regularizer: Any = None, constraint: Any = None, axis: int = -1, **common: Any
    ) -> None:
        super().__init__(**common)
        self.axis = axis
        self.initial = initial
        self.regularizer = keras.regularizers.get(regularizer)
        self.constraint = keras.constraints.get(constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the factors."""
        self.scale = self.add_weight(
            name="scale",
            shape=(input_shape[self.axis],),
            initializer=keras.initializers.Constant(self.initial),
            regularizer=self.regularizer,
            constraint=self.constraint,
        )
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns every channel times its factor."""
        shape = [1] * len(inputs.shape)
        shape[self.axis] = -1
        return inputs * keras.ops.reshape(keras.ops.cast(self.scale, inputs.dtype), shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {
            **super().get_config(),
            "initial": self.initial,
            "regularizer": keras.regularizers.serialize(self.regularizer),
            "constraint": keras.constraints.serialize(self.constraint),
            "axis": self.axis,
        }


@register
class CopyPadding(MovingLayer):
    """Surrounds space with its mirror image or with copies of its edge.

    Args:
        padding: (before, after) for each spatial axis.
        mode: `reflect` or `edge`.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, padding: Any, mode: str, **common: Any) -> None:
        super().__init__(**common)
        self.padding = tuple((before, after) for before, after in padding)
        self.mode = mode

    def call(self, inputs: Any) -> Any:
        """Returns the padded tensor."""
        ops = keras.ops
        self._check(inputs.shape)
        for axis, (before, after) in enumerate(self.padding, self.first_axis):
            last = ops.shape(inputs)[axis] - 1
            index = ops.arange(-before, last + 1 + after)
            if self.mode == "reflect":
                index = last - ops.abs(last - ops.abs(index))
            inputs = ops.take(inputs, ops.clip(index, 0, last), axis=axis)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape with larger spatial axes."""
        self._check(input_shape)
        batch, spatial, channels = self.split(input_shape)
        pairs = zip(spatial, self.padding, strict=True)
        padded = [None if size is None else before + size + after for size, (before, after) in pairs]
        return self.joined(batch, padded, channels)

    def _check(self, shape: Any) -> None:
        """Refuses an axis that is too short for what it is to reflect, where its size is known."""
        for size, pair in zip(self.split(shape)[1], self.padding, strict=True):
            if self.mode == "reflect" and size is not None and max(pair) >= size:
                raise ValueError(f"{size} positions are too few to be reflected by {pair[0]} and {pair[1]}")

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "padding": self.padding, "mode": self.mode}


@register
class CropLike(MovingLayer):
    """A part of a tensor, as large in space as another: called with a list of both.

    Args:
        offset: Where it begins on each spatial axis; the middle is kept if it is None.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, offset: Any = None, **common: Any) -> None:
        super().__init__(**common)
        self.offset = None if offset is None else tuple(offset)

    def call(self, inputs: Any) -> Any:
        """Returns the cropped tensor; where an odd number is too many around the middle, one more goes behind."""
        tensor, like = inputs
        sizes, wanted = (self.split(keras.ops.shape(one))[1] for one in (tensor, like))
        starts = self.offset or [(size - target) // 2 for size, target in zip(sizes, wanted, strict=True)]
        spatial = [slice(start, start + target) for start, target in zip(starts, wanted, strict=True)]
        return tensor[self.joined(slice(None), spatial, slice(None))]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the first shape with the spatial axes of the second."""
        (batch, spatial, channels), (_, wanted, _) = map(self.split, input_shape)
        starts = self.offset or (0,) * len(spatial)
        for size, target, start in zip(spatial, wanted, starts, strict=True):
            if None not in (size, target) and start + target > size:
                raise ValueError(f"{target} positions cannot be cropped out of {size} from {start} on")
        return self.joined(batch, wanted, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments, for saving."""
        return {**super().get_config(), "offset": self.offset}


class BlockLayer(MovingLayer):
    """A layer that trades blocks of space for channels, block position first, as TensorFlow does.

    Args:
        factor: The size of a block on every spatial axis.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, factor: int, **common: Any) -> None:
        super().__init__(**common)
        self.factor = factor

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "factor": self.factor}


@register
class DepthToSpace(BlockLayer):
    """The channels of every position, spread over a block of space."""

    def call(self, inputs: Any) -> Any:
        """Returns finer space with fewer channels, axis by axis: LiteRT does not transpose the eight of 3-D blocks."""
        ops = keras.ops
        for axis in range(len(inputs.shape) - 2):
            batch, space, channels = self.split(ops.shape(inputs))
            fewer = channels // self.factor
            if self.data_format == "channels_last":
                apart = ops.moveaxis(ops.reshape(inputs, (batch, *space, self.factor, fewer)), -2, axis + 2)
            else:
                apart = ops.moveaxis(ops.reshape(inputs, (batch, self.factor, fewer, *space)), 1, axis + 3)
            space[axis] *= self.factor
            inputs = ops.reshape(apart, self.joined(batch, space, fewer))
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns every spatial axis times the factor, and as many times fewer channels."""
        batch, spatial, channels = self.split(input_shape)
        finer = [None if size is None else size * self.factor for size in spatial]
        return self.joined(batch, finer, None if channels is None else channels // self.factor ** len(spatial))


@register
class SpaceToDepth(BlockLayer):
    """Every block of space, gathered into the channels of one position."""

    def call(self, inputs: Any) -> Any:
        """Returns coarser space with more channels, axis by axis: LiteRT does not transpose the eight of 3-D blocks."""
        ops = keras.ops
        for axis in reversed(range(len(inputs.shape) - 2)):
            batch, space, channels = self.split(ops.shape(inputs))
            space[axis] = space[axis] // self.factor
            blocks = (*space[: axis + 1], self.factor, *space[axis + 1 :])
            apart = ops.reshape(inputs, self.joined(batch, blocks, channels))
            place = -2 if self.data_format == "channels_last" else 1
            gathered = ops.moveaxis(apart, self.first_axis + axis + 1, place)
            inputs = ops.reshape(gathered, self.joined(batch, space, channels * self.factor))
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns every spatial axis divided by the factor, and as many times more channels."""
        batch, spatial, channels = self.split(input_shape)
        coarser = [None if size is None else size // self.factor for size in spatial]
        return self.joined(batch, coarser, None if channels is None else channels * self.factor ** len(spatial))
