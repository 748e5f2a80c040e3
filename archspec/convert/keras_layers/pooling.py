"""Poolings that Keras lacks, written with `keras.ops` for every backend."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from collections.abc import Sequence
from math import prod
from typing import Any

import keras as untyped

from archspec.convert.keras_layers.spatial import SpatialLayer

keras: Any = untyped
ops: Any = keras.ops

Pairs = Sequence[Sequence[int]]


@keras.saving.register_keras_serializable("archspec")
class MinusInfinityPadding(SpatialLayer):
    """Surrounds space with minus infinity, which no maximum notices.

    Attributes:
        padding: (before, after) for each spatial axis.
    """

    def __init__(self, padding: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.padding = as_pairs(padding)

    def call(self, inputs: Any) -> Any:
        """Returns the padded input."""
        return ops.pad(inputs, self.joined((0, 0), self.padding, (0, 0)), constant_values=float("-inf"))

    def compute_output_shape(self, input_shape: Sequence[int | None]) -> tuple[int | None, ...]:
        """Returns the shape, each spatial axis longer by its padding."""
        batch, spatial, channels = self.split(input_shape)
        return self.joined(batch, padded(spatial, self.padding), channels)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        return {**super().get_config(), "padding": self.padding}


@keras.saving.register_keras_serializable("archspec")
class PaddedAveragePooling(SpatialLayer):
    """Averages windows of a padded input, with or without the padding.

    Attributes:
        pool_size: The window's size on each spatial axis.
        strides: The step from one window to the next.
        padding: `same`, or (before, after) for each spatial axis.
        count_padding: Whether what pads takes part in the mean, as zeros.
    """

    def __init__(
        self,
        pool_size: Sequence[int],
        strides: Sequence[int],
        padding: str | Pairs,
        count_padding: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.pool_size = tuple(pool_size)
        self.strides = tuple(strides)
        self.padding = padding if isinstance(padding, str) else as_pairs(padding)
        self.count_padding = count_padding

    def call(self, inputs: Any) -> Any:
        """Returns the mean of every window."""
        _, spatial, _ = self.split(inputs.shape)
        if self.padding == "same" and None in spatial:
            means = self._average(inputs, "same")  # TensorFlow's own leaves the padding out
            return self._scaled(inputs, means, ops.multiply) if self.count_padding else means
        padding = self._same(spatial) if isinstance(self.padding, str) else self.padding
        means = self._average(ops.pad(inputs, self.joined((0, 0), padding, (0, 0))), "valid")
        return means if self.count_padding else self._scaled(inputs, means, ops.divide)

    def _same(self, spatial: Sequence[int]) -> Pairs:
        """Returns what `same` pads axes of known sizes with: the odd one behind. PyTorch knows all sizes by now."""
        axes = zip(spatial, self.pool_size, self.strides, strict=True)
        total = [max((-(-n // stride) - 1) * stride + size - n, 0) for n, size, stride in axes]
        return [(one // 2, one - one // 2) for one in total]

    def _average(self, inputs: Any, padding: str) -> Any:
        return ops.average_pool(inputs, self.pool_size, self.strides, padding, data_format=self.data_format)

    def _scaled(self, inputs: Any, means: Any, scale: Any) -> Any:
        """Returns the means, scaled by the part of each window that lies inside the input."""
        result = ops.cast(means, "float32")
        for axis in range(self.first_axis, self.first_axis + len(self.pool_size)):
            inside = self._inside(ops.shape(inputs)[axis], ops.shape(means)[axis], axis - self.first_axis)
            shape = [-1 if axis == other else 1 for other in range(len(inputs.shape))]
            result = scale(result, ops.reshape(inside, shape))
        return ops.cast(result, self.compute_dtype)

    def _inside(self, positions: Any, windows: Any, axis: int) -> Any:
        """Returns, window by window along one axis, the part of it that lies inside the input."""
        size, stride = self.pool_size[axis], self.strides[axis]
        if self.padding == "same":
            before = ops.maximum((windows - 1) * stride + size - positions, 0) // 2
        else:
            before = self.padding[axis][0]
        start = ops.arange(windows, dtype="int32") * stride - before
        inside = ops.minimum(start + size, positions) - ops.maximum(start, 0)
        return ops.cast(inside, "float32") / size

    def compute_output_shape(self, input_shape: Sequence[int | None]) -> tuple[int | None, ...]:
        """Returns the shape, each spatial axis as long as it has windows."""
        batch, spatial, channels = self.split(input_shape)
        if isinstance(self.padding, str):
            windows = [n if n is None else -(-n // stride) for n, stride in zip(spatial, self.strides, strict=True)]
        else:
            axes = zip(padded(spatial, self.padding), self.pool_size, self.strides, strict=True)
            windows = [n if n is None else (n - size) // stride + 1 for n, size, stride in axes]
            if any(n is not None and n < 1 for n in windows):
                raise ValueError(f"no window of {self.pool_size} fits into {input_shape} padded by {self.padding}")
        return self.joined(batch, windows, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        own = {
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
            "count_padding": self.count_padding,
        }
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("archspec")
class AdaptivePooling(SpatialLayer):
    """Pools each spatial axis to a given size, whatever the input's.

    Bin `i` of an axis holds the positions from `floor(i * n / size)` up to `ceil((i + 1) * n / size)`.

    Attributes:
        output_size: The size of each spatial axis of the output.
        mode: `avg` or `max`.
    """

    def __init__(self, output_size: Sequence[int], mode: str = "avg", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.output_size = tuple(output_size)
        self.mode = mode

    def call(self, inputs: Any) -> Any:
        """Returns the pooled input, pooled axis by axis: bins are boxes."""
        result = ops.cast(inputs, "float32") if self.mode == "avg" else inputs
        for axis, size in enumerate(self.output_size, start=self.first_axis):
            result = self._pool(result, axis, size)
        return ops.cast(result, self.compute_dtype)

    def _pool(self, inputs: Any, axis: int, size: int) -> Any:
        """Returns the input with one axis pooled: every bin gathered, short ones filled up with their last position."""
        positions = ops.shape(inputs)[axis]
        bins = ops.arange(size, dtype="int32")
        start = bins * positions // size
        # rounded up by an addition: ONNX divides towards zero, so that `-(-a // b)` would be another number there
        end = ((bins + 1) * positions + size - 1) // size
        longest = (positions + size - 1) // size + 1
        offsets = ops.arange(longest, dtype="int32")
        index = ops.minimum(start[:, None] + offsets[None, :], end[:, None] - 1)
        gathered = ops.take(inputs, index, axis=axis)  # (…, bins, longest, …)
        if self.mode == "max":
            return ops.max(gathered, axis=axis + 1)
        length = (end - start)[:, None]
        weights = ops.cast(offsets[None, :] < length, gathered.dtype) / ops.cast(length, gathered.dtype)
        trailing = (1,) * (len(inputs.shape) - axis - 1)
        return ops.sum(gathered * ops.reshape(weights, (size, -1, *trailing)), axis=axis + 1)

    def compute_output_shape(self, input_shape: Sequence[int | None]) -> tuple[int | None, ...]:
        """Returns the given size, and the channels."""
        batch, _, channels = self.split(input_shape)
        return self.joined(batch, self.output_size, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        return {**super().get_config(), "output_size": self.output_size, "mode": self.mode}


@keras.saving.register_keras_serializable("archspec")
class ProbabilisticMaxPooling(SpatialLayer):
    """Turns the energies of detection units into probabilities: at most one unit of a block is on.

    Source: Lee, Grosse, Ranganath, Ng. Convolutional deep belief networks. ICML 2009, section 3.3.

    Attributes:
        pool_size: The block's size on each spatial axis, which it divides.
        returns: `pooling` for the probability that any unit of a block is on, `detection` for that of each unit.
    """

    def __init__(self, pool_size: Sequence[int], returns: str = "pooling", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pool_size = tuple(pool_size)
        self.returns = returns

    def call(self, inputs: Any) -> Any:
        """Returns the probabilities: a softmax over each block and one unit more, which stands for "none" at 0."""
        inputs = ops.cast(inputs, "float32")
        if self.data_format == "channels_first":
            inputs = ops.moveaxis(inputs, 1, -1)
        result = self._probabilities(inputs)
        if self.data_format == "channels_first":
            result = ops.moveaxis(result, -1, 1)
        return ops.cast(result, self.compute_dtype)

    def _probabilities(self, inputs: Any) -> Any:
        batch, *spatial, channels = ops.shape(inputs)
        blocks = [n // size for n, size in zip(spatial, self.pool_size, strict=True)]
        split = [part for pair in zip(blocks, self.pool_size, strict=True) for part in pair]
        rank = len(blocks)
        # The units of a block on one axis: TensorFlow stretches at most eight axes, and 3-D blocks would need nine.
        order = (0, *range(1, 2 * rank, 2), *range(2, 2 * rank + 1, 2), 2 * rank + 1)
        units = ops.transpose(ops.reshape(inputs, (batch, *split, channels)), order)
        energy = ops.reshape(units, (batch, *blocks, prod(self.pool_size), channels))
        largest = ops.maximum(ops.max(energy, axis=-2, keepdims=True), 0)  # keeps every exponent at 0 or below
        on = ops.exp(energy - largest)
        any_on = ops.sum(on, axis=-2, keepdims=True)
        total = any_on + ops.exp(-largest)
        if self.returns == "detection":
            apart = ops.reshape(on / total, (batch, *blocks, *self.pool_size, channels))
            back = sorted(range(len(order)), key=order.__getitem__)
            return ops.reshape(ops.transpose(apart, back), (batch, *spatial, channels))
        return ops.squeeze(any_on / total, axis=-2)

    def compute_output_shape(self, input_shape: Sequence[int | None]) -> tuple[int | None, ...]:
        """Returns one position per block, or the input's shape where the detection units are asked for."""
        if self.returns == "detection":
            return tuple(input_shape)
        batch, spatial, channels = self.split(input_shape)
        blocks = [n if n is None else n // size for n, size in zip(spatial, self.pool_size, strict=True)]
        return self.joined(batch, blocks, channels)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        return {**super().get_config(), "pool_size": self.pool_size, "returns": self.returns}


@keras.saving.register_keras_serializable("archspec")
class MaxUnpooling(keras.layers.Layer):
    """Puts values back where the maxima of a pooled tensor were: called with a list of the values and that tensor.

    Attributes:
        pool_size: The window's size on each spatial axis, and the step from one to the next.
        padding: `same`, or (before, after) for each spatial axis.
    """

    def __init__(self, pool_size: Sequence[int], padding: str | Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pool_size = tuple(pool_size)
        self.padding = padding if isinstance(padding, str) else as_pairs(padding)

    def call(self, inputs: Any) -> Any:
        """Returns zeros, and each value at the first of the largest positions of its window."""
        values, of = inputs
        batch, *places, channels = ops.shape(values)
        sizes = ops.shape(of)[1:-1]
        rank = len(places)
        filled = [place * size for place, size in zip(places, self.pool_size, strict=True)]
        before = [
            (full - n) // 2 if isinstance(self.padding, str) else self.padding[axis][0]
            for axis, (full, n) in enumerate(zip(filled, sizes, strict=True))
        ]
        axes = list(zip(before, filled, sizes, strict=True))
        # Windows fill whole multiples of their size: what is beyond is no window's, and what is missing never largest.
        around = [(first, ops.maximum(full - n - first, 0)) for first, full, n in axes]
        surrounded = ops.pad(of, [(0, 0), *around, (0, 0)], constant_values=float("-inf"))
        windowed = surrounded[(slice(None), *(slice(0, full) for full in filled))]
        split = [part for pair in zip(places, self.pool_size, strict=True) for part in pair]
        order = (0, *range(1, 2 * rank, 2), 2 * rank + 1, *range(2, 2 * rank + 1, 2))  # a window's positions last
        apart = ops.transpose(ops.reshape(windowed, (batch, *split, channels)), order)
        largest = ops.argmax(ops.reshape(apart, (batch, *places, channels, prod(self.pool_size))), axis=-1)
        put = ops.expand_dims(values, -1) * ops.one_hot(largest, prod(self.pool_size), dtype=values.dtype)
        back = sorted(range(len(order)), key=order.__getitem__)
        apart = ops.transpose(ops.reshape(put, (batch, *places, channels, *self.pool_size)), back)
        joined = ops.reshape(apart, (batch, *filled, channels))
        behind = [(0, ops.maximum(first + n - full, 0)) for first, full, n in axes]
        joined = ops.pad(joined, [(0, 0), *behind, (0, 0)])
        return joined[(slice(None), *(slice(first, first + n) for first, _, n in axes))]

    def compute_output_shape(self, input_shape: Sequence[Sequence[int | None]]) -> tuple[int | None, ...]:
        """Returns the shape of the tensor that was pooled."""
        values, of = input_shape
        for place, windows in zip(values[1:-1], self._windows(of[1:-1]), strict=True):
            if None not in (place, windows) and place != windows:
                raise ValueError(f"{values} cannot be put back into {of}")
        return tuple(of)

    def _windows(self, spatial: Sequence[int | None]) -> list[int | None]:
        if isinstance(self.padding, str):
            return [n if n is None else -(-n // size) for n, size in zip(spatial, self.pool_size, strict=True)]
        sizes = zip(padded(spatial, self.padding), self.pool_size, strict=True)
        return [n if n is None else n // size for n, size in sizes]

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make this layer again."""
        return {**super().get_config(), "pool_size": self.pool_size, "padding": self.padding}


def as_pairs(padding: Pairs) -> tuple[tuple[int, int], ...]:
    """Returns paddings as pairs, which a saved file holds as lists."""
    return tuple((before, after) for before, after in padding)


def padded(spatial: Sequence[int | None], padding: Pairs) -> list[int | None]:
    """Returns the sizes of padded axes."""
    return [n if n is None else n + before + after for n, (before, after) in zip(spatial, padding, strict=True)]
