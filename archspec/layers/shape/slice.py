"""Slicing."""

from typing import Any, ClassVar, final

from archspec.layers.base import Trait
from archspec.layers.faults import SliceOutOfRange
from archspec.layers.fields import Axis, Count, Integer
from archspec.layers.footprint import Footprint, Positions, own_positions
from archspec.layers.layout import ChannelsFirst, Form, Layout, Placing, place
from archspec.layers.rank_faults import MissingAxis
from archspec.layers.shape.base import MovingLayer
from archspec.layers.window import SpatialLayer
from archspec.tensors.dim import Size, ceil_div, domain_of, known, require_at_least, restrict
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class Slice(MovingLayer):
    """Takes the positions of one axis from `start` on, up to but not including `stop`, each `step` after the last.

    Of `n` positions `ceil((stop - start) / step)` are left; the other axes do not change. Negative ends count from the
    end of the axis. Unlike in Python, ends that reach too far are not cut off: `0 <= start < stop <= n` must hold, and
    an open `n` is held to it. Source: `numpy.ndarray.__getitem__`.

    Attributes:
        axis: The axis: `channels`, or a spatial axis counted from 0.
        start: The first position that is taken.
        stop: The position after the last one that may be taken; the end of the axis by default.
        step: The distance from one position to the next.

    Example:
        ```yaml
        archspec: 1
        input: [197, 768]
        layers:
          - layer_norm
          - slice: {axis: 0, stop: 1, name: class_token}
          - flatten
          - dense: 10
        ```
    """

    keras_name: ClassVar[str] = "archspec>Slice"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "keeps_constants"))
    channels_first: ClassVar[ChannelsFirst] = "data_format"

    axis: Axis = "channels"
    start: Integer = 0
    stop: Integer | None = None
    step: Count = 1

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with fewer positions along the axis."""
        axis = self._index(x)
        start, stop, n = self._ends(x[axis])
        taken = restrict(ceil_div(stop - start, self.step), domain_of(n))
        assert taken is not None  # it exists where the ends do
        return Shape((*x[:axis], taken, *x[axis + 1 :]))

    def _index(self, x: Shape) -> int:
        """Returns the index of the axis.

        Raises:
            ShapeError: If the input has no such axis.
        """
        if self.axis == "channels":
            return x.rank
        if self.axis >= x.rank:
            fault = MissingAxis("takes positions of", self.axis, f"{x} has", x.rank, "take channels")
            raise ShapeError(fault, field="axis")
        return self.axis

    def _ends(self, n: Size) -> tuple[Size, Size, Size]:
        """Returns the first position, the one after the last, and the axis's size where both are in it.

        Raises:
            ShapeError: If they never are.
        """
        start = self.start if self.start >= 0 else n + self.start
        stop = n if self.stop is None else self.stop if self.stop >= 0 else n + self.stop
        narrowed: Size | None = n
        for room in (start, stop - start - 1, n - stop):
            enough = require_at_least(room, 0)
            narrowed = None if enough is None else restrict(narrowed, domain_of(enough))
            if narrowed is None:
                what = "channels" if self.axis == "channels" else "positions"
                fault = SliceOutOfRange(what, start, stop, n, is_stop_given=self.stop is not None)
                raise ShapeError(fault, field="start" if self.stop is None else "stop")
        return start, stop, narrowed

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone, those of the axis `step` apart."""
        del y
        axis, own = self._index(x), own_positions(x.rank)
        if axis == x.rank:
            return (own,)
        start = known(self._ends(x[axis])[0])
        first = (start or 0,)
        return ((*own[:axis], Positions(axis, first, first, self.step, start is not None), *own[axis + 1 :]),)

    def _cropping(self, x: Shape) -> tuple[int, int] | None:
        """Returns how much is cut off both ends of a spatial axis; None if that depends on its size, or is no crop."""
        if self.axis == "channels" or self.step > 1 or x.rank not in SpatialLayer.ranks:
            return None
        start, stop, n = self._ends(x[self.axis])
        before, after = known(start), known(n - stop)
        return None if before is None or after is None else (before, after)

    def placing(self, x: Shape, form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: Keras's 1-D cropping knows channels last only."""
        return place("data_format_on_planes" if self._cropping(x) else self.channels_first, form, layout)

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's cropping where that does the same, else a layer of ours."""
        pair = self._cropping(x)
        if pair is None:
            return super().to_keras(keras, x, **common)
        pairs = tuple(pair if axis == self.axis else (0, 0) for axis in range(x.rank))
        crop = getattr(keras.layers, f"Cropping{x.rank}D")
        return [crop(cropping=pairs[0] if x.rank == 1 else pairs, **common)]
