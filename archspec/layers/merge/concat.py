"""Concatenation."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, final

from archspec.layers.base import Free, Integers, MergeLayer, Sign, Trait
from archspec.layers.fields import Axis
from archspec.layers.footprint import UNKNOWN, Footprint, shift
from archspec.layers.layout import ChannelsFirst, Form, Layout, Placing, axis_of
from archspec.layers.memory import Saved
from archspec.layers.rank_faults import MissingAxis
from archspec.tensors.arithmetic import concat
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class Concat(Free, MergeLayer):
    """Joins the branches along one axis, one after the other.

    The sizes of that axis add up; the others must be the same in all branches. Source: `keras.layers.Concatenate`.

    Attributes:
        axis: The axis to join along: `channels`, or a spatial axis counted from 0.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - concat: [., [conv: {filters: 8, size: 3}]]
        ```
    """

    integers: ClassVar[Integers] = "kept"
    keras_name: ClassVar[str] = "Concatenate"
    keras_fields: ClassVar[Mapping[str, str | None]] = {"branches": None}
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "any"

    axis: Axis = "channels"

    def output(self, x: tuple[Shape, ...]) -> Shape:
        """Returns the shape of the branches, with the sizes of one axis added up."""
        if self.axis == "channels":
            return concat(x)
        spatial = min(shape.rank for shape in x)
        if self.axis >= spatial:
            fault = MissingAxis("joins along", self.axis, "its branches have", spatial, "join channels")
            raise ShapeError(fault, field="axis")
        return concat(x, self.axis)

    def footprint(self, x: tuple[Shape, ...], y: Shape) -> tuple[Footprint, ...]:
        """Returns each position alone, and nothing that can be told of the axis that is joined."""
        del y
        return tuple(tuple(UNKNOWN if axis == self.axis else shift(axis) for axis in range(shape.rank)) for shape in x)

    def saved_for_backward(self, x: tuple[Shape, ...], y: Shape, *, learns: bool) -> Saved:
        """Returns nothing."""
        del x, y, learns
        return Saved()

    def placing(self, x: tuple[Shape, ...], form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: it is reported where the axis is along which it joins."""
        del x
        axis = axis_of(form, -1 if self.axis == "channels" else self.axis)
        return Placing(form, {} if layout == "channels_last" else {"axis": axis})

    def keras_arguments(self, keras: Any, x: tuple[Shape, ...]) -> dict[str, Any]:
        """Returns the arguments of the Keras class, which counts the batch as axis 0."""
        del keras, x
        return {"axis": -1 if self.axis == "channels" else self.axis + 1}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the axis that a Keras layer's config gives."""
        return cls(axis="channels" if config["axis"] == -1 else config["axis"] - 1)
