"""A Keras layer that selects positions of an axis."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from typing import Any

import keras as untyped

from archspec.convert.keras_layers.spatial import MovingLayer

keras: Any = untyped


@keras.saving.register_keras_serializable("archspec")
class Slice(MovingLayer):
    """The positions of an axis from one on, up to but not including another.

    Args:
        axis: `channels`, or a spatial axis counted from 0.
        start: The first position; from the end where it is negative.
        stop: The position after the last one; from the end where it is negative, `None` for all that are left.
        step: The distance from one position to the next.
        **common: The layout, and Keras's arguments that every layer takes.
    """

    def __init__(self, axis: int | str = "channels", start: int = 0, stop: int | None = None, step: int = 1,
                 **common: Any) -> None:  # fmt: skip
        super().__init__(**common)
        self.axis = axis
        self.start = start
        self.stop = stop
        self.step = step

    def call(self, inputs: Any) -> Any:
        """Returns the positions.

        Raises:
            ValueError: If the axis does not have them.
        """
        self.compute_output_shape(inputs.shape)
        return inputs[tuple(self._placed(slice(None), len(inputs.shape), slice(self.start, self.stop, self.step)))]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape with fewer positions along the axis.

        Raises:
            ValueError: If the axis does not have them.
        """
        (axis,) = [axis for axis, own in enumerate(self._placed(False, len(input_shape), True)) if own]
        shape = list(input_shape)
        shape[axis] = self._count(shape[axis])
        return tuple(shape)

    def _placed(self, others: Any, count: int, own: Any) -> list[Any]:
        """Returns one thing for the axis and another for each of the others, the batch among them."""
        spatial = [own if axis == self.axis else others for axis in range(count - 2)]
        return list(self.joined(others, spatial, own if self.axis == "channels" else others))

    def _count(self, n: int | None) -> int | None:
        if n is not None:
            start, stop = (self._position(one, n) for one in (self.start, self.stop))
            if not 0 <= start < stop <= n:
                raise ValueError(f"positions {start} up to {stop} are not among the {n} of axis {self.axis!r}")
            return -((start - stop) // self.step)
        stop = 0 if self.stop is None and self.start < 0 else self.stop
        if stop is None or (stop < 0 or self.stop is None) != (self.start < 0):
            return None  # one is counted from the end, and the other is not
        return -((self.start - stop) // self.step)

    @staticmethod
    def _position(written: int | None, n: int) -> int:
        """Returns a position, or the end, counted from the first."""
        if written is None:
            return n
        return written if written >= 0 else n + written

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        own = {"axis": self.axis, "start": self.start, "stop": self.stop, "step": self.step}
        return {**super().get_config(), **own}
