"""Rescaling by given numbers."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, final

from archspec.layers.core.base import PerChannel, PerChannelLayer, check_per_channel, number_or_list
from archspec.tensors.shape import Shape


@final
class Rescale(PerChannelLayer):
    """Multiplies by a given number and adds another: `x * scale + offset`.

    The shape stays; whole numbers become floats. Source: `keras.layers.Rescaling`.

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
    integers: ClassVar[Literal["refused", "kept", "cast"]] = "cast"
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
