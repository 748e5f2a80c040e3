"""Rescaling by given numbers."""

from collections.abc import Sequence
from typing import Any, ClassVar, final

from archspec.layers.core.base import PerChannel, PerChannelLayer, check_per_channel, number_or_list
from archspec.layers.layout import Form, Layout, Placing, axis_of
from archspec.tensors.shape import Shape


@final
class Rescale(PerChannelLayer):
    """Multiplies by a given number and adds another: `x * scale + offset`.

    The shape does not change; integers become floats. Source: `keras.layers.Rescaling`.

    Attributes:
        scale: The factor, or one per channel.
        offset: What is added, or one per channel.

    Example:
        ```yaml
        archspec: 1
        inputs:
          image: {shape: [224, 224, 3], dtype: uint8}
        layers:
          - rescale: {scale: 0.00784313725, offset: -1}
          - conv: {filters: 16, size: 3}
        ```
    """

    principal: ClassVar[str | None] = "scale"
    keras_name: ClassVar[str] = "Rescaling"

    scale: PerChannel
    offset: PerChannel = 0.0

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        check_per_channel(self.scale, x, "scale")
        check_per_channel(self.offset, x, "offset")
        return x

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        numbers = {"scale": number_or_list(self.scale), "offset": number_or_list(self.offset)}
        return {**super().keras_arguments(keras, x), **numbers}

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing is turned or moved below 0."""
        numbers = (one if isinstance(one, tuple) else (one,) for one in (self.scale, self.offset))
        return all(inputs) and min(map(min, numbers)) >= 0

    def placing(self, x: Shape, form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: numbers per channel get an axis of size 1 for each axis behind the channels."""
        del x, layout
        behind = len(form) - axis_of(form, -1)
        values = {"scale": number_or_list(self.scale), "offset": number_or_list(self.offset)}
        lists = {name: value for name, value in values.items() if isinstance(value, list)}
        return Placing(form, {name: [_nested(one, behind) for one in value] for name, value in lists.items()})


def _nested(number: float, depth: int) -> Any:
    return [_nested(number, depth - 1)] if depth else number
